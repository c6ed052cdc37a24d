import TallyData
import TallySyntax
import TallyText

extension Binder {
  /// Turns the last key of a summary into columns, one for each value it has.
  mutating func spread(
    _ across: ItemSyntax, summary: PlanSummary, zeros: [Bool], input: LogicalPlan, into nodes: inout [PlanNode]
  ) throws(BindError) {
    let keyCount = summary.keys.count - 1
    let values = try acrossValues(summary.keys[keyCount], of: input, range: across.range)
    if values.count > PlanPivot.valueLimit {
      throw .tooManyAcross(name: summary.keys[keyCount].name, count: values.count, range: across.range)
    }
    let keys = scope.fields.prefix(keyCount)
    let aggregates = Array(scope.fields.dropFirst(keyCount + 1))
    var fields = Array(keys)
    for (place, aggregate) in aggregates.enumerated() {
      let isPercent = summary.hasPercent && place == aggregates.count - 1
      for value in values {
        var name = value.columnName
        if isPercent || (aggregates.count > 1 && !summary.hasPercent) { name = aggregate.name + "_" + name }
        if keys.contains(where: { $0.name == name }) { name = "k_" + name }
        if fields.contains(where: { $0.name == name }) { throw .duplicateName(name, range: across.range) }
        fields.append(Field(name, aggregate.type))
      }
    }
    let origins = scope.origins.prefix(keyCount) + fields.dropFirst(keyCount).map { _ in nil }
    scope = Scope(fields: fields, origins: Array(origins), tableName: scope.tableName)
    nodes.append(
      PlanNode(
        .pivot(PlanPivot(keyCount: keyCount, values: values, isZeroWithoutRows: zeros)), output: fields,
        range: across.range, text: text(of: across.range)))
  }

  /// The different values of a key over the rows that reach the summary, in order, missing last.
  private func acrossValues(
    _ key: PlanColumn, of input: LogicalPlan, range: SourceRange
  ) throws(BindError) -> [Value] {
    let field = Field(key.name, key.expression.type)
    let distinct = PlanNode(.distinct([key]), output: [field], range: range, text: text(of: range))
    let table: Table
    switch values(LogicalPlan(source: input.source, nodes: input.nodes + [distinct])) {
    case .table(let result): table = result
    case .failure(let failure): throw .running(failure)
    }
    return (0..<table.rowCount).map { table.columns[0][$0] }
  }
}

extension PlanAggregate {
  /// Whether a combination of keys without rows has the value 0: `count` and `sum`.
  var isZeroWithoutRows: Bool { aggregate.measure == .count || aggregate.measure == .sum }
}

extension Value {
  /// The value as the name of a column.
  package var columnName: String {
    switch self {
    case .missing: "(missing)"
    case .integer(let value): String(value)
    case .number(let value): value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    case .text(let text): text.isEmpty ? "(empty)" : text
    case .boolean(let value): value ? "true" : "false"
    case .date(let days): CalendarDate(days: Int(days)).text
    case .datetime(let microseconds): CalendarText.datetime(microseconds)
    case .duration(let microseconds): CalendarText.duration(microseconds)
    }
  }
}
