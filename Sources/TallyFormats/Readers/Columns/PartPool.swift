#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Memory for the parts of one column that one thread makes, given back as a whole.
///
/// Large blocks are mapped, not taken from malloc, so that what a column gives back leaves the process at once.
struct PartPool: ~Copyable {
  private var blocks: [UnsafeMutableRawBufferPointer] = []
  private var used = 0
  private let blockSize: Int
  private(set) var byteCount = 0

  /// `blockSize` is the size of the usual block.
  init(blockSize: Int) { self.blockSize = blockSize }

  deinit { for block in blocks { Self.unmap(block) } }

  /// Memory for `count` bytes at a multiple of 8; nil where the system has none.
  mutating func allocate(_ count: Int) -> UnsafeMutableRawPointer? {
    let needed = (count + 7) & ~7
    if blocks.isEmpty || used + needed > blocks[blocks.count - 1].count {
      guard let block = Self.map(max(blockSize, (needed + 4095) & ~4095)) else { return nil }
      blocks.append(block)
      used = 0
    }
    let place = blocks[blocks.count - 1].baseAddress.map { $0 + used }
    used += needed
    byteCount += needed
    return place
  }

  /// From this size on blocks are mapped; a process may not have many maps.
  private static let mappedSize = 1 << 17

  private static func map(_ size: Int) -> UnsafeMutableRawBufferPointer? {
    if size < mappedSize { return malloc(size).map { UnsafeMutableRawBufferPointer(start: $0, count: size) } }
    let base = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let base, base != MAP_FAILED else { return nil }
    return UnsafeMutableRawBufferPointer(start: base, count: size)
  }

  private static func unmap(_ block: UnsafeMutableRawBufferPointer) {
    if block.count < mappedSize { free(block.baseAddress) } else { munmap(block.baseAddress, block.count) }
  }
}
