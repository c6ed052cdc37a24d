import TallyData

/// Texts read as values; white space around them is no part of them.
extension TextView {
  /// `1`, `-2.5`, `.5`, `5.`, `1e5`; not `+5`, `0x1F`, `Infinity`. Nil for anything else, and beyond a double.
  var parsedNumber: Double? {
    let text = trimmed
    guard text.isDecimal else { return nil }
    guard let value = Double(String(decoding: text.bytes, as: UTF8.self)), value.isFinite else { return nil }
    return value
  }

  var parsedInteger: Int64? {
    let text = trimmed.bytes
    let isNegative = text.first == UInt8(ascii: "-")
    let digits = text.dropFirst(isNegative ? 1 : 0)
    if digits.isEmpty { return nil }
    var value: Int64 = 0
    for byte in digits {
      let digit = byte &- 48
      guard digit < 10 else { return nil }
      let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = shifted.addingReportingOverflow(Int64(digit))
      if overflow || carry { return nil }
      value = sum
    }
    return isNegative ? -value : value
  }

  var parsedBoolean: Bool? {
    let text = trimmed
    guard text.count <= 5 else { return nil }
    switch String(decoding: text.bytes, as: UTF8.self).lowercased() {
    case "true", "yes": return true
    case "false", "no": return false
    default: return nil
    }
  }

  private var isDecimal: Bool {
    var rest = bytes[...]
    func takeDigits() -> Int {
      let digits = rest.prefix { $0 &- 48 < 10 }.count
      rest = rest.dropFirst(digits)
      return digits
    }
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    var digits = takeDigits()
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      digits += takeDigits()
    }
    guard digits > 0 else { return false }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
      guard takeDigits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
