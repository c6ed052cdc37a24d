import TallyData
import TallyText

/// A text that a column was compared with and does not hold, with the values that look like it.
package struct UnheldText: Sendable {
  package struct Held: Sendable {
    package let text: String
    package let count: Int
  }

  package let column: String
  package let text: String
  /// The likeliest first.
  package let held: [Held]
  /// Whether `held` is all that the column holds.
  package let holdsNothingElse: Bool
  package let missingCount: Int
  /// Puts the likeliest value in its place, where one looks alike.
  package internal(set) var fix: Fix?
  /// In the statement; nil where the text stands in another one, a `let`.
  package internal(set) var range: SourceRange?
}

extension Column {
  /// Each different text with the number of rows that hold it, by text.
  package func textCounts() -> [(text: String, count: Int)] {
    guard let dictionary else { return [] }
    var counts = [Int](repeating: 0, count: dictionary.count + 1)
    func tally<I: FixedWidthInteger>(_ codes: Buffer<I>) {
      for code in codes.values { counts[Int(code)] += 1 }
    }
    switch storage {
    case .codes8(let codes, _): tally(codes)
    case .codes16(let codes, _): tally(codes)
    case .codes32(let codes, _): tally(codes)
    case .int8, .int16, .int32, .int64, .double, .arena: break
    }
    return (0..<dictionary.count).compactMap { counts[$0 + 1] == 0 ? nil : (dictionary[$0], counts[$0 + 1]) }
  }
}

extension UnheldText {
  /// How many values a message names at most.
  static let namedCount = 5

  /// Nil where the column holds the text, or has no dictionary to look it up in.
  init?(
    _ text: String, ignoringCase: Bool, column: Column, name: String, range: SourceRange, quoted: (String) -> String
  ) {
    guard let dictionary = column.dictionary else { return nil }
    if ignoringCase {
      let key = text.lowercased()
      for index in 0..<dictionary.count where dictionary[index].lowercased() == key { return nil }
    } else if dictionary.code(of: text) != nil {
      return nil
    }
    let counts = column.textCounts()
    let alike = UnheldText.lookAlikes(of: text, in: counts.map(\.text))
    let rest = counts.sorted { $0.count > $1.count }.filter { !alike.contains($0.text) }
    let named = alike.compactMap { like in counts.first { $0.text == like } }
    let isSmall = counts.count <= UnheldText.namedCount
    let shown = named.isEmpty || isSmall ? Array((named + rest).prefix(UnheldText.namedCount)) : Array(named.prefix(3))
    self.init(
      column: name, text: text, held: shown.map { Held(text: $0.text, count: $0.count) },
      holdsNothingElse: shown.count == counts.count, missingCount: column.missingCount,
      fix: alike.first.map { Fix(replacing: range, with: quoted($0)) }, range: range)
  }

  /// Texts equal but for case, spaces and punctuation; else those few edits away.
  static func lookAlikes(of text: String, in candidates: [String]) -> [String] {
    let key = NameMatching.bare(text)
    let equal = candidates.filter { NameMatching.bare($0) == key }
    if !equal.isEmpty { return equal }
    guard candidates.count <= 20_000, let near = NameMatching.nearest(to: text, in: candidates) else { return [] }
    return [near]
  }
}
