import TallyData

/// The columns a step sees, with the loaded column behind each where its values are still those.
package struct Scope: Sendable {
  package var fields: [Field]
  /// As long as `fields`; nil for a computed column.
  package var origins: [Column?]
  /// The table's name, for messages.
  package var tableName: String

  package init(table: Table) {
    fields = table.fields
    origins = table.columns
    tableName = table.name
  }

  package init(fields: [Field], origins: [Column?], tableName: String) {
    self.fields = fields
    self.origins = origins
    self.tableName = tableName
  }

  /// Columns that a step computed.
  package init(computed fields: [Field], tableName: String) {
    self.init(fields: fields, origins: fields.map { _ in nil }, tableName: tableName)
  }

  package var names: [String] { fields.map(\.name) }
}
