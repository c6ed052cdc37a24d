/// UTF-8 that grows at its end, for loops that write a cell a row: no string and no check of uniqueness a cell.
struct TextBytes: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int = 1 << 14) {
    self.capacity = max(capacity, 64)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// Valid until the next change.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    base[count] = byte
    count &+= 1
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    if bytes.count > capacity - count { grow(by: bytes.count) }
    (base + count).update(from: source, count: bytes.count)
    count &+= bytes.count
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

  /// Decimal digits.
  @inline(__always)
  mutating func append(digits value: UInt64) {
    if capacity - count < 20 { grow(by: 20) }
    var rest = value
    var length = 1
    while rest >= 10 {
      rest /= 10
      length &+= 1
    }
    rest = value
    // Twenty places are free, and no 64-bit number has more digits.
    var place = count &+ length
    repeat {
      place &-= 1
      base[place] = UInt8(truncatingIfNeeded: rest % 10) &+ 48
      rest /= 10
    } while place > count
    count &+= length
  }

  /// Decimal digits with zeros before them.
  mutating func append(_ value: Int, width: Int) {
    var unit = 1
    for _ in 1..<width { unit *= 10 }
    while unit > 1, value < unit {
      append(UInt8(ascii: "0"))
      unit /= 10
    }
    append(digits: UInt64(value))
  }

  @inline(never)
  private mutating func grow(by extra: Int) {
    let grown = max(capacity * 2, count + extra)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
    moved.update(from: base, count: count)
    base.deallocate()
    base = moved
    capacity = grown
  }
}
