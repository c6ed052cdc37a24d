/// Text of the data as people may see it: characters that would steer the terminal, or hide, are spelled out.
///
/// An escape becomes `␛`, a line break `⏎`, a tab `⇥`, other control characters their picture or `\u{85}`; so do
/// the invisible characters that reorder or vanish (`\u{202E}`, `\u{200B}`). Joiners of emoji and Persian stay.
package enum VisibleText {
  /// How a scalar is spelled that must not be written as it is.
  package enum Style: Sendable {
    case pictures
    /// `\u009b`: what was JSON still is.
    case json
  }

  package static func of(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    return of(text, keeping: [])
  }

  /// The same but for scalars that are no part of the data: the line breaks between rows.
  package static func of(
    _ text: String, keeping kept: Set<Unicode.Scalar>, style: Style = .pictures
  ) -> String {
    if !text.unicodeScalars.contains(where: { spelling(of: $0) != nil }) { return text }
    var visible = ""
    for scalar in text.unicodeScalars {
      if !kept.contains(scalar), let spelling = spelling(of: scalar) {
        switch style {
        case .pictures: visible += spelling
        case .json: visible += escape(of: scalar)
        }
      } else {
        visible.unicodeScalars.append(scalar)
      }
    }
    return visible
  }

  /// Of four digits, which are enough for every scalar that has a spelling.
  private static func escape(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// What stands for a scalar that must not be written as it is; nil for every other.
  package static func spelling(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x0A: "⏎"
    case 0x09: "⇥"
    case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value).map { String($0) }
    case 0x7F: "␡"
    case 0x80..<0xA0, 0xAD, 0x061C, 0x180E, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB:
      "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    default: nil
    }
  }
}
