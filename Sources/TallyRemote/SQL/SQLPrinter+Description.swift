import TallyData
import TallyFunctions
import TallyPlan
import TallyText

/// `describe`: a summary of each column, one below the other.
extension SQLPrinter {
  mutating func describe(
    _ columns: [Int], by keys: [PlanColumn], _ output: [Field]
  ) throws(TranslationError) {
    try makeRoom(for: keys.map(\.expression))
    let width = select.columns.count
    for key in keys {
      select.columns.append(
        SelectColumn(freeName("key"), try sql(key.expression), key.expression.type, .computed))
    }
    try close()
    let base = select
    let groups = zip(keys, width...).map { key, place in PlanColumn(name: key.name, expression: base.column(place)) }
    var parts: [String] = []
    for (place, index) in columns.enumerated() {
      select = base
      try describe(index, by: groups, output)
      if hidesInput { try close() }
      let number = SelectColumn("place_1", PrintedText("\(place + 1)"), .integer, .stored)
      parts.append(rendered(hidden: [number], isOrdered: false))
    }
    if parts.isEmpty { parts = [try nothing(output)] }
    let described = output.map { SelectColumn($0.name, PrintedText(dialect.quoted($0.name)), $0.type, .stored) }
    let place = OrderTerm(PrintedText(dialect.quoted("place_1")), .integer, isKnown: true, isName: true)
    keepsOrder = true
    try read(
      parts.joined(separator: "\nUNION ALL\n"), described,
      order: described.prefix(keys.count).map { OrderTerm($0.text, $0.type, isName: true) } + [place],
      hiddenNames: ["place_1"])
  }

  /// The columns of a description without rows.
  private mutating func nothing(_ output: [Field]) throws(TranslationError) -> String {
    select.columns = []
    for field in output {
      select.columns.append(SelectColumn(field.name, try literal(.missing, field.type), field.type, .computed))
    }
    select.conditions.append(PrintedText("FALSE"))
    select.isWhole = false
    return rendered(hidden: [SelectColumn("place_1", PrintedText("0"), .integer, .stored)], isOrdered: false)
  }

  private mutating func describe(
    _ index: Int, by groups: [PlanColumn], _ output: [Field]
  ) throws(TranslationError) {
    let described = select.columns[index]
    let fields = output.dropFirst(groups.count)
    var items: [PlanAggregate] = []
    var texts: [BoundExpression?] = [.text(described.name), .text(described.type.rawValue)]
    for field in fields.dropFirst(texts.count) {
      let item = try Self.item(field, of: select.column(index))
      texts.append(item == nil ? BoundExpression(.constant(.missing), type: field.type, range: 0..<0) : nil)
      if let item { items.append(item) }
    }
    try summarize(PlanSummary(keys: groups, items: items, hasPercent: false, sortBy: []))
    var place = groups.count
    var columns = groups.enumerated().map { PlanColumn(name: $1.name, expression: select.column($0)) }
    for (field, text) in zip(fields, texts) {
      if let text {
        columns.append(PlanColumn(name: field.name, expression: text))
        continue
      }
      columns.append(PlanColumn(name: field.name, expression: try Self.cell(select.column(place), as: field.type)))
      place += 1
    }
    try makeRoom(for: columns.map(\.expression))
    try project(columns)
  }

  /// The aggregate that a column of the description holds; nil where it is missing for the described column.
  private static func item(
    _ field: Field, of column: BoundExpression
  ) throws(TranslationError) -> PlanAggregate? {
    let isMoment = column.type == .date || column.type == .datetime
    let isMeasured = column.type.isNumeric || isMoment || column.type == .duration
    let measure: Aggregate.Measure
    var (mode, percentage) = (CountMode.rows, 0.0)
    switch field.name {
    case "known", "missing", "distinct": (measure, mode) = (.count, CountMode(rawValue: field.name) ?? .rows)
    case "q1", "q3": (measure, percentage) = (.percentile, field.name == "q1" ? 25 : 75)
    case "median": measure = .median
    case "mean": measure = .mean
    case "sd": measure = .sd
    case "min": measure = .min
    case "max": measure = .max
    default: measure = .mode
    }
    if measure == .mode ? isMeasured : measure != .count && (!isMeasured || (measure == .sd && isMoment)) { return nil }
    guard let aggregate = Aggregate.all.first(where: { $0.measure == measure }) else { return nil }
    return PlanAggregate(
      name: field.name, aggregate: aggregate, countMode: mode, argument: column, percentage: percentage, when: nil,
      type: aggregate.result(column.type) ?? .number, argumentText: field.name)
  }

  /// A measure as a number, or as text beside those of dates.
  private static func cell(_ value: BoundExpression, as type: DataType) throws(TranslationError) -> BoundExpression {
    if value.type == type { return value }
    if type == .number { return BoundExpression(.toNumber(value), type: .number, range: value.range) }
    guard let text = Function.named("text") else { return value }
    return BoundExpression(.call(text, [value]), type: .text, range: value.range)
  }
}

extension SelectQuery {
  /// One of its columns, as an expression over them.
  fileprivate func column(_ place: Int) -> BoundExpression {
    BoundExpression(.column(place), type: columns[place].type, range: 0..<0)
  }
}

extension BoundExpression {
  fileprivate static func text(_ text: String) -> BoundExpression {
    BoundExpression(.constant(.text(text)), type: .text, range: 0..<0)
  }
}
