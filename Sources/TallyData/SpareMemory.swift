#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// Large blocks that buffers gave back, kept for the next ones: a fresh page costs as much as sorting the rows that fit
/// it.
///
/// The system may take their pages while they wait here.
enum SpareMemory {
  /// Smaller blocks are the allocator's own matter.
  private static let leastSize = 1 << 17
  /// An eighth of the machine's memory waits at most.
  private static let limit =
    max(1, Int(sysconf(Int32(_SC_PHYS_PAGES)))) * max(1, Int(sysconf(Int32(_SC_PAGESIZE)))) / 8

  struct Block: @unchecked Sendable {
    let start: UnsafeMutableRawPointer
    let size: Int
  }

  /// Those given back last are the last ones.
  private static let blocks = Mutex<[Block]>([])

  /// Bytes that wait here.
  static var byteCount: Int { blocks.withLock { $0.reduce(0) { $0 + $1.size } } }

  /// Gives everything back to the system; false where nothing waited.
  static func giveBack() -> Bool {
    let waiting = blocks.withLock { blocks in
      defer { blocks = [] }
      return blocks
    }
    for block in waiting { free(block.start) }
    return !waiting.isEmpty
  }

  /// A block of at least `size` bytes and not many more; nil where none waits.
  static func take(_ size: Int) -> Block? {
    guard size >= leastSize else { return nil }
    return blocks.withLock { blocks in
      var best: Int?
      for (index, block) in blocks.enumerated() where block.size >= size && block.size <= size + size / 4 {
        if best.map({ block.size <= blocks[$0].size }) ?? true { best = index }
      }
      return best.map { blocks.remove(at: $0) }
    }
  }

  /// Takes over a block of memory that `malloc` gave.
  static func give(_ block: Block) {
    guard block.size >= leastSize, block.size <= limit else { return free(block.start) }
    releasePages(of: block)
    let surplus = blocks.withLock { blocks in
      blocks.append(block)
      var total = blocks.reduce(0) { $0 + $1.size }
      var surplus: [Block] = []
      while total > limit {
        total -= blocks[0].size
        surplus.append(blocks.removeFirst())
      }
      return surplus
    }
    for block in surplus { free(block.start) }
  }

  /// Lets the system take the whole pages of a block where it needs some.
  private static func releasePages(of block: Block) {
    #if os(Linux)
      let page = UInt(HugePages.size)
      let first = (UInt(bitPattern: block.start) + page - 1) & ~(page - 1)
      let end = (UInt(bitPattern: block.start) + UInt(block.size)) & ~(page - 1)
      guard first < end, let aligned = UnsafeMutableRawPointer(bitPattern: first) else { return }
      madvise(aligned, Int(end - first), MADV_FREE)
    #endif
  }
}
