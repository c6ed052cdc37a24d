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
    case .pair: return nil
    }
    if !when.isEmpty { name = "" }
    if name.isEmpty || generator.chance(in: 6) {
      name = freshName()
      return ("\(text)\(when) as \(name)", .init(name: name, type: type, isIndicator: false, pool: []))
    }
    return (text, .init(name: name, type: type, isIndicator: false, pool: []))
  }

  mutating func summary() -> String {
    var texts: [String] = []
    var columns: [RandomScope.Column] = []
    for _ in 0..<generator.int(1...4) {
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
    let isShare = columns.count == 1 && (texts[0].hasPrefix("count") || texts[0].hasPrefix("sum"))
    if isShare, columns[0].type.isNumeric, generator.chance(in: 2), !result.contains(where: { $0.name == "percent" }) {
      clauses.append("with percent")
      result.append(.init(name: "percent", type: .number, isIndicator: false, pool: []))
    }
    scope.columns = result
    if generator.chance(in: 4) { clauses.append("sort by \(sortKeys())") }
    clauses.shuffle(using: &generator)
    return ([texts.joined(separator: ", ")] + clauses).joined(separator: " ")
  }
}
