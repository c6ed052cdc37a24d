import TallyData
import TallyFormats

extension Command {
  static let tables = Command(
    "tables", summary: "Lists the tables, with their rows and columns.", signature: "tables", examples: ["tables"]
  ) { session, turn throws(Stop) in
    for index in session.state.shelf.places.indices {
      try session.fill(index, at: turn.statement.range, to: turn.output)
    }
    let shelf = session.state.shelf
    let rows = zip(shelf.places, shelf.tables).map { place, table -> [Value] in
      [
        .text(table.name), .integer(Int64(table.rowCount)), .integer(Int64(table.fields.count)),
        place.path.map(Value.text) ?? .text("built in"), .boolean(table.name == shelf.current),
      ]
    }
    let fields = [
      Field("table", .text), Field("rows", .integer), Field("columns", .integer), Field("file", .text),
      Field("current", .boolean),
    ]
    try session.write(Answer(table: Table(name: "tables", fields: fields, rows: rows)), turn)
  }
}
