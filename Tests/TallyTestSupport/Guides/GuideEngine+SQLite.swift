import TallyData

extension GuideEngine {
  /// SQL, by the `sqlite3` command.
  package static let sqlite = GuideEngine(name: "SQLite", page: "guides/sql.md", needs: "command -v sqlite3") {
    questions, tables in
    var script = tables.map(load).joined() + ".mode quote\n"
    for question in questions { script += "\(question);\nSELECT '\(separator)';\n" }
    let run = try ProgramRun(["/usr/bin/env", "sqlite3", "-batch", ":memory:"], input: script)
    // An error is told on the other stream, by the line of the script.
    let firstLine = script.split(separator: "\n", omittingEmptySubsequences: false).count - 2 * questions.count
    var outcomes = outcomes(run.output)
    for line in run.errors.split(separator: "\n") {
      guard let near = line.firstRange(of: "near line "),
        let number = Int(line[near.upperBound...].prefix { $0.isNumber })
      else { continue }
      let place = (number - firstLine) / 2
      if outcomes.indices.contains(place) { outcomes[place] = .failed(String(line)) }
    }
    return outcomes
  }

  private static func load(_ table: Table) -> String {
    let columns = table.fields.map { field in
      "\"\(field.name)\" \(field.type == .number ? "REAL" : [.integer, .boolean].contains(field.type) ? "INTEGER" : "TEXT")"
    }
    var script = "CREATE TABLE \"\(table.name)\"(\(columns.joined(separator: ", ")));\nBEGIN;\n"
    for row in 0..<table.rowCount {
      let cells = table.columns.map { literal(GuideCell($0[row])) }
      script += "INSERT INTO \"\(table.name)\" VALUES(\(cells.joined(separator: ", ")));\n"
    }
    return script + "COMMIT;\n"
  }

  private static func literal(_ cell: GuideCell) -> String {
    switch cell {
    case .missing: "NULL"
    case .number, .text: "'\(cell.description.replacing("'", with: "''"))'"
    }
  }
}
