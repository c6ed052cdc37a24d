import TallyData
import TallyFunctions

/// Steps whose values depend on other rows.
extension RandomQueries {
  /// `extend n = previous(x, 2), d = x - mean(x) by g sort by k`.
  mutating func windows() -> String {
    var made: [(text: String, type: DataType)] = []
    for _ in 0..<generator.int(1...2) {
      made.append(generator.chance(in: 3) ? aggregateCall() : window())
    }
    let by = generator.chance(in: 2) ? " by \(keys(atMost: 2))" : ""
    let order = " sort by \(sortKeys())"
    var texts: [String] = []
    for (text, type) in made {
      let fresh = freshName()
      texts.append("\(fresh) = \(text)")
      scope.columns.append(
        .init(name: fresh, type: type, isIndicator: false, pool: [], isRounded: type.isRounded))
    }
    return "extend \(texts.joined(separator: ", "))\(by)\(order)"
  }

  /// A condition on a value beside an aggregate of all rows.
  mutating func aggregateCondition() -> String {
    let (text, type) = aggregateCall()
    // Whether a value made in doubles is just one of the column's is a matter of its last digit.
    let op = generator.pick(type.isRounded ? ["<", ">="] : ["=", "<", ">=", "!="])
    return "\(text) \(op) \(value(type, depth: 1).text(within: .sum))"
  }

  mutating func keys(atMost most: Int) -> String {
    generator.some(scope.exact, atMost: most).map { name($0.name) }.joined(separator: ", ")
  }

  private mutating func window() -> (text: String, type: DataType) {
    switch generator.int(0...7) {
    case 0: return ("rank()", .integer)
    case 1: return ("row_number()", .integer)
    case 2, 3:
      let column = generator.pick(scope.columns)
      let call = generator.pick(["previous", "next"])
      let offset = generator.chance(in: 2) ? "" : ", \(generator.int(1...4))"
      return ("\(call)(\(name(column.name))\(offset))", column.type)
    case 4:
      let column = generator.pick(scope.columns)
      return ("\(generator.pick(["running_min", "running_max"]))(\(name(column.name)))", column.type)
    default:
      // Sums of these are exact in doubles, whichever way they are added up.
      let exact: [RandomColumn] = [.tiny, .small, .wide, .ratio, .indicator]
      let names = exact.map(\.rawValue)
      let spans = scope.columns(of: .duration).filter { !$0.isRounded }
      if !spans.isEmpty, generator.chance(in: 4) {
        return ("running_sum(\(name(generator.pick(spans).name)))", .duration)
      }
      let columns = scope.columns.filter { $0.type.isNumeric && names.contains($0.name) }
      guard !columns.isEmpty else { return ("row_number()", .integer) }
      let column = generator.pick(columns)
      switch generator.int(0...2) {
      case 0: return ("running_sum(\(name(column.name)))", column.type)
      case 1: return ("running_mean(\(name(column.name)))", .number)
      default: return ("moving_mean(\(name(column.name)), \(generator.int(1...4)))", .number)
      }
    }
  }

  /// An aggregate as a call, `when` and all.
  mutating func aggregateCall() -> (text: String, type: DataType) {
    let columns = scope.columns
    let aggregates = Aggregate.all.filter { aggregate in
      aggregate.input == .value
        && !([.sd, .variance].contains(aggregate.measure) && columns.contains(where: \.isHuge))
        && columns.contains { aggregate.result($0.type) != nil }
    }
    let when = generator.chance(in: 4) ? "when \(condition(depth: 1).text)" : ""
    if generator.chance(in: 4) { return ("count(\(when))", .integer) }
    if generator.chance(in: 4), let call = rareCall(when) { return call }
    let aggregate = generator.pick(aggregates)
    let isSpread = [.sd, .variance].contains(aggregate.measure)
    let taken = columns.filter { aggregate.result($0.type) != nil && !(isSpread && $0.isWild) }
    guard !taken.isEmpty else { return ("count(\(when))", .integer) }
    let column = generator.pick(taken)
    let clause = when.isEmpty ? "" : " " + when
    return ("\(aggregate.name)(\(name(column.name))\(clause))", aggregate.result(column.type) ?? .number)
  }

  /// Aggregates of more than one value: `percentile`, `corr`, and those with weights.
  private mutating func rareCall(_ when: String) -> (text: String, type: DataType)? {
    let numeric = scope.columns.filter { $0.type.isNumeric && !$0.isHuge && !$0.isWild && !$0.pool.isEmpty }
    guard !numeric.isEmpty else { return nil }
    let (a, b) = (name(generator.pick(numeric).name), name(generator.pick(numeric).name))
    let clause = when.isEmpty ? "" : " " + when
    switch generator.int(0...2) {
    case 0: return ("percentile(\(a), \(generator.pick([5, 25, 60, 95]))\(clause))", .number)
    case 1: return ("corr(\(a), \(b)\(clause))", .number)
    default: return ("\(generator.pick(["mean", "sum"]))(\(a)\(clause) weighted by abs(\(b)))", .number)
    }
  }

  /// A calculation with aggregates, as an item of a summary.
  mutating func calculation() -> (text: String, type: DataType)? {
    func numeric() -> String? {
      for _ in 0..<8 {
        let call = aggregateCall()
        if call.type.isNumeric { return call.text }
      }
      return nil
    }
    guard let left = numeric(), let right = numeric() else { return nil }
    // What is left of two rounded numbers that are almost equal has no digits to compare.
    return (generator.chance(in: 2) ? "\(left) / \(right)" : "\(left) * \(right) * 1.0", .number)
  }
}
