import TallyData
import TallyPlan

/// Steps that keep, order and compute rows.
extension SQLPrinter {
  /// Longer expressions are computed once, in a query of their own, and then called by name.
  private static let longestCopied = 40

  /// Closes the SELECT where its columns cannot be said again in an expression.
  mutating func makeRoom(
    for expressions: [BoundExpression], takesAggregates: Bool = false, takesWindows: Bool = false,
    takesLimit: Bool = false
  ) throws(TranslationError) {
    var mustClose = hidesInput
    if select.limit != nil && !takesLimit { mustClose = true }
    if select.keys != nil && !takesAggregates { mustClose = true }
    if select.hasWindows && !takesWindows { mustClose = true }
    for expression in expressions {
      if case .column = expression.kind, takesWindows, takesAggregates { continue }
      for index in expression.columnIndexes where select.columns.indices.contains(index) {
        let column = select.columns[index]
        if column.origin != .stored, column.text.text.count > Self.longestCopied { mustClose = true }
      }
    }
    if mustClose { return try close() }
    guard select.isGathered else { return }
    for expression in expressions where try isGivenBeforehand(expression) { return try close() }
  }

  /// Whether part of it is computed in a query of its own, in which aggregates and windows would mean something else.
  private func isGivenBeforehand(_ expression: BoundExpression) throws(TranslationError) -> Bool {
    if case .column = expression.kind { return false }
    return try sql(expression).text.contains("(" + Dialect.givenMark)
  }

  mutating func filter(_ filter: PlanFilter) throws(TranslationError) {
    let isGrouped = select.keys?.isEmpty == false
    try makeRoom(for: filter.conditions.map(\.expression), takesAggregates: isGrouped)
    var conditions: [PrintedText] = []
    if filter.isDropping {
      conditions = [PrintedText("\(try sql(filter.expression).tight) IS NOT TRUE", .comparison)]
    } else {
      for condition in filter.conditions { conditions.append(try self.condition(condition.expression)) }
    }
    if select.keys != nil { select.having += conditions } else { select.conditions += conditions }
  }

  mutating func project(_ columns: [PlanColumn]) throws(TranslationError) {
    let expressions = columns.map(\.expression)
    try makeRoom(for: expressions, takesAggregates: true, takesWindows: true, takesLimit: true)
    var result: [SelectColumn] = []
    for column in columns { result.append(try self.column(column.name, column.expression)) }
    if select.keys?.isEmpty == true, !result.contains(where: { $0.origin == .aggregated }) {
      // Without an aggregate it would be no summary any more.
      try close()
      return try project(columns)
    }
    select.columns = result
  }

  mutating func extend(_ definition: PlanDefinition) throws(TranslationError) {
    try makeRoom(for: [definition.expression], takesAggregates: true, takesWindows: true, takesLimit: true)
    // Without an aggregate it would be no summary any more.
    if definition.replacing != nil, select.keys?.isEmpty == true { try close() }
    let column = try self.column(definition.name, definition.expression)
    if let place = definition.replacing { select.columns[place] = column } else { select.columns.append(column) }
  }

  /// A column, with what its expression is made from.
  private func column(_ name: String, _ expression: BoundExpression) throws(TranslationError) -> SelectColumn {
    if case .column(let index) = expression.kind {
      let column = select.columns[index]
      return SelectColumn(name, column.text, column.type, column.origin, isCount: column.isCount)
    }
    let origins = expression.columnIndexes.map { select.columns[$0].origin }
    let origin: SelectColumn.Origin =
      origins.contains(.window) ? .window : origins.contains(.aggregated) ? .aggregated : .computed
    return SelectColumn(name, try sql(expression), expression.type, origin)
  }

  mutating func sort(_ keys: [PlanSortKey]) throws(TranslationError) {
    try makeRoom(for: keys.map(\.expression), takesAggregates: true, takesWindows: true)
    select.order = try order(keys).filter { !isConstant($0.text.text) } + select.order
  }

  func order(_ keys: [PlanSortKey]) throws(TranslationError) -> [OrderTerm] {
    var terms: [OrderTerm] = []
    for key in keys {
      terms.append(
        OrderTerm(
          try sql(key.expression), key.expression.type, isDescending: key.isDescending,
          isName: isStored(key.expression)))
    }
    return terms
  }

  mutating func cut(to count: Int) throws(TranslationError) {
    if hidesInput { try close() }
    select.limit = min(count, select.limit ?? count)
  }

  /// `top N by k within g`: the first rows of each group, group by group.
  mutating func cutGroups(
    to count: Int, by keys: [PlanSortKey], within: [PlanColumn]
  ) throws(TranslationError) {
    try makeRoom(for: keys.map(\.expression) + within.map(\.expression))
    let groups = try order(within.map { PlanSortKey($0.expression, isDescending: false) })
    let order = try self.order(keys) + select.order
    let place = SelectColumn(
      freeName("place"), PrintedText("row_number() \(over(groups.map(\.text.text), order))"), .integer, .window)
    let columns = select.columns
    select.columns.append(place)
    select.order = groups + [OrderTerm(place.text, .integer, isKnown: true)]
    try close()
    select.columns = Array(select.columns.prefix(columns.count))
    select.isWhole = false
    select.conditions = [PrintedText("\(dialect.quoted(place.name)) <= \(count)", .comparison)]
  }

  mutating func distinct(_ columns: [PlanColumn]) throws(TranslationError) {
    try makeRoom(for: columns.map(\.expression))
    try group(by: columns)
  }

  /// Groups the rows by keys, and orders the groups by them.
  mutating func group(by keys: [PlanColumn]) throws(TranslationError) {
    try group(by: try keyColumns(keys), with: [])
  }

  mutating func group(by keys: [SelectColumn], with aggregates: [SelectColumn]) throws(TranslationError) {
    select.keys = keys.map(\.text)
    select.columns = keys + aggregates
    select.order = keys.map { OrderTerm($0.text, $0.type) }
    keepsOrder = true
  }

  /// The keys of groups; constants become columns first, since after GROUP BY they would be the places of columns, and
  /// so do keys with a query within.
  mutating func keyColumns(_ keys: [PlanColumn]) throws(TranslationError) -> [SelectColumn] {
    var columns: [SelectColumn] = []
    for key in keys {
      let text = try sql(key.expression)
      columns.append(
        SelectColumn(key.name, text, key.expression.type, isStored(key.expression) ? .stored : .computed))
    }
    guard columns.contains(where: { Self.isConstant($0) || $0.text.text.contains("(" + Dialect.givenMark) }) else {
      return columns
    }
    let width = select.columns.count
    for column in columns {
      select.columns.append(SelectColumn(freeName("key"), column.text, column.type, .computed))
    }
    try close()
    let closed = zip(keys, select.columns.suffix(columns.count)).map {
      SelectColumn($0.name, $1.text, $1.type, .stored)
    }
    select.columns = Array(select.columns.prefix(width))
    return closed
  }

  private static func isConstant(_ column: SelectColumn) -> Bool { !column.text.text.contains("\"") }

  private func isStored(_ expression: BoundExpression) -> Bool {
    if case .column(let index) = expression.kind { select.columns[index].origin == .stored } else { false }
  }
}
