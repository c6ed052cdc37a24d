import TallyData
import TallyFunctions

extension RandomQueries {
  /// An aggregate with its clauses, and the column it gives.
  private mutating func aggregate() -> (text: String, column: RandomScope.Column)? {
    let aggregate = generator.pick(Aggregate.all)
    var when = ""
    if generator.chance(in: 5) { when = " when \(condition(depth: 1).text)" }
    let text: String
    let type: DataType
    var name: String
    switch aggregate.input {
    case .rows:
      let column = generator.pick(scope.columns).name
      let kind = generator.pick(["", "", " distinct", " known", " missing"])
      text = kind.isEmpty ? "count" : "count\(kind) \(self.name(column))"
      name = kind.isEmpty ? "count" : "count_\(kind.dropFirst())_\(column)"
      type = .integer
    case .condition:
      text = "\(aggregate.name) \(condition(depth: 1).text(within: .comparison))"
      name = ""
      type = aggregate.result(.boolean) ?? .number
    case .value, .valueAndPercentage:
      let columns = scope.columns.filter { aggregate.result($0.type) != nil }
      guard !columns.isEmpty else { return nil }
      let column = generator.pick(columns)
      type = aggregate.result(column.type) ?? .number
      let isPlain = !generator.chance(in: 5)
      let argument = isPlain ? self.name(column.name) : value(column.type, depth: 1).text
      name = isPlain ? "\(aggregate.name)_\(column.name)" : ""
      if aggregate.input == .valueAndPercentage {
        text = "\(aggregate.name)(\(argument), \(generator.pick(["0", "10", "25", "50", "90", "99.5", "100"])))"
      } else {
        text = isPlain && !generator.chance(in: 4) ? "\(aggregate.name) \(argument)" : "\(aggregate.name)(\(argument))"
      }
    case .pair:
      // A square of the largest numbers is none.
      let columns = scope.columns.filter { column in
        column.type.isNumeric && !column.pool.isEmpty && column.pool.allSatisfy { ($0.double ?? 0).magnitude < 1e100 }
      }
      guard !columns.isEmpty else { return nil }
      let pair = (generator.pick(columns).name, generator.pick(columns).name)
      text = "\(aggregate.name)(\(self.name(pair.0)), \(self.name(pair.1)))"
      name = "\(aggregate.name)_\(pair.0)_\(pair.1)"
      type = .number
    }
    var weight = ""
    // Of whole numbers beyond 2^53, and of numbers whose squares leave a double, a spread in doubles is noise.
    let isNoise =
      [.sd, .variance, .correlation].contains(aggregate.measure)
      && scope.columns.contains { $0.isHuge || $0.isWild }
    if isNoise { return nil }
    if aggregate.takesWeight, generator.chance(in: 3) {
      let numeric = scope.columns.filter(\.type.isNumeric)
      let column = numeric.isEmpty ? "1" : self.name(generator.pick(numeric).name)
      weight = generator.chance(in: 6) ? " weighted by \(column)" : " weighted by abs(\(column))"
    }
    if !when.isEmpty || !weight.isEmpty { name = "" }
    if name.isEmpty || generator.chance(in: 6) {
      name = freshName()
      let type = weight.isEmpty || type != .integer ? type : .number
      let column = RandomScope.Column(
        name: name, type: type, isIndicator: false, pool: [], isRounded: type.isRounded)
      return ("\(text)\(when)\(weight) as \(name)", column)
    }
    return (text, .init(name: name, type: type, isIndicator: false, pool: [], isRounded: type.isRounded))
  }

  mutating func summary() -> String {
    var texts: [String] = []
    var columns: [RandomScope.Column] = []
    for _ in 0..<generator.int(1...4) {
      if generator.chance(in: 8), let (text, type) = calculation() {
        let fresh = freshName()
        texts.append("\(text) as \(fresh)")
        columns.append(.init(name: fresh, type: type, isIndicator: false, pool: [], isRounded: type.isRounded))
        continue
      }
      guard let item = aggregate(), !columns.contains(where: { $0.name == item.column.name }) else { continue }
      texts.append(item.text)
      columns.append(item.column)
    }
    if texts.isEmpty {
      texts = ["count"]
      columns = [.init(name: "count", type: .integer, isIndicator: false, pool: [])]
    }
    var clauses: [String] = []
    if generator.chance(in: 4) { clauses.append("where \(condition(depth: 2).text)") }
    var keys: [RandomScope.Column] = []
    if !generator.chance(in: 4) {
      let (text, made) = items(atMost: 3)
      if !made.contains(where: { key in columns.contains { $0.name == key.name } }) {
        keys = made
        clauses.append("by \(text)")
      }
    }
    var result =
      keys.map { RandomScope.Column(name: $0.name, type: $0.type, isIndicator: false, pool: $0.pool) } + columns
    let isPlain = columns.count == 1 && !texts[0].contains("(")
    let isShare = isPlain && (texts[0].hasPrefix("count") || texts[0].hasPrefix("sum"))
    if isShare, columns[0].type.isNumeric, generator.chance(in: 2), !result.contains(where: { $0.name == "percent" }) {
      let within = keys.isEmpty || generator.chance(in: 2) ? "" : " within \(name(generator.pick(keys).name))"
      clauses.append("with percent\(within)")
      result.append(.init(name: "percent", type: .number, isIndicator: false, pool: [], isRounded: true))
    }
    let spread = scope.columns.filter { column in
      ["indicator", "tiny", "flag"].contains(column.name) && !column.pool.isEmpty
        && !keys.contains { $0.name == column.name }
    }
    let isSpread = !spread.isEmpty && generator.chance(in: 8)
    if isSpread { clauses.append("across \(name(generator.pick(spread).name))") }
    // The columns of `across` follow from the data, and correlations that are equal may differ in their last bit:
    // nothing more is asked of them.
    let isLast = isSpread || texts.contains { $0.contains("corr(") }
    scope.columns = isLast ? [] : result
    if !isLast, generator.chance(in: 4) { clauses.append("sort by \(sortKeys())") }
    clauses.shuffle(using: &generator)
    return ([texts.joined(separator: ", ")] + clauses).joined(separator: " ")
  }
}
