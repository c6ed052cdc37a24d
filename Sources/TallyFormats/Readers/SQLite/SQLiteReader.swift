import TallyData

extension FileReader {
  static let sqlite = FileReader(
    name: "sqlite",
    summary: "A table or view of a SQLite database.",
    suffixes: ["sqlite", "sqlite3", "db"],
    examples: [#"load "flights.sqlite" table airports"#],
    // A database's last changes may stand in its log.
    isOneFile: false
  ) { (source, name, options, interrupt, progress) throws(LoadError) in
    guard case .file(let path) = source else {
      throw .otherFormat(file: source.displayName, what: SQLiteFile.described)
    }
    let file = try SQLiteFile(path)
    let limit = options.allowance()
    let table = try file.table(named: options.table)
    return try SQLiteLoad(file, table: table, options: options, memoryLimit: limit, interrupt: interrupt)
      .table(named: name)
  }
}
