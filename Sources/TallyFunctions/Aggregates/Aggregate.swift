import TallyData

/// A value of many rows: `mean`, `count`, `percentile`.
package struct Aggregate: Sendable {
  /// What is written after the name.
  package enum Input: Sendable {
    /// Nothing: the rows themselves are counted.
    case rows
    /// One value of each row.
    case value
    /// A condition.
    case condition
    /// A value of each row, and a percentage between 0 and 100.
    case valueAndPercentage
    /// Two values of each row.
    case pair
  }

  /// What is worked out; the engine has one accumulator for each.
  package enum Measure: Sendable {
    case count, sum, mean, median, min, max, mode, sd, variance, iqr, percentile, correlation
    case percent, any, all, first, last
  }

  package let name: String
  /// One sentence.
  package let summary: String
  package let signature: String
  package let examples: [String]
  package let input: Input
  package let measure: Measure
  /// The type of the result for an argument of a type; nil where the aggregate does not take it.
  package let result: @Sendable (DataType) -> DataType?
  /// What it takes, for messages: `numbers`, `numbers, dates or durations`.
  package let takes: String
  /// Whether `weighted by` makes sense.
  package let takesWeight: Bool

  package init(
    _ name: String, _ measure: Measure, input: Input = .value, summary: String, signature: String,
    examples: [String], takes: String = "values", takesWeight: Bool = false,
    result: @escaping @Sendable (DataType) -> DataType?
  ) {
    self.name = name
    self.measure = measure
    self.input = input
    self.summary = summary
    self.signature = signature
    self.examples = examples
    self.takes = takes
    self.takesWeight = takesWeight
    self.result = result
  }
}

/// What `count` counts: rows, or a property of an argument's values.
package enum CountMode: String, Sendable {
  case rows, distinct, known, missing
}
