extension Function {
  /// Every scalar function, in the order of the manual.
  package static let all: [Function] = [
    absolute, round, floor, ceiling, squareRoot, exponential, naturalLogarithm, decimalLogarithm, sign, least, greatest,
    lower, upper, trim, length, left, right, slice, replace, split,
    year, quarter, month, week, weekday, day, hour, minute, second, date, today, now,
    bin, coalesce, number, integer, text, boolean,
  ]

  /// The function of a name, ignoring case.
  package static func named(_ name: String) -> Function? {
    let lowered = name.lowercased()
    return all.first { $0.name == lowered }
  }
}
