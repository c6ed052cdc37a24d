import TallyData

extension Aggregate {
  static let count = Aggregate(
    "count", .count, input: .rows,
    summary: "How many rows there are, or how many different, known or missing values.",
    signature: "count [distinct x | known x | missing x] [when C]",
    examples: ["count by sex", "count distinct year", "count missing quarter"]
  ) { _ in .integer }

  static let percent = Aggregate(
    "percent", .percent, input: .condition,
    summary: "The share of rows for which a condition holds, 0 to 100, of those where it could be judged.",
    signature: "percent C", examples: ["percent sex = \"female\" by year"], takes: "a condition", takesWeight: true
  ) { $0 == .boolean ? .number : nil }

  static let any = Aggregate(
    "any", .any, input: .condition, summary: "Whether a condition holds for at least one row.",
    signature: "any C", examples: ["any elite by year"], takes: "a condition"
  ) { $0 == .boolean ? .boolean : nil }

  static let every = Aggregate(
    "all", .all, input: .condition, summary: "Whether a condition holds for every row where it could be judged.",
    signature: "all C", examples: ["all year >= 2017"], takes: "a condition"
  ) { $0 == .boolean ? .boolean : nil }
}
