import CKernels

/// A number as it is written: the digits as a whole number, and a power of ten.
package struct DecimalNumber {
  /// The first 19 digits.
  private(set) var mantissa: UInt64 = 0
  /// The value is ± mantissa × 10^exponent.
  private(set) var exponent = 0
  private(set) var isNegative = false
  /// Neither a point nor an exponent.
  private(set) var isPlain = true
  /// There were more digits than `mantissa` holds, and they are not all zero.
  private(set) var isCut = false

  /// Reads `-12.50`, `.5`, `5.`, `1e-7`; no plus sign before, no grouping, and no zero before another digit unless
  /// `leniently`. Nil for anything else.
  package init?(_ bytes: UnsafeBufferPointer<UInt8>, leniently: Bool = false) {
    var place = 0
    isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { place = 1 }
    let start = place
    var digits = 0
    readDigits(bytes, &place, &digits, afterPoint: false)
    let wholeDigits = place - start
    guard leniently || wholeDigits < 2 || bytes[start] != UInt8(ascii: "0") else { return nil }
    var count = wholeDigits
    if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
      isPlain = false
      place += 1
      let point = place
      readDigits(bytes, &place, &digits, afterPoint: true)
      count += place - point
    }
    guard count > 0 else { return nil }
    if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
      isPlain = false
      guard readExponent(bytes, &place) else { return nil }
    }
    guard place == bytes.count else { return nil }
  }

  private mutating func readDigits(
    _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ digits: inout Int, afterPoint: Bool
  ) {
    while place < bytes.count {
      let digit = bytes[place] &- 48
      guard digit < 10 else { return }
      if digits < 19 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        if mantissa > 0 { digits += 1 }
        if afterPoint { exponent -= 1 }
      } else {
        isCut = isCut || digit > 0
        if !afterPoint { exponent += 1 }
      }
      place += 1
    }
  }

  private mutating func readExponent(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Bool {
    place += 1
    guard place < bytes.count else { return false }
    let isDown = bytes[place] == UInt8(ascii: "-")
    if isDown || bytes[place] == UInt8(ascii: "+") { place += 1 }
    let start = place
    var power = 0
    while place < bytes.count, bytes[place] &- 48 < 10 {
      power = min(power * 10 + Int(bytes[place] &- 48), 100_000)
      place += 1
    }
    exponent += isDown ? -power : power
    return place > start
  }

  /// The value of a plain whole number; nil where 64 bits do not hold it.
  ///
  /// The smallest number of 64 bits is not one of them: it stands for missing.
  var integer: Int64? {
    guard isPlain, exponent == 0, !isCut, mantissa <= UInt64(Int64.max) else { return nil }
    return isNegative ? -Int64(mantissa) : Int64(mantissa)
  }

  /// The value × 10^scale, where that is a whole number that doubles hold exactly; else nil.
  func scaled(by scale: Int) -> Int64? {
    guard !isCut else { return nil }
    if mantissa == 0 { return 0 }
    var (value, power) = (mantissa, exponent + scale)
    while power < 0 {
      guard value % 10 == 0 else { return nil }
      value /= 10
      power += 1
    }
    while power > 0 {
      guard value <= Self.exactLimit else { return nil }
      value *= 10
      power -= 1
    }
    guard value <= Self.exactLimit else { return nil }
    return isNegative ? -Int64(value) : Int64(value)
  }

  /// Digits behind the point that the value needs as it is written.
  var scale: Int { mantissa == 0 ? 0 : max(0, -exponent) }

  /// 2^53: the whole numbers up to it are doubles.
  static let exactLimit: UInt64 = 1 << 53

  /// The double nearest to the value; `bytes` are those it was read from. Minus zero is zero.
  package func double(_ bytes: UnsafeBufferPointer<UInt8>) -> Double {
    if mantissa == 0 { return 0 }
    var magnitude: Double?
    if !isCut, mantissa <= Self.exactLimit, exponent >= -22, exponent <= 22 {
      // Both are exact, so one rounding gives the nearest double (Clinger 1990).
      let power = Self.exactPowers[abs(exponent)]
      magnitude = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    } else {
      magnitude = NearestDouble.of(mantissa, power: exponent)
      if isCut, magnitude != nil, NearestDouble.of(mantissa + 1, power: exponent) != magnitude { magnitude = nil }
    }
    let value = magnitude ?? Self.slowDouble(bytes).magnitude
    return isNegative ? -value : value
  }

  private static func slowDouble(_ bytes: UnsafeBufferPointer<UInt8>) -> Double {
    var text = bytes.map { CChar(truncatingIfNeeded: $0) }
    text.append(0)
    return tally_nearest_double(text)
  }

  private static let exactPowers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}
