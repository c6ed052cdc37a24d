import TallyText

/// What is guessed about numbers and dates.
extension Parser {
  /// `20%` as a share of 1, or as a number of percents.
  func percentSign(_ token: Token) -> SyntaxError? {
    guard let sign = current, sign.kind == .unknown, source[sign.range] == "%",
      token.kind == .integer || token.kind == .number, sign.range.lowerBound == token.range.upperBound
    else { return nil }
    if let after = next, after.range.lowerBound == sign.range.upperBound { return nil }
    let digits = source[token.range].filter { $0 != "_" }
    let whole = token.range.union(sign.range)
    let share = Double(digits).map { [Fix(replacing: whole, with: "\($0 / 100)")] } ?? []
    return SyntaxError(.percentSign, at: whole, fixes: share + [Fix(replacing: sign.range, with: "")])
  }

  /// `2023-01-31 10:30`.
  func clockAfterDate(_ token: Token) -> SyntaxError? {
    guard token.kind == .date, let hour = current, hour.kind == .integer, let mark = next,
      source[mark.range] == ":"
    else { return nil }
    var last = position + 1
    while let following = self.token(at: last + 1), following.range.lowerBound == tokens[last].range.upperBound {
      last += 1
    }
    let gap = token.range.upperBound..<hour.range.lowerBound
    return SyntaxError(
      .clockNeedsT, at: token.range.union(tokens[min(last, tokens.count - 1)].range),
      fixes: [Fix(replacing: gap, with: "T")])
  }

  /// `1.5 hours` is `90 minutes`.
  func fractionOfUnit(_ token: Token, _ value: Double, _ unit: DurationUnit) -> SyntaxError {
    let whole = token.range.union(place)
    let smaller: [(DurationUnit, Double)] =
      switch unit {
      case .weeks: [(.days, 7), (.hours, 168)]
      case .days: [(.hours, 24), (.minutes, 1440)]
      case .hours: [(.minutes, 60), (.seconds, 3600)]
      case .minutes: [(.seconds, 60)]
      case .years: [(.months, 12)]
      case .quarters: [(.months, 3)]
      case .seconds, .months: []
      }
    let exact = smaller.first { value * $0.1 == (value * $0.1).rounded() && value * $0.1 < 1e15 }
    let fixes = exact.map { [Fix(replacing: whole, with: "\(Int64(value * $0.1)) \($0.0.rawValue)")] } ?? []
    return SyntaxError(.fractionOfUnit(source[whole]), at: whole, fixes: fixes)
  }
}
