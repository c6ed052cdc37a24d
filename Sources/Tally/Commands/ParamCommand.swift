extension Command {
  static let param = Command(
    "param", summary: "Gives a script a value that `tally run --set` can change, used as `$name`.",
    signature: "param NAME = VALUE", examples: ["param year = 2023"]
  ) { _, turn throws(Stop) in
    throw .failed(SessionError.notYet("`param`", turn.statement.range).diagnostic)
  }
}
