import TallyData
import TallyFormats
import TallyPlan
import TallySyntax
import TallyText

extension Command {
  static let columns = Command(
    "columns", summary: "Lists the columns of a table, with their types and missing values.",
    signature: "columns [TABLE]", examples: ["columns", "columns arrivals_by_year"]
  ) { session, turn throws(Stop) in
    guard case .columns(let name) = turn.statement.kind else { return }
    let table = try session.table(name, turn)
    let rows = table.fields.indices.map { index -> [Value] in
      let column = table.columns[index]
      return [
        .text(table.fields[index].name), .text(column.type.rawValue),
        .integer(Int64(column.count - column.missingCount)), .integer(Int64(column.missingCount)),
      ]
    }
    let fields = [Field("column", .text), Field("type", .text), Field("known", .integer), Field("missing", .integer)]
    try session.write(Answer(table: Table(name: "columns", fields: fields, rows: rows)), turn)
  }
}

extension Session {
  /// The place of the table that a name means.
  func tableIndex(_ name: NameSyntax) throws(Stop) -> Int {
    let names = state.shelf.names
    switch NameMatching.match(name.text, in: names, isExact: name.isExact) {
    case .found(let index): return index
    case .ambiguous(let hits):
      throw .failed(BindError.ambiguousTable(name, candidates: hits.map { names[$0] }).diagnostic)
    case .none:
      let nearest = NameMatching.nearest(to: name.text, in: names)
      throw .failed(BindError.unknownTable(name, nearest: nearest, tables: names).diagnostic)
    }
  }

  /// The table that a name means, else the current one; read if it waits.
  func table(_ name: NameSyntax?, _ turn: Turn) throws(Stop) -> Table {
    let index: Int
    if let name {
      index = try tableIndex(name)
    } else if let current = state.shelf.current.flatMap({ state.shelf.index(of: $0, isExact: true) }) {
      index = current
    } else {
      throw .failed(BindError.noTable(range: turn.statement.range).diagnostic)
    }
    try fill(index, at: turn.statement.range, to: turn.output)
    return state.shelf.tables[index]
  }
}
