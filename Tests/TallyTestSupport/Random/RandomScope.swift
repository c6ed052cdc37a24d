import TallyData

/// The columns a random query may name at some point, and values to compare them with.
struct RandomScope: Sendable {
  struct Column: Sendable {
    var name: String
    var type: DataType
    var isIndicator: Bool
    /// Known values it holds or may hold; empty for most computed columns.
    var pool: [Value]

    /// Computed in doubles, so that its last digit may differ: it is no key, orders nothing, and how many of
    /// its values differ is not asked.
    var isRounded = false

    /// Whether it may hold numbers whose squares leave a double at one end or the other: what is made of them too.
    var isWild: Bool { name.contains("wild") || (type == .number && pool.isEmpty) }

    /// Whether it may hold whole numbers that no double holds.
    var isHuge: Bool { pool.contains { $0.type == .integer && ($0.integral ?? 0).magnitude > 1 << 53 } }
  }

  var columns: [Column]

  init(_ table: Table) {
    columns = zip(table.fields, table.columns).map { field, column in
      let step = max(1, table.rowCount / 24)
      let pool = stride(from: 0, to: table.rowCount, by: step).map { column[$0] }.filter { !$0.isMissing }
      return Column(name: field.name, type: field.type, isIndicator: field.isIndicator, pool: pool)
    }
  }

  func columns(of type: DataType) -> [Column] { columns.filter { $0.type == type } }

  func pool(of type: DataType) -> [Value] { columns(of: type).flatMap(\.pool) }

  /// Columns whose values are exact; all of them where none are.
  var exact: [Column] {
    let exact = columns.filter { !$0.isRounded }
    return exact.isEmpty ? columns : exact
  }

  /// Whether a value made of any of the columns may differ in its last digit.
  var holdsRounded: Bool { columns.contains(where: \.isRounded) }

  var names: [String] { columns.map(\.name) }

  /// Whether a new column may have the name: none has it yet, not even in other capitals.
  func isFree(_ name: String) -> Bool { !columns.contains { $0.name.lowercased() == name.lowercased() } }
}

extension DataType {
  /// Whether means and quantiles have this type, whose last digit may differ.
  var isRounded: Bool { self == .number || self == .datetime || self == .duration }
}

/// A piece of a query's text, and how tightly its outermost operator binds.
struct RandomPiece: Sendable {
  enum Level: Int, Comparable, Sendable {
    case atom, power, negative, product, sum, comparison, negation, junction, conditional

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  let text: String
  let level: Level

  init(_ text: String, _ level: Level = .atom) {
    self.text = text
    self.level = level
  }

  /// The text where operators of `level` and tighter may stand bare.
  func text(within most: Level) -> String { level <= most ? text : "(\(text))" }
}
