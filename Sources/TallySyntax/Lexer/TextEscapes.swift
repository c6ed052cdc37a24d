/// Backslash escapes of text: `\n`, `\t`, `\r`, `\\`, `\"`, `\'`, `\u{1F600}`.
///
/// Any other backslash stands for itself, so that `matches "\d+"` needs no doubling.
package enum TextEscapes {
  /// What a text with its quotes stands for.
  package static func decoded(_ quoted: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = quoted.unicodeScalars.dropFirst().dropLast()
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let escape = rest.first else {
        result.append(scalar)
        continue
      }
      if let plain = plainEscapes.first(where: { $0.0 == escape })?.1 {
        rest.removeFirst()
        result.append(plain)
      } else if escape == "u", let (value, length) = codePoint(rest) {
        rest.removeFirst(length)
        result.append(value)
      } else {
        result.append("\\")
      }
    }
    return String(result)
  }

  /// A text as it is written, in double quotes.
  package static func encoded(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
          result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  private static let plainEscapes: [(Unicode.Scalar, Unicode.Scalar)] = [
    ("n", "\n"), ("t", "\t"), ("r", "\r"), ("\\", "\\"), ("\"", "\""), ("'", "'"),
  ]

  /// The scalar of `u{1F600}`, and how many characters that takes.
  private static func codePoint(
    _ rest: Substring.UnicodeScalarView.SubSequence
  ) -> (Unicode.Scalar, Int)? {
    guard rest.dropFirst().first == "{", let close = rest.firstIndex(of: "}") else { return nil }
    let digits = String(rest[..<close].dropFirst(2))
    guard digits.utf8.count <= 6, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
      return nil
    }
    return (scalar, digits.utf8.count + 3)
  }
}
