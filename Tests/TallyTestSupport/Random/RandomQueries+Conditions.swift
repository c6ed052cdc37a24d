import TallyData

extension RandomQueries {
  /// A condition that is true or false as a value too: no column of 0 and 1.
  mutating func truth(depth: Int) -> RandomPiece {
    while true {
      let piece = condition(depth: depth)
      let isColumn = scope.columns.contains { piece.text.lowercased().contains($0.name.lowercased()) && $0.isIndicator }
      if !isColumn || piece.level == .comparison || piece.level == .junction { return piece }
    }
  }

  /// A condition.
  mutating func condition(depth: Int) -> RandomPiece {
    if depth > 0, generator.chance(in: 2) {
      switch generator.int(0...5) {
      case 0: return RandomPiece("not \(condition(depth: depth - 1).text(within: .negation))", .negation)
      case 1, 2, 3:
        let parts = (0..<generator.int(2...4)).map { _ in condition(depth: depth - 1).text(within: .negation) }
        return RandomPiece(parts.joined(separator: generator.chance(in: 2) ? " and " : " or "), .junction)
      default: break
      }
    }
    switch generator.int(0...13) {
    case 0: return plain()
    case 1: return missingTest(depth: depth - 1)
    case 2, 3: return membership(depth: depth - 1)
    case 4, 5: return textTest(depth: depth - 1)
    case 6: return chain()
    case 7: return period(depth: depth - 1)
    default: return comparison(depth: depth - 1)
    }
  }

  private mutating func plain() -> RandomPiece {
    let conditions = scope.columns.filter { $0.type == .boolean || $0.isIndicator }
    if conditions.isEmpty || generator.chance(in: 12) { return RandomPiece(generator.pick(["true", "false"])) }
    return RandomPiece(name(generator.pick(conditions).name))
  }

  private mutating func missingTest(depth: Int) -> RandomPiece {
    let type = scope.columns.isEmpty ? .integer : generator.pick(scope.columns).type
    let operand = value(type, depth: depth).text(within: .sum)
    return RandomPiece("\(operand) is \(generator.pick(["", "not "]))missing", .comparison)
  }

  /// A type that the columns have, so that conditions are about them.
  private mutating func heldType() -> DataType { generator.pick(scope.columns).type }

  private mutating func operand(_ type: DataType, depth: Int) -> RandomPiece {
    let columns = scope.columns(of: type)
    if columns.isEmpty || (depth > 0 && generator.chance(in: 3)) { return value(type, depth: depth) }
    return RandomPiece(name(generator.pick(columns).name))
  }

  private mutating func comparison(depth: Int) -> RandomPiece {
    let type = heldType()
    var other = type
    switch type {
    case .integer: other = generator.chance(in: 4) ? .number : type
    case .number: other = generator.chance(in: 3) ? .integer : type
    case .date: other = generator.chance(in: 5) ? .datetime : type
    case .datetime: other = generator.chance(in: 4) ? .date : type
    case .text, .boolean, .duration: break
    }
    let left = operand(type, depth: depth)
    let right = generator.chance(in: 3) ? value(other, depth: depth) : literal(other)
    let (a, b) = generator.chance(in: 6) ? (right, left) : (left, right)
    let op = generator.pick(["=", "=", "!=", "<", "<=", ">", ">="])
    let ignoring = type == .text && ["=", "!="].contains(op) && generator.chance(in: 2) ? " ignoring case" : ""
    return RandomPiece("\(a.text(within: .sum)) \(op) \(b.text(within: .sum))\(ignoring)", .comparison)
  }

  private mutating func chain() -> RandomPiece {
    let type = heldType()
    let (low, high) = ordered(type)
    let middle = operand(type, depth: 0).text
    if generator.chance(in: 5) {
      return RandomPiece("\(low.text) = \(middle) = \(operand(type, depth: 0).text)", .comparison)
    }
    if generator.chance(in: 2) {
      let (first, second) = (generator.pick(["<", "<="]), generator.pick(["<", "<="]))
      return RandomPiece("\(low.text) \(first) \(middle) \(second) \(high.text)", .comparison)
    }
    let (first, second) = (generator.pick([">", ">="]), generator.pick([">", ">="]))
    return RandomPiece("\(high.text) \(first) \(middle) \(second) \(low.text)", .comparison)
  }

  private mutating func membership(depth: Int) -> RandomPiece {
    let type = heldType()
    let operand = operand(type, depth: depth).text(within: .sum)
    let not = generator.chance(in: 4) ? "not " : ""
    func range(_ ends: (RandomPiece, RandomPiece)) -> String {
      "\(ends.0.text(within: .negative))..\(ends.1.text(within: .negative))"
    }
    switch generator.int(0...4) {
    case 0: return RandomPiece("\(operand) \(not)in \(range(ordered(type)))", .comparison)
    case 1:
      let (low, high) = ordered(type)
      return RandomPiece("\(operand) \(not)between \(low.text) and \(high.text)", .comparison)
    default:
      let items = (0..<generator.int(1...5)).map { _ in
        generator.chance(in: 4) ? range(ordered(type)) : literal(type).text
      }
      let ignoring = type == .text && generator.chance(in: 4) ? " ignoring case" : ""
      return RandomPiece("\(operand) \(not)in (\(items.joined(separator: ", ")))\(ignoring)", .comparison)
    }
  }

  static let patterns = [
    "^a", "b$", "[a-c]+", "a|b", "^$", "^(ab)*c?$", "a{2}", "^.b", "[^a]$", "a.b", "é", "a\\.b", "\\d+", "^\\s",
    "[A-Z]",
    "(a|b)(b|c)", "w[0-9]*5$", "^w1?2", "x;|;z", "ba?$",
  ]

  private mutating func textTest(depth: Int) -> RandomPiece {
    let operand = operand(.text, depth: depth).text(within: .sum)
    let test = generator.pick(["contains", "starts with", "ends with", "matches"])
    let pattern =
      test == "matches"
      ? Self.quoted(generator.pick(Self.patterns))
      : generator.chance(in: 5) ? value(.text, depth: 0).text : literal(.text).text
    let not = generator.chance(in: 5) ? "not " : ""
    let ignoring = generator.chance(in: 4) ? " ignoring case" : ""
    return RandomPiece("\(operand) \(not)\(test) \(pattern)\(ignoring)", .comparison)
  }

  private mutating func period(depth: Int) -> RandomPiece {
    let type: DataType = scope.columns(of: .datetime).isEmpty || generator.chance(in: 2) ? .date : .datetime
    let operand = operand(type, depth: depth).text(within: .sum)
    switch generator.int(0...3) {
    case 0:
      let first = period()
      let last = period(after: first.month + 3)
      return RandomPiece("\(operand) in \(first.text)..\(last.text)", .comparison)
    case 1:
      let items = [period().text, period().text, Self.literal(constant(.date)).text]
      return RandomPiece("\(operand) in (\(items.joined(separator: ", ")))", .comparison)
    default:
      let op = generator.pick(["=", "!=", "<", "<=", ">", ">="])
      return RandomPiece("\(operand) \(op) \(period().text)", .comparison)
    }
  }
}

extension RandomQueries {
  /// A condition over the columns of the table.
  package mutating func conditionText() -> String { condition(depth: 2).text }
}
