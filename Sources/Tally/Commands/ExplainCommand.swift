import TallyText

extension Command {
  static let explain = Command(
    "explain", summary: "Shows what becomes of a query at each stage.",
    signature: "explain [tokens | syntax | plan | sql] QUERY", examples: ["explain plan count where elite"]
  ) { _, turn throws(Stop) in
    throw .failed(SessionError.notYet("`explain`", turn.statement.range).diagnostic)
  }
}
