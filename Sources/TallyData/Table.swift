/// Columns of the same length under one name.
package struct Table: Sendable {
  package var name: String
  package let fields: [Field]
  package let columns: [Column]
  package let rowCount: Int

  /// `rowCount` says the number of rows where there are no columns.
  package init(name: String, fields: [Field], columns: [Column], rowCount: Int) {
    precondition(fields.count == columns.count)
    precondition(columns.allSatisfy { $0.count == rowCount })
    self.name = name
    self.fields = fields
    self.columns = columns
    self.rowCount = rowCount
  }

  /// A small table from rows of values; each field's type must be that of its known values.
  package init(name: String, fields: [Field], rows: [[Value]]) {
    self.init(
      name: name, fields: fields,
      columns: fields.indices.map { place in Column(type: fields[place].type, values: rows.map { $0[place] }) },
      rowCount: rows.count)
  }

  package func columnIndex(named name: String) -> Int? { fields.firstIndex { $0.name == name } }
}
