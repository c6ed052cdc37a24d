import TallyData
import TallyText

/// `across`: the groups of a summary's last key become columns.
///
/// The summary before it has the keys of `by`, the key of `across`, then the aggregates. The answer has
/// the keys of `by`, then for each aggregate (the percent is one) a column for each value.
package struct PlanPivot: Sendable {
  /// Keys of `by`.
  package let keyCount: Int
  /// The values of the key, in its order, missing last: a column each.
  package let values: [Value]
  /// For each aggregate, whether a combination without rows is 0; else it is missing.
  package let isZeroWithoutRows: [Bool]

  package init(keyCount: Int, values: [Value], isZeroWithoutRows: [Bool]) {
    self.keyCount = keyCount
    self.values = values
    self.isZeroWithoutRows = isZeroWithoutRows
  }

  /// More values than this are an error.
  package static let valueLimit = 200
}

/// `unpivot`: each row becomes a row for each of some columns, with the column's name and value.
package struct PlanUnpivot: Sendable {
  /// Columns that every new row repeats.
  package let kept: [Int]
  /// Columns that become rows, all of the value's type, or integers where it is a number.
  package let columns: [Int]
  package let names: [String]
  package let valueType: DataType

  package init(kept: [Int], columns: [Int], names: [String], valueType: DataType) {
    self.kept = kept
    self.columns = columns
    self.names = names
    self.valueType = valueType
  }
}
