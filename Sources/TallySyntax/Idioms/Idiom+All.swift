extension Idiom {
  /// Every idiom that is known; of two that match, the first counts.
  package static let all: [Idiom] =
    queries + stata + frames + pipes + spreadsheets + shells + phrases + (wishes + values + clauses).map(\.yielding)
    + chains
}
