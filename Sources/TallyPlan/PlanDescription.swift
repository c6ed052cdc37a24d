import TallyData

/// The columns of `describe`, after its keys.
package enum PlanDescription {
  package static let counts = ["known", "missing", "distinct"]
  package static let measures = ["min", "q1", "median", "q3", "mean", "sd", "max"]

  /// The measures are numbers; where a date, datetime or duration is among the columns described they are text,
  /// since one column cannot hold both.
  package static func fields(describing types: [DataType]) -> [Field] {
    let measureType: DataType = types.contains { $0 == .date || $0 == .datetime || $0 == .duration } ? .text : .number
    return [Field("column", .text), Field("type", .text)] + counts.map { Field($0, .integer) }
      + measures.map { Field($0, measureType) } + [Field("most_common", .text)]
  }
}
