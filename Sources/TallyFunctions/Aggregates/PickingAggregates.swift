import TallyData

/// Aggregates whose result is one of the values.
extension Aggregate {
  static let min = Aggregate(
    "min", .min, summary: "The smallest known value.", signature: "min x", examples: ["min year by sex"]
  ) { $0 }

  static let max = Aggregate(
    "max", .max, summary: "The largest known value.", signature: "max x", examples: ["max year by sex"]
  ) { $0 }

  static let mode = Aggregate(
    "mode", .mode, summary: "The most common known value; the one met first among equals.", signature: "mode x",
    examples: ["mode sex by year"]
  ) { $0 }

  static let first = Aggregate(
    "first", .first, summary: "The first known value, in the order of the rows.", signature: "first x",
    examples: ["first id by year"]
  ) { $0 }

  static let last = Aggregate(
    "last", .last, summary: "The last known value, in the order of the rows.", signature: "last x",
    examples: ["last id by year"]
  ) { $0 }
}
