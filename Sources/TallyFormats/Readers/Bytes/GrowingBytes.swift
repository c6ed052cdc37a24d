#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import TallyData

/// Bytes whose number is not known before they have all come.
struct GrowingBytes: ~Copyable {
  private let name: String
  private let limit: Int
  private var base: UnsafeMutablePointer<UInt8>?
  private var capacity = 0
  /// The bytes that are in use, from the first on.
  var count = 0

  /// `limit` is the most bytes it may grow to.
  init(name: String, limit: Int) {
    self.name = name
    self.limit = limit
  }

  deinit { free(base) }

  /// Room behind the bytes in use, at least `room` of it.
  mutating func reserve(_ room: Int) throws(LoadError) -> UnsafeMutableBufferPointer<UInt8> {
    if capacity - count < room {
      let wanted = max(capacity + capacity / 2, count + room)
      guard wanted <= limit || count + room <= limit else {
        throw .tooLarge(file: name, needed: wanted, available: limit)
      }
      // realloc of large blocks moves pages, it does not copy them.
      guard let grown = realloc(base, wanted) else { throw .tooLarge(file: name, needed: wanted, available: limit) }
      base = grown.assumingMemoryBound(to: UInt8.self)
      capacity = wanted
    }
    return UnsafeMutableBufferPointer(start: base.map { $0 + count }, count: capacity - count)
  }

  /// The bytes, with the spare room given back.
  consuming func finished() -> Buffer<UInt8> {
    guard let base else { return Buffer(count: 0) }
    self.base = nil
    let buffer = Buffer(adopting: base, count: capacity)
    buffer.shrink(to: count)
    return buffer
  }
}
