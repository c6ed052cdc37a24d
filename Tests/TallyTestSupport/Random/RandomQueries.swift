import TallyData

/// Random queries that are well typed over a table, as text: every step, aggregate, operator and function.
package struct RandomQueries: Sendable {
  package struct Query: Sendable {
    package let text: String
    /// The names its columns must have.
    package let names: [String]
  }

  var generator: SeededGenerator
  var scope: RandomScope
  private let table: Table
  /// A second table for joins; nil: only what one table allows.
  private let other: Table?
  /// Counts the names given to computed columns.
  var nameCount = 0
  /// Only constants that other engines treat alike.
  let isPlain: Bool

  /// Whether there are samples, which no other engine draws.
  private let drawsRows: Bool

  package init(
    over table: Table, and other: Table? = nil, seed: UInt64, isPlain: Bool = false, drawsRows: Bool = true
  ) {
    self.drawsRows = drawsRows
    self.other = other
    self.isPlain = isPlain
    generator = SeededGenerator(seed: seed)
    scope = RandomScope(table)
    self.table = table
  }

  /// One to five steps.
  package mutating func query() -> Query {
    scope = RandomScope(table)
    nameCount = 0
    var steps: [String] = []
    for _ in 0..<generator.int(1...4) {
      let step = step()
      steps.append(step)
      if scope.columns.isEmpty { break }
    }
    return Query(text: steps.joined(separator: " | "), names: scope.names)
  }

  private mutating func step() -> String {
    if generator.chance(in: 5), let step = wideStep() { return step }
    return switch generator.int(0...31) {
    case 0...5: "where \(condition(depth: 3).text)"
    case 6: "drop where \(condition(depth: 2).text)"
    case 7, 8: show()
    case 9: dropColumns()
    case 10: rename()
    case 11...14: extend()
    case 15, 16: "sort by \(sortKeys())"
    case 17: "first \(count())"
    case 18: "last \(count())"
    case 19 where drawsRows: "sample 100000\(generator.chance(in: 2) ? " seed \(generator.int(0...99))" : "")"
    case 20, 21: top()
    case 22, 23: distinct()
    case 24: describe()
    case 25:
      "assert \(condition(depth: 1).text(within: .negation)) or \(name(generator.pick(scope.columns).name)) is missing"
    default: summary()
    }
  }

  /// Steps that look at other rows, or at another table.
  private mutating func wideStep() -> String? {
    switch generator.int(0...8) {
    case 0: return "where \(aggregateCondition())"
    case 1:
      let within = keys(atMost: 2)
      let key = name(generator.pick(scope.exact).name)
      return "\(generator.pick(["top", "bottom"])) \(generator.int(1...3)) by \(key) within \(within)"
    case 2: return unpivot()
    case 3, 4: return other.flatMap { join($0) }
    case 5: return other.flatMap { append($0) }
    default: return windows()
    }
  }

  private mutating func count() -> Int {
    generator.pick([0, 1, 2, 3, 5, 10, 64, max(table.rowCount - 1, 0), table.rowCount, table.rowCount + 1, 5_000])
  }

  /// A column's name as it may be typed.
  mutating func name(_ name: String) -> String {
    guard Self.isPlain(name) else { return "`\(name)`" }
    switch generator.int(0...19) {
    case 0: return "`\(name)`"
    case 1: return scope.columns.count { $0.name.lowercased() == name.lowercased() } == 1 ? name.uppercased() : name
    default: return name
    }
  }

  static func isPlain(_ name: String) -> Bool {
    name.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || $0 == "_" || ("0"..."9").contains($0) }
  }

  mutating func freshName() -> String {
    repeat { nameCount += 1 } while !scope.isFree("n\(nameCount)")
    return "n\(nameCount)"
  }

  /// Columns or named expressions, with what they become.
  mutating func items(atMost most: Int) -> (text: String, columns: [RandomScope.Column]) {
    var texts: [String] = []
    var columns: [RandomScope.Column] = []
    for column in generator.some(scope.exact, atMost: most) {
      switch generator.int(0...4) {
      case 0:
        let type = generator.pick(DataType.allCases)
        let fresh = freshName()
        texts.append("\(columnText(type, depth: 2)) as \(fresh)")
        columns.append(.init(name: fresh, type: type, isIndicator: false, pool: []))
      case 1:
        let fresh = freshName()
        texts.append("\(name(column.name)) as \(fresh)")
        columns.append(.init(name: fresh, type: column.type, isIndicator: column.isIndicator, pool: column.pool))
      default:
        texts.append(name(column.name))
        columns.append(column)
      }
    }
    return (texts.joined(separator: ", "), columns)
  }

  /// An expression where columns are expected: a text alone is taken for a misquoted name there.
  mutating func columnText(_ type: DataType, depth: Int) -> String {
    let piece = value(type, depth: depth)
    return piece.level == .atom && piece.text.hasPrefix("\"") ? "trim(\(piece.text))" : piece.text
  }

  private mutating func tail(_ head: String) -> String {
    generator.chance(in: 4) ? "\(head) where \(condition(depth: 2).text)" : head
  }

  private mutating func show() -> String {
    let (text, columns) = items(atMost: 6)
    let step = tail("show \(text)")
    scope.columns = columns
    return step
  }

  private mutating func distinct() -> String {
    if generator.chance(in: 3) { return tail("distinct") }
    let (text, columns) = items(atMost: 3)
    let step = tail("distinct \(text)")
    scope.columns = columns
    return step
  }

  private mutating func dropColumns() -> String {
    guard scope.columns.count > 1 else { return "first 3" }
    let dropped = generator.some(scope.columns, atMost: scope.columns.count - 1).map(\.name)
    let text = dropped.map { name($0) }.joined(separator: ", ")
    scope.columns.removeAll { dropped.contains($0.name) }
    return "drop \(text)"
  }

  private mutating func rename() -> String {
    let index = generator.int(0...scope.columns.count - 1)
    let old = name(scope.columns[index].name)
    let new = freshName()
    scope.columns[index].name = new
    return "rename \(old) to \(new)"
  }

  private mutating func extend() -> String {
    var texts: [String] = []
    for _ in 0..<generator.int(1...3) {
      let type = generator.pick(DataType.allCases)
      let text = type == .boolean && generator.chance(in: 2) ? truth(depth: 2).text : value(type, depth: 3).text
      // Replacing a column keeps its place and may change its type.
      let plain = scope.columns.indices.filter { Self.isPlain(scope.columns[$0].name) }
      if generator.chance(in: 5), !plain.isEmpty {
        let index = generator.pick(plain)
        texts.append("\(scope.columns[index].name) = \(text)")
        scope.columns[index] = .init(name: scope.columns[index].name, type: type, isIndicator: false, pool: [])
      } else {
        let fresh = freshName()
        texts.append("\(fresh) = \(text)")
        scope.columns.append(.init(name: fresh, type: type, isIndicator: false, pool: []))
      }
    }
    return "extend \(texts.joined(separator: ", "))"
  }

  mutating func sortKeys() -> String {
    (0..<generator.int(1...3)).map { _ in
      let key =
        generator.chance(in: 5) && !scope.holdsRounded
        ? columnText(generator.pick(DataType.allCases), depth: 1) : name(generator.pick(scope.exact).name)
      // A bare number is refused: elsewhere it is the place of a column.
      let isBare = key.allSatisfy { $0.isNumber || $0 == "_" }
      return (isBare ? "\(key) + 0" : key) + generator.pick(["", "", " desc", " asc"])
    }.joined(separator: ", ")
  }

  private mutating func top() -> String {
    let keys = (0..<generator.int(1...2)).map { _ in name(generator.pick(scope.exact).name) }
    return
      "\(generator.pick(["top", "bottom"])) \(generator.pick([1, 2, 3, 10, 100])) by \(keys.joined(separator: ", "))"
  }

  private mutating func describe() -> String {
    var step = "describe"
    if generator.chance(in: 2) || scope.holdsRounded {
      step += " " + generator.some(scope.exact, atMost: 4).map { name($0.name) }.joined(separator: ", ")
    }
    if generator.chance(in: 4) { step += " by \(name(generator.pick(scope.exact).name))" }
    scope.columns = []
    return step
  }
}
