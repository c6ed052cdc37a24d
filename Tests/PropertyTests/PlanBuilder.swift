import TallyData
import TallyFunctions
import TallyPlan
import TallyTestSupport

/// Puts plans together from columns alone, so that operators are tested without the language.
struct PlanBuilder {
  let source: Table
  private(set) var nodes: [PlanNode] = []
  private(set) var fields: [Field]

  init(_ source: Table) {
    self.source = source
    fields = source.fields
  }

  var plan: LogicalPlan { LogicalPlan(source: source, nodes: nodes) }

  func column(_ index: Int) -> BoundExpression {
    BoundExpression(.column(index), type: fields[index].type, range: 0..<1)
  }

  mutating func add(_ step: PlanStep, output: [Field]? = nil) {
    fields = output ?? fields
    nodes.append(PlanNode(step, output: fields, range: 0..<1, text: ""))
  }

  /// `where` a column is known, or is above one of its own cells.
  mutating func addFilter(_ random: inout SeededGenerator, isDropping: Bool = false) {
    let conditions = (0..<Int.random(in: 1...2, using: &random)).map { _ in
      PlanCondition(condition(&random), text: "")
    }
    add(.filter(PlanFilter(conditions: conditions, isDropping: isDropping)))
  }

  func condition(_ random: inout SeededGenerator) -> BoundExpression {
    let index = fields.indices.randomElement(using: &random) ?? 0
    let cell =
      index < source.columns.count && source.rowCount > 0 && fields[index] == source.fields[index]
      ? source.columns[index][Int.random(in: 0..<source.rowCount, using: &random)] : .missing
    if cell.isMissing {
      let isMissing = BoundExpression(.isMissing(column(index)), type: .boolean, range: 0..<1)
      return BoundExpression(.not(isMissing), type: .boolean, range: 0..<1)
    }
    let constant = BoundExpression(.constant(cell), type: fields[index].type, range: 0..<1)
    return BoundExpression(
      .comparison(.greaterOrEqual, column(index), constant, ignoringCase: false), type: .boolean, range: 0..<1)
  }

  mutating func addRowStep(_ random: inout SeededGenerator) {
    let count = Int.random(in: 0...max(1, source.rowCount), using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: addFilter(&random)
    case 1: addFilter(&random, isDropping: true)
    case 2: add(.sort(sortKeys(&random)))
    case 3: add(.first(count))
    case 4: add(.last(count))
    case 5: add(.top(min(count, 30), by: sortKeys(&random), within: [], isBottom: Bool.random(using: &random)))
    case 6:
      add(.sort(sortKeys(&random)))
      add(.first(min(count, 20)))
    default:
      let kept = fields.indices.shuffled(using: &random).prefix(4)
      let columns = kept.map { PlanColumn(name: fields[$0].name, expression: column($0)) }
      add(.project(columns), output: kept.map { fields[$0] })
    }
  }

  func sortKeys(_ random: inout SeededGenerator) -> [PlanSortKey] {
    fields.indices.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)).map {
      PlanSortKey(column($0), isDescending: Bool.random(using: &random))
    }
  }

  func keys(_ random: inout SeededGenerator, atLeast least: Int) -> [PlanColumn] {
    fields.indices.shuffled(using: &random).prefix(Int.random(in: least...3, using: &random)).map {
      PlanColumn(name: fields[$0].name, expression: column($0))
    }
  }

  mutating func addDistinct(_ random: inout SeededGenerator) {
    let columns = keys(&random, atLeast: 1)
    add(.distinct(columns), output: columns.map { Field($0.name, $0.expression.type) })
  }

  /// The oracle adds up a description's means in doubles, so columns near the ends of 64 bits are left out.
  mutating func addDescribe(_ random: inout SeededGenerator) {
    let by = keys(&random, atLeast: 0)
    let indices = fields.indices.filter { index in
      let type = fields[index].type
      return !fields[index].name.contains("extreme") && (type.isNumeric || type == .text || type == .boolean)
        && Bool.random(using: &random)
    }
    let output =
      by.map { Field($0.name, $0.expression.type) }
      + PlanDescription.fields(describing: indices.map { fields[$0].type })
    add(.describe(columns: indices, by: by), output: output)
  }

  mutating func addSummary(_ random: inout SeededGenerator) {
    let keys = keys(&random, atLeast: 0)
    let items = (0..<Int.random(in: 1...5, using: &random)).map { item($0, &random) }
    let hasPercent = items.count == 1 && items[0].countsRows
    let output =
      keys.map { Field($0.name, $0.expression.type) } + items.map { Field($0.name, $0.type) }
      + (hasPercent ? [Field("percent", .number)] : [])
    var sortBy: [PlanSortKey] = []
    if !keys.isEmpty, Bool.random(using: &random) {
      // Means and spreads may differ in their last digit, and so in their order.
      let exact = output.indices.filter { $0 < keys.count || output[$0].type != .number }
      let place = exact.randomElement(using: &random) ?? 0
      let column = BoundExpression(.column(place), type: output[place].type, range: 0..<1)
      sortBy = [PlanSortKey(column, isDescending: Bool.random(using: &random))]
    }
    add(
      .summarize(PlanSummary(keys: keys, items: items, hasPercent: hasPercent, sortBy: sortBy)), output: output)
  }

  private func item(_ place: Int, _ random: inout SeededGenerator) -> PlanAggregate {
    let when = Int.random(in: 0..<3, using: &random) == 0 ? condition(&random) : nil
    let aggregate = Aggregate.all.filter { $0.measure != .correlation }.randomElement(using: &random) ?? .all[0]
    // The oracle squares distances in doubles, which near the ends of 64 bits leave nothing to compare.
    let isSpread = aggregate.measure == .variance || aggregate.measure == .sd
    let takers = fields.indices.filter {
      aggregate.result(fields[$0].type) != nil && !(isSpread && fields[$0].name.contains("extreme"))
    }
    guard aggregate.measure != .count, let index = takers.randomElement(using: &random) else {
      let modes: [CountMode] = [.rows, .distinct, .known, .missing]
      let mode = modes.randomElement(using: &random) ?? .rows
      let index = fields.indices.randomElement(using: &random) ?? 0
      return PlanAggregate(
        name: "item\(place)", aggregate: Aggregate.all[0], countMode: mode,
        argument: mode == .rows ? nil : column(index), when: when, type: .integer, argumentText: "")
    }
    return PlanAggregate(
      name: "item\(place)", aggregate: aggregate, argument: column(index),
      percentage: [0, 12.5, 50, 90, 100].randomElement(using: &random) ?? 50, when: when,
      type: aggregate.result(fields[index].type) ?? .number, argumentText: fields[index].name)
  }
}
