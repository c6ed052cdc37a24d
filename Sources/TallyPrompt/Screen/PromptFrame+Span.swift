extension PromptFrame {
  /// A stretch of text in one colour, in UTF-8 bytes.
  struct Span: Equatable {
    var range: Range<Int>
    /// The parameters of an SGR sequence: `32`, `1;34`.
    var style: String

    /// Spans in which some stretches have a further style; all are in order and do not overlap.
    static func laying(_ style: String, over ranges: [Range<Int>], of spans: [Span]) -> [Span] {
      let bounds = Set((spans.map(\.range) + ranges).flatMap { [$0.lowerBound, $0.upperBound] }).sorted()
      return zip(bounds, bounds.dropFirst()).compactMap { start, end in
        let styles = [
          spans.first { $0.range.contains(start) }?.style, ranges.contains { $0.contains(start) } ? style : nil,
        ].compactMap { $0 }
        return styles.isEmpty ? nil : Span(range: start..<end, style: styles.joined(separator: ";"))
      }
    }
  }
}
