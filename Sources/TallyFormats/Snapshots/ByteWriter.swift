/// Writes numbers and texts one after the other, as ``ByteReader`` reads them.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ number: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  mutating func put(_ number: Int) { put(UInt64(bitPattern: Int64(number))) }

  mutating func put(_ truth: Bool) { put(truth ? 1 : 0) }

  mutating func put(_ text: String) {
    put(text.utf8.count)
    bytes += text.utf8
  }

  /// A number that may not be there.
  mutating func put(_ number: Int?) {
    put(number != nil)
    put(number ?? 0)
  }

  mutating func put<Element>(_ elements: [Element], _ body: (Element, inout ByteWriter) -> Void) {
    put(elements.count)
    for element in elements { body(element, &self) }
  }
}

/// Reads what ``ByteWriter`` wrote; anything else is damage, and never more than an error.
struct ByteReader {
  struct Damage: Error {}

  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func word() throws(Damage) -> UInt64 {
    guard rest.count >= 8 else { throw Damage() }
    var number: UInt64 = 0
    for byte in rest.prefix(8).reversed() { number = number << 8 | UInt64(byte) }
    rest = rest.dropFirst(8)
    return number
  }

  mutating func integer() throws(Damage) -> Int { Int(Int64(bitPattern: try word())) }

  /// A number of things, each of which is less than 2^40 bytes away.
  mutating func count() throws(Damage) -> Int {
    let number = try integer()
    guard number >= 0, number < 1 << 40 else { throw Damage() }
    return number
  }

  mutating func truth() throws(Damage) -> Bool { try word() != 0 }

  mutating func text() throws(Damage) -> String {
    let count = try count()
    guard rest.count >= count else { throw Damage() }
    defer { rest = rest.dropFirst(count) }
    return String(decoding: rest.prefix(count), as: UTF8.self)
  }

  mutating func optional() throws(Damage) -> Int? {
    let isThere = try truth()
    let number = try integer()
    return isThere ? number : nil
  }

  mutating func list<Element>(_ body: (inout ByteReader) throws(Damage) -> Element) throws(Damage) -> [Element] {
    let count = try count()
    // Each takes a byte at least.
    guard count <= rest.count else { throw Damage() }
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try body(&self)) }
    return elements
  }

  func end() throws(Damage) {
    if !rest.isEmpty { throw Damage() }
  }
}
