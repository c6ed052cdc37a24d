import TallyData
import TallySyntax

/// Steps that bring in the other table, or turn columns into rows.
extension RandomQueries {
  /// Nil where no two columns have one type.
  mutating func join(_ other: Table) -> String? {
    let right = RandomScope(other).columns
    var pairs: [(left: RandomScope.Column, right: RandomScope.Column)] = []
    for column in right {
      let partners = scope.columns.filter { $0.type == column.type }
      if !partners.isEmpty { pairs.append((generator.pick(partners), column)) }
    }
    guard !pairs.isEmpty else { return nil }
    let on = generator.some(Array(pairs.indices), atMost: 2).map { pairs[$0] }
    guard Set(on.map(\.left.name)).count == on.count else { return nil }
    let taken = right.contains { column in !scope.isFree("\(other.name)_\(column.name)") }
    if taken { return nil }
    let kind = generator.pick(JoinSyntax.Kind.allCases)
    let keys = on.map { pair in
      pair.left.name == pair.right.name && generator.chance(in: 2)
        ? "`\(pair.left.name)`" : "`\(pair.left.name)` = `\(pair.right.name)`"
    }
    let isLookup = kind == .lookup
    let many = isLookup || generator.chance(in: 6) || kind == .semi || kind == .anti ? "" : " many to many"
    if kind != .semi && kind != .anti {
      for column in right where !on.contains(where: { $0.right.name == column.name }) {
        var added = column
        added.isIndicator = false
        if scope.columns.contains(where: { $0.name == column.name }) { added.name = "\(other.name)_\(column.name)" }
        scope.columns.append(added)
      }
    }
    return "\(isLookup ? "lookup" : "\(kind.rawValue) join") \(other.name) on \(keys.joined(separator: ", "))\(many)"
  }

  /// Nil where a column has another type in the other table.
  mutating func append(_ other: Table) -> String? {
    for field in other.fields {
      if let column = scope.columns.first(where: { $0.name.lowercased() == field.name.lowercased() }),
        column.type != field.type || column.name != field.name
      {
        return nil
      }
    }
    let names = scope.names
    scope.columns = (scope.columns + RandomScope(other).columns.filter { !names.contains($0.name) }).map { column in
      var column = column
      column.isIndicator = false
      return column
    }
    return "append \(other.name)"
  }

  mutating func unpivot() -> String? {
    let type = generator.pick(scope.columns).type
    let columns = generator.some(scope.columns(of: type), atMost: 3)
    guard scope.isFree("name"), scope.isFree("value") else { return nil }
    scope.columns.removeAll { column in columns.contains { $0.name == column.name } }
    scope.columns += [
      .init(name: "name", type: .text, isIndicator: false, pool: columns.map { .text($0.name) }),
      .init(
        name: "value", type: type, isIndicator: false, pool: columns.flatMap(\.pool),
        isRounded: columns.contains(where: \.isRounded)),
    ]
    return "unpivot \(columns.map { name($0.name) }.joined(separator: ", "))"
  }
}
