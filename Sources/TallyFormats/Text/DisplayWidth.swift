/// How many columns of a terminal a text takes.
///
/// A grapheme cluster takes the columns of its scalars together: two for a wide one (`WideScalars`), none for a
/// combining or invisible one, one for every other. Emoji sequences (a skin tone, a joined family, U+FE0F) take two.
/// Control characters take none: `VisibleText` replaces them before a text is shown.
package enum DisplayWidth {
  package static func of(_ text: some StringProtocol) -> Int {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    return text.reduce(0) { $0 + of($1) }
  }

  /// The columns of one grapheme cluster.
  package static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if scalars.index(after: scalars.startIndex) == scalars.endIndex { return of(first) }
    if first.properties.isEmoji && scalars.dropFirst().contains(where: joinsEmoji) { return 2 }
    return scalars.reduce(0) { $0 + of($1) }
  }

  /// The columns of one scalar by itself.
  package static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) ? 0 : 1 }
    if isInvisible(scalar) { return 0 }
    return WideScalars.contains(value) ? 2 : 1
  }

  /// The longest beginning of a text, in whole clusters, that fits into `columns`.
  package static func prefix(of text: String, columns: Int) -> (text: Substring, width: Int) {
    var width = 0
    var end = text.startIndex
    while end < text.endIndex {
      let next = of(text[end])
      if width + next > columns { break }
      width += next
      end = text.index(after: end)
    }
    return (text[..<end], width)
  }

  /// Emoji presentation, a joiner, a skin tone.
  private static func joinsEmoji(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0xFE0F || scalar.value == 0x200D || (0x1F3FB...0x1F3FF).contains(scalar.value)
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator: return true
    // Format characters vanish, but for the Arabic, Syriac and Kaithi signs that span digits.
    case .format: return !drawnFormats.contains { $0.contains(scalar.value) }
    default: break
    }
    // Vowels and final consonants of Hangul stand within the syllable of the consonant before them.
    return (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
  }

  private static let drawnFormats: [ClosedRange<UInt32>] = [
    0x600...0x605, 0x6DD...0x6DD, 0x70F...0x70F, 0x890...0x891, 0x8E2...0x8E2, 0x110BD...0x110BD, 0x110CD...0x110CD,
  ]
}
