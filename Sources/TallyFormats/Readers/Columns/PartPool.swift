#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import TallyData

/// Memory for the parts of one column that one thread makes, given back as a whole.
///
/// Large blocks are mapped, not taken from malloc, so that what a column gives back leaves the process at once.
struct PartPool: ~Copyable {
  private struct Block {
    let memory: UnsafeMutableRawBufferPointer
    /// The last chunk that has a part in it.
    var lastChunk: Int
  }

  private var blocks: [Block] = []
  private var used = 0
  private let firstSize: Int
  private(set) var byteCount = 0

  /// `firstSize` is the size of the first block; later ones grow to that of a huge page.
  init(firstSize: Int) { self.firstSize = firstSize }

  deinit { for block in blocks { Self.unmap(block.memory) } }

  /// Gives back what holds parts of chunks before `chunk` only.
  mutating func release(before chunk: Int) {
    blocks.removeAll { block in
      guard block.lastChunk < chunk else { return false }
      Self.unmap(block.memory)
      return true
    }
  }

  /// Memory for `count` bytes of a part of `chunk`, at a multiple of 8; nil where the system has none.
  mutating func allocate(_ count: Int, chunk: Int) -> UnsafeMutableRawPointer? {
    let needed = (count + 7) & ~7
    if blocks.isEmpty || used + needed > blocks[blocks.count - 1].memory.count {
      let usual = min(firstSize << min(3 * blocks.count, 21), HugePages.size)
      guard let block = Self.map(max(usual, (needed + 4095) & ~4095)) else { return nil }
      blocks.append(Block(memory: block, lastChunk: chunk))
      used = 0
    }
    let last = blocks.count - 1
    blocks[last].lastChunk = max(blocks[last].lastChunk, chunk)
    let place = blocks[last].memory.baseAddress.map { $0 + used }
    used += needed
    byteCount += needed
    return place
  }

  /// From this size on blocks are mapped; a process may not have many maps.
  private static let mappedSize = 1 << 17

  private static func map(_ size: Int) -> UnsafeMutableRawBufferPointer? {
    if size < mappedSize { return malloc(size).map { UnsafeMutableRawBufferPointer(start: $0, count: size) } }
    if size % HugePages.size == 0 { return HugePages.map(size) }
    let base = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let base, base != MAP_FAILED else { return nil }
    return UnsafeMutableRawBufferPointer(start: base, count: size)
  }

  private static func unmap(_ block: UnsafeMutableRawBufferPointer) {
    if block.count < mappedSize { free(block.baseAddress) } else { munmap(block.baseAddress, block.count) }
  }
}
