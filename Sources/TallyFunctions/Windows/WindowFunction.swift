import TallyData

/// A value for each row worked out from the rows around it, in `extend`.
package struct WindowFunction: Sendable {
  package enum Measure: Sendable {
    case previous, next, rank, rowNumber, runningSum, runningMean, runningMin, runningMax, movingMean
  }

  /// What is written between the parentheses.
  package enum Arguments: Sendable {
    case none
    case value
    /// A value, and a number of rows that may be left out.
    case valueAndOffset
    /// A value and a number of rows.
    case valueAndRows
  }

  package let name: String
  package let measure: Measure
  package let arguments: Arguments
  /// One sentence.
  package let summary: String
  package let signature: String
  package let examples: [String]
  /// What it takes, for messages.
  package let takes: String
  /// The type of the result for an argument of a type (`integer` where there is none); nil where it takes no such argument.
  package let result: @Sendable (DataType) -> DataType?

  init(
    _ name: String, _ measure: Measure, _ arguments: Arguments, summary: String, signature: String,
    examples: [String], takes: String = "values", result: @escaping @Sendable (DataType) -> DataType?
  ) {
    self.name = name
    self.measure = measure
    self.arguments = arguments
    self.summary = summary
    self.signature = signature
    self.examples = examples
    self.takes = takes
    self.result = result
  }
}
