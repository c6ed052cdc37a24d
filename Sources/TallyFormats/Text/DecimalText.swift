/// A number as the decimal digits people write: `significand` × 10^`exponent`.
///
/// Of a double it is the shortest one that reads back as the same double, so what is rounded here is the number
/// that a person sees elsewhere, not its binary neighbour: 2.675 to two digits is 2.68.
struct DecimalText: Sendable, Equatable {
  var isNegative: Bool
  var significand: UInt64
  var exponent: Int

  /// Takes a whole number divided by 10^`scale`.
  init(_ whole: Int64, scale: Int = 0) {
    isNegative = whole < 0
    significand = whole.magnitude
    exponent = -scale
    reduce()
  }

  /// Takes a finite double.
  init(_ number: Double) {
    isNegative = number.sign == .minus
    significand = 0
    exponent = 0
    var description = number.description
    description.withUTF8 { readDigits($0) }
    reduce()
  }

  /// Reads `-12.5e-07`.
  private mutating func readDigits(_ text: UnsafeBufferPointer<UInt8>) {
    var fractionDigits = 0
    var isFraction = false
    var place = 0
    while place < text.count {
      let byte = text[place]
      place += 1
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        // A description has at most 17 digits that count, and zeros up to the 16th place before the point.
        significand = significand &* 10 &+ UInt64(byte &- 48)
        if isFraction { fractionDigits += 1 }
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"):
        exponent = Int(String(decoding: text[place...], as: UTF8.self)) ?? 0
        place = text.count
      default: break
      }
    }
    exponent -= fractionDigits
  }

  /// Takes zeros off the end of the significand.
  private mutating func reduce() {
    if significand == 0 { exponent = 0 }
    while significand > 0, significand % 10 == 0 {
      significand /= 10
      exponent += 1
    }
  }

  /// Digits after the point that it needs.
  var decimals: Int { max(0, -exponent) }

  /// The power of ten of its first digit: 2 for 350, -1 for 0.5; nil for zero.
  var magnitude: Int? { significand == 0 ? nil : String(significand).utf8.count - 1 + exponent }

  /// Rounded to so many digits after the point; halves go away from zero.
  func rounded(to digits: Int) -> DecimalText {
    let drop = -exponent - digits
    guard drop > 0 else { return self }
    var result = self
    // 10^20 is more than twice any significand.
    if drop > 19 {
      result.significand = 0
    } else {
      let unit = Self.powersOfTen[drop]
      let (quotient, rest) = significand.quotientAndRemainder(dividingBy: unit)
      result.significand = quotient + (rest >= unit - rest ? 1 : 0)
    }
    result.exponent = -digits
    result.reduce()
    return result
  }

  /// `-1,234.50`: rounded to `decimals` digits after the point and filled up to them.
  func fixed(decimals: Int, groups: Bool) -> String {
    let value = rounded(to: decimals)
    var digits = Array(String(value.significand).utf8)
    if value.significand != 0 { digits += Array(repeating: UInt8(ascii: "0"), count: max(0, value.exponent)) }
    let present = value.decimals
    if digits.count <= present {
      digits.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: present + 1 - digits.count), at: 0)
    }
    let whole = digits.count - present
    var text = value.isNegative && value.significand != 0 ? [UInt8(ascii: "-")] : []
    for (place, digit) in digits[..<whole].enumerated() {
      if groups, place > 0, (whole - place) % 3 == 0 { text.append(UInt8(ascii: ",")) }
      text.append(digit)
    }
    if decimals > 0 {
      text.append(UInt8(ascii: "."))
      text += digits[whole...]
      text += repeatElement(UInt8(ascii: "0"), count: decimals - present)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// `1.235e-9`: so many digits at most, without zeros at their end.
  func scientific(digits count: Int) -> String {
    guard let magnitude else { return "0" }
    var value = rounded(to: count - 1 - magnitude)
    value.exponent -= value.magnitude ?? 0
    let power = rounded(to: count - 1 - magnitude).magnitude ?? 0
    return value.fixed(decimals: value.decimals, groups: false) + "e\(power)"
  }

  /// 10^0 … 10^19.
  static let powersOfTen: [UInt64] = (0..<19).reduce(into: [1]) { powers, index in
    powers.append(powers[index] * 10)
  }
}
