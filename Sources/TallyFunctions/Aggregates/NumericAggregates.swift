import TallyData

extension Aggregate {
  static let sum = Aggregate(
    "sum", .sum, summary: "The sum of the known values; 0 where there are no rows.", signature: "sum x",
    examples: ["from arrivals_by_year | sum total"], takes: "numbers or durations", takesWeight: true
  ) { type in
    switch type {
    case .integer, .number, .duration: type
    case .text, .boolean, .date, .datetime: nil
    }
  }

  static let mean = Aggregate(
    "mean", .mean, summary: "The arithmetic mean of the known values; of a condition, its share from 0 to 1.",
    signature: "mean x", examples: ["from arrivals_by_year | mean total"],
    takes: "numbers, conditions, dates or durations", takesWeight: true
  ) { $0 == .boolean ? .number : centre($0) }

  static let median = Aggregate(
    "median", .median, summary: "The middle of the known values; halfway between two where their count is even.",
    signature: "median x", examples: ["from arrivals_by_year | median women"], takes: "numbers, dates or durations",
    result: centre)

  static let sd = Aggregate(
    "sd", .sd, summary: "The standard deviation of a sample: the root of `var`.", signature: "sd x",
    examples: ["from arrivals_by_year | sd total"], takes: "numbers or durations"
  ) { $0.isNumeric ? .number : $0 == .duration ? .duration : nil }

  static let variance = Aggregate(
    "var", .variance, summary: "The variance of a sample: squared distances from the mean over n − 1.",
    signature: "var x", examples: ["from arrivals_by_year | var total"], takes: "numbers"
  ) { $0.isNumeric ? .number : nil }

  static let iqr = Aggregate(
    "iqr", .iqr, summary: "The interquartile range: the third quartile less the first.", signature: "iqr x",
    examples: ["from arrivals_by_year | iqr total"], takes: "numbers, dates or durations"
  ) { type in
    switch type {
    case .integer, .number: .number
    case .date, .datetime, .duration: .duration
    case .text, .boolean: nil
    }
  }

  static let percentile = Aggregate(
    "percentile", .percentile, input: .valueAndPercentage,
    summary: "The value below which a percentage of the known values lies, between neighbours by a straight line.",
    signature: "percentile(x, p)", examples: ["from arrivals_by_year | percentile(total, 90)"],
    takes: "numbers, dates or durations", result: centre)

  static let correlation = Aggregate(
    "corr", .correlation, input: .pair, summary: "Pearson's correlation of two columns, −1 to 1.",
    signature: "corr(x, y)", examples: ["from arrivals_by_year | corr(men, women)"], takes: "numbers"
  ) { $0.isNumeric ? .number : nil }

  /// The type of a mean or quantile: an instant between two days is a datetime.
  @Sendable private static func centre(_ type: DataType) -> DataType? {
    switch type {
    case .integer, .number: .number
    case .date, .datetime: .datetime
    case .duration: .duration
    case .text, .boolean: nil
    }
  }
}
