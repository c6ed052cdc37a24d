extension Aggregate {
  /// Every aggregate, in the order of the manual.
  package static let all: [Aggregate] = [
    count, sum, mean, median, min, max, mode, sd, variance, iqr, percentile, correlation,
    percent, any, every, first, last,
  ]

  /// The aggregate of a name, ignoring case.
  package static func named(_ name: String) -> Aggregate? {
    let lowered = name.lowercased()
    return all.first { $0.name == lowered }
  }
}
