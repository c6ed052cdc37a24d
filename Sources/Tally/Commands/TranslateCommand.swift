import TallyText

extension Command {
  static let translate = Command(
    "as", summary: "Writes the last question, or the query that follows, in SQL, dplyr or pandas.",
    signature: "as sql [sqlite | duckdb | postgresql] | as dplyr | as pandas", examples: ["count where elite; as sql"]
  ) { _, turn throws(Stop) in
    guard case .translate(let target, _) = turn.statement.kind else { return }
    throw .failed(SessionError.notYet("`as \(target.rawValue)`", turn.statement.range).diagnostic)
  }
}
