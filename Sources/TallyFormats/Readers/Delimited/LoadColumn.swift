import TallyData

/// What is known of a column before its cells are read.
struct LoadColumn: Sendable {
  let name: String
  /// Its place among all columns of the file, of which a load may leave some out.
  var place = 0
  /// The type that the person named.
  var forced: DataType?

  /// The fault of a cell that is not of that type.
  func misfit(_ cell: String) -> RowFault.Kind {
    .misfit(column: name, cell: cell, type: forced ?? .text)
  }

  /// The kind that a column has whose cells join to `kind`.
  func kind(_ kind: CellKind) -> CellKind {
    switch (forced, kind) {
    // A boolean column may spell its values 0 and 1.
    case (.boolean, .integer), (.boolean, .missing): .truth
    case (.integer, .missing): .integer
    case (.number, .missing): .number
    case (.date, .missing): .date
    case (.datetime, .missing): .datetime
    case (.duration, .missing): .duration
    default: kind
    }
  }
}
