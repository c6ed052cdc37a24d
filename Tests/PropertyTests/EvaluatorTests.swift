import TallyData
import TallyLocal
import TallyPlan
import TallyTestSupport
import Testing

/// The evaluator against the row-at-a-time oracle: filters narrow, then columns are added, then filters narrow again.
@Suite struct EvaluatorTests {
  struct Outcome {
    var rows: [[Value]] = []
    var judgements: [OracleAnswer.Judgement] = []
    var overflow = false
  }

  @Test func randomExpressionsAgreeWithTheOracle() {
    for round in 0..<(TestSetting.queryCount ?? 300) {
      let seed = TestSetting.seed &* 1_000_003 &+ UInt64(round)
      var tables = RandomTables(seed: seed)
      let table = tables.table(isLarge: round % 32 == 31)
      let plan = Self.plan(over: table, seed: seed)
      if let fault = Self.fault(plan) {
        Issue.record("seed \(seed): \(fault)\n\(Self.described(plan))\n\(table.report)")
        return
      }
    }
  }

  @Test(arguments: [3])
  func threadsChangeNothing(_ threads: Int) throws {
    for seed in UInt64(0)..<2 {
      var tables = RandomTables(seed: seed)
      let table = tables.table(rowCount: 70_000)
      let plan = Self.plan(over: table, seed: seed)
      let (one, oneLosses) = try Self.run(plan, threads: 1)
      let (many, manyLosses) = try Self.run(plan, threads: threads)
      #expect(one.rows == many.rows && one.judgements == many.judgements && one.overflow == many.overflow)
      #expect(oneLosses == manyLosses)
    }
  }

  private static func plan(over table: Table, seed: UInt64) -> LogicalPlan {
    var random = RandomExpressions(generator: SeededGenerator(seed: seed), table: table)
    var nodes: [PlanNode] = []
    var fields = table.fields
    func add(_ step: PlanStep) { nodes.append(PlanNode(step, output: fields, range: 0..<1, text: "")) }
    func filter(_ condition: BoundExpression) -> PlanStep {
      .filter(PlanFilter(conditions: [PlanCondition(condition, text: "")], isDropping: false))
    }
    if seed % 3 == 0 { add(filter(random.expression(.boolean, depth: 3))) }
    var definitions: [PlanDefinition] = []
    for index in 0..<3 {
      let type = DataType.allCases[random.generator.int(0...DataType.allCases.count - 1)]
      definitions.append(
        PlanDefinition(name: "n\(index)", expression: random.expression(type, depth: 3), replacing: nil))
      fields.append(Field("n\(index)", type))
    }
    add(.extend(definitions))
    random = RandomExpressions(
      generator: random.generator,
      table: Table(name: "t", fields: fields, rows: [fields.map { _ in .missing }]))
    add(filter(random.expression(.boolean, depth: 3)))
    return LogicalPlan(source: table, nodes: nodes)
  }

  /// Why evaluator and oracle disagree; nil where they do not.
  private static func fault(_ plan: LogicalPlan) -> String? {
    let found: Outcome
    do { found = try run(plan, threads: 2).outcome } catch { return "\(error)" }
    let expected: OracleAnswer
    do {
      expected = try Oracle.run(plan)
    } catch {
      return error == .integerOverflow && found.overflow ? nil : "the oracle stops: \(error)"
    }
    if found.overflow { return expected.mayOverflow ? nil : "it overflows" }
    let rows = found.rows
    if expected.filters != found.judgements { return "\(found.judgements) in place of \(expected.filters)" }
    return AnswerComparison.difference(rows, expected: expected.rows, fields: plan.output)
  }

  private static func run(_ plan: LogicalPlan, threads: Int) throws -> (outcome: Outcome, losses: Losses) {
    var frame = Frame(plan.source)
    var losses = Losses()
    var outcome = Outcome()
    do {
      for (index, node) in plan.nodes.enumerated() {
        try take(node.step, index, &frame, &outcome, &losses, threads)
      }
    } catch {
      guard case .integerOverflow = error else { throw error }
      outcome.overflow = true
    }
    let rows = (0..<frame.physicalCount).filter { frame.mask?[$0] ?? true }
    outcome.rows = rows.map { row in frame.columns.map { $0[row] } }
    for column in frame.columns {
      #expect(column.missingCount == (0..<column.count).count { column[$0].isMissing })
    }
    return (outcome, losses)
  }

  private static func take(
    _ step: PlanStep, _ index: Int, _ frame: inout Frame, _ outcome: inout Outcome, _ losses: inout Losses,
    _ threads: Int
  ) throws(RunError) {
    switch step {
    case .filter(let filter):
      let evaluator = Evaluator(frame: frame, interrupt: Interrupt(), threads: threads)
      let judged = try evaluator.judge(filter.expression, losses: &losses)
      outcome.judgements.append(
        .init(node: index, rowsIn: frame.rowCount, held: judged.heldCount, unknown: judged.unknownCount))
      #expect(judged.held.ones == judged.heldCount && judged.unknown?.ones ?? 0 == judged.unknownCount)
      frame = Frame(columns: frame.columns, physicalCount: frame.physicalCount, mask: judged.held)
    case .extend(let definitions):
      for definition in definitions {
        let evaluator = Evaluator(frame: frame, interrupt: Interrupt(), threads: threads)
        let column = try evaluator.column(definition.expression, losses: &losses)
        #expect(column.type == definition.expression.type)
        frame = Frame(columns: frame.columns + [column], physicalCount: frame.physicalCount, mask: frame.mask)
      }
    default: Issue.record("no such step in these plans")
    }
  }

  private static func described(_ plan: LogicalPlan) -> String {
    plan.nodes.map { "\($0.step)" }.joined(separator: "\n").replacing("TallyPlan.BoundExpression.", with: "")
  }
}
