import TallyData
import TallyFunctions
import TallyLocal
import TallyPlan
import TallySyntax
import TallyTestSupport
import Testing

/// Columns that are computed where they are read, against the same plans with a step after each `extend` that keeps
/// all rows and looks at every column, so that all are stored.
@Suite struct DeferralTests {
  @Test(arguments: 0..<4) func columnsThatWaitChangeNoAnswer(part: Int) throws {
    var answered = 0
    for round in 0..<(TestSetting.queryCount ?? 600) / 4 {
      let seed = TestSetting.seed &* 99_991 &+ UInt64(part * 10_000 + round)
      var random = SeededGenerator(seed: seed)
      var tables = RandomTables(seed: seed)
      let table = tables.table(isLarge: round % 40 == 39)
      let plan = Self.plan(over: table, &random)
      let stored = Self.storing(plan)
      switch (Self.answer(plan, threads: 1 + round % 2), Self.answer(stored, threads: 1)) {
      case (.success(let found), .success(let expected)):
        answered += 1
        #expect(found.cells.count == expected.cells.count, "seed \(seed)")
        for (cell, other) in zip(found.cells, expected.cells) {
          #expect(Self.isSame(cell, other), "seed \(seed): \(cell), stored \(other)")
        }
        #expect(found.account == expected.account, "seed \(seed)")
      case (.failure(let found), .failure(let expected)): #expect("\(found)" == "\(expected)", "seed \(seed)")
      case (.success, .failure(let error)), (.failure(let error), .success):
        Issue.record("seed \(seed): one of two stops: \(error)")
      }
    }
    #expect(answered > 50)
  }

  private struct Answer {
    let cells: [Value]
    let account: [String]
  }

  /// Sums of whole numbers are exact where those of stored doubles were rounded row by row: a last digit may differ.
  private static func isSame(_ cell: Value, _ other: Value) -> Bool {
    guard case .number(let first) = cell, case .number(let second) = other else { return cell == other }
    return abs(first - second) <= 4e-15 * max(1, abs(first), abs(second))
  }

  private static func answer(_ plan: LogicalPlan, threads: Int) -> Result<Answer, RunError> {
    Result { () throws(RunError) in
      let result = try LocalEngine.run(plan, interrupt: Interrupt(), threads: threads)
      let cells = (0..<result.table.rowCount).flatMap { row in result.table.columns.map { $0[row] } }
      let filters = result.account.filters.map { "\($0.rowsIn) \($0.held) \($0.unknown) \($0.causes)" }
      let items = result.account.summary?.items ?? []
      let counts = items.flatMap { [$0.rows, $0.missing, $0.unjudged].map { "\(Array($0))" } }
      let losses = result.account.losses.counts.map { "\($0.key) \($0.value)" }.sorted()
      return Answer(cells: cells, account: filters + counts + losses)
    }
  }

  /// Definitions of numbers, of which later ones read earlier ones, conditions between them, and a summary.
  private static func plan(over table: Table, _ random: inout SeededGenerator) -> LogicalPlan {
    var builder = PlanBuilder(table)
    for step in 0..<Int.random(in: 1...4, using: &random) {
      let numbers = builder.fields.indices.filter { builder.fields[$0].type.isNumeric }
      guard let index = numbers.suffix(6).randomElement(using: &random) else { break }
      let definition = definition(of: builder.column(index), beside: numbers.map(builder.column), &random)
      builder.add(
        .extend([PlanDefinition(name: "n\(step)", expression: definition, replacing: nil)]),
        output: builder.fields + [Field("n\(step)", definition.type)])
      if Bool.random(using: &random) { addCondition(&builder, &random) }
    }
    builder.addSummary(&random)
    return builder.plan
  }

  private static func addCondition(_ builder: inout PlanBuilder, _ random: inout SeededGenerator) {
    let last = builder.fields.count - 1
    let type = builder.fields[last].type
    guard type.isNumeric, Bool.random(using: &random) else { return builder.addFilter(&random) }
    let operators: [ComparisonOperator] = [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual]
    let comparison = BoundExpression(
      .comparison(
        operators.randomElement(using: &random) ?? .less, builder.column(last), constant(type, &random),
        ignoringCase: false), type: .boolean, range: 0..<1)
    let filter = PlanFilter(conditions: [PlanCondition(comparison, text: "")], isDropping: Bool.random(using: &random))
    builder.add(.filter(filter))
  }

  private static func constant(_ type: DataType, _ random: inout SeededGenerator) -> BoundExpression {
    let number = Int64.random(in: -9...9, using: &random)
    let value: Value = type == .integer ? .integer(number) : .number(Double(number) / 4)
    return BoundExpression(.constant(value), type: type, range: 0..<1)
  }

  private static func definition(
    of column: BoundExpression, beside others: [BoundExpression], _ random: inout SeededGenerator
  ) -> BoundExpression {
    let like = others.filter { $0.type == column.type }
    let other =
      Int.random(in: 0..<4, using: &random) == 0
      ? like.randomElement(using: &random) ?? column : constant(column.type, &random)
    let sides = Bool.random(using: &random) ? (column, other) : (other, column)
    var operators: [ArithmeticOperator] = [.add, .subtract, .multiply, .modulo]
    if column.type == .number { operators.append(.divide) }
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return BoundExpression(.negative(column), type: column.type, range: 0..<1)
    case 1:
      let function = [Function.round, .floor, .ceiling].randomElement(using: &random) ?? .round
      return BoundExpression(.call(function, [column]), type: .integer, range: 0..<1)
    default:
      let op = operators.randomElement(using: &random) ?? .add
      return BoundExpression(.arithmetic(op, sides.0, sides.1), type: column.type, range: 0..<1)
    }
  }

  private static func storing(_ plan: LogicalPlan) -> LogicalPlan {
    let nodes = plan.nodes.flatMap { node -> [PlanNode] in
      guard case .extend = node.step else { return [node] }
      return [node, PlanNode(.first(.max), output: node.output, range: node.range, text: "")]
    }
    return LogicalPlan(source: plan.source, nodes: nodes)
  }

  /// Of scaled whole numbers, with the constant on either side, by no group and by two.
  @Test func sumsOfLinearExpressionsAreExact() throws {
    let stored = (0..<70_000).map {
      $0 % 9 == 4 ? Int32.min : Int32(truncatingIfNeeded: $0 &* 7919 % 2_000_001 - 999_999)
    }
    let column = Column(
      type: .number, storage: .int32(Buffer(stored)), scale: 2, count: stored.count,
      missingCount: stored.count { $0 == .min })
    let table = Table(name: "t", fields: [Field("x", .number)], columns: [column], rowCount: stored.count)
    func number(_ kind: BoundExpression.Kind) -> BoundExpression { BoundExpression(kind, type: .number, range: 0..<1) }
    func constant(_ value: Double) -> BoundExpression { number(.constant(.number(value))) }
    let x = number(.column(0))
    // Each with its factor, offset and divisor of the stored numbers.
    let cases: [(BoundExpression, Int128, Int128, Double)] = [
      (number(.arithmetic(.multiply, x, constant(3))), 3, 0, 100),
      (number(.arithmetic(.subtract, constant(0.7), x)), -1, 70, 100),
      (number(.arithmetic(.add, number(.arithmetic(.multiply, constant(1.19), x)), constant(5))), 119, 50_000, 10_000),
      (number(.arithmetic(.divide, number(.negative(x)), constant(8))), -125, 0, 100_000),
      (
        number(.arithmetic(.subtract, number(.arithmetic(.divide, x, constant(-4))), constant(0.001))), -25, -10, 10_000
      ),
    ]
    let known = stored.filter { $0 != .min }
    let total = known.reduce(Int128(0)) { $0 + Int128($1) }
    for (expression, factor, offset, unit) in cases {
      var builder = PlanBuilder(table)
      let items = Aggregate.all.filter { $0.measure == .sum || $0.measure == .mean }.map {
        PlanAggregate(
          name: $0.name, aggregate: $0, argument: expression, when: nil, type: .number, argumentText: "")
      }
      builder.add(
        .summarize(PlanSummary(keys: [], items: items, hasPercent: false, sortBy: [])),
        output: [Field("sum", .number), Field("mean", .number)])
      let answer = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: 2)
      let exact = Double(total * factor + offset * Int128(known.count))
      #expect(answer.table.columns[0][0] == .number(exact / unit))
      #expect(answer.table.columns[1][0] == .number(exact / (Double(known.count) * unit)))
      #expect(
        answer.account.summary?.items.map { $0.missing.total } == [
          stored.count - known.count, stored.count - known.count,
        ])
    }
  }
}
