import TallyData
import TallyFunctions
import TallyLocal
import TallyPlan
import TallySyntax
import Testing

/// Conditions of which a part can stop the run, or lose values, and another is settled by zones.
extension ZoneTests {
  enum Part: CaseIterable {
    case overflowing
    case losing
  }

  /// The zones know all of `settled`, which is no in every row, from the second question on.
  @Test(arguments: Part.allCases, [false, true])
  func zonesHideNeitherErrorsNorLosses(_ part: Part, isOr: Bool) throws {
    let (table, count) = (Self.years, Self.years.rowCount)
    let settled = Self.comparison(isOr ? .less : .greater, Self.read(2), 3000)
    let conditions = [Self.condition(part), settled]
    let condition = BoundExpression(isOr ? .or(conditions) : .and(conditions), type: .boolean, range: 0..<1)
    let first = Self.answer(condition, of: table, threads: 1)
    switch part {
    case .overflowing: #expect(first == .failed)
    case .losing: #expect(first == .counted(isOr ? count : 0, lost: (count + 6) / 7))
    }
    for threads in [1, 2, 2] { #expect(Self.answer(condition, of: table, threads: threads) == first) }
  }

  /// What comes before what can lose still settles it.
  @Test func zonesOfAnEarlierPartSaveTheRest() throws {
    let table = Self.years
    let conditions = [Self.comparison(.greater, Self.read(2), 3000), Self.condition(.overflowing)]
    let condition = BoundExpression(.and(conditions), type: .boolean, range: 0..<1)
    for _ in 0..<3 { #expect(Self.answer(condition, of: table, threads: 2) == .counted(0, lost: 0)) }
  }

  /// Great numbers, the remainders of rows by 7, and years.
  private static var years: Table {
    let count = 17 * 4096
    let columns = [
      Column(type: .integer, integrals: (0..<count).map { Int64($0) << 40 }),
      Column(type: .integer, integrals: (0..<count).map { Int64($0 % 7) }),
      Column(type: .integer, integrals: (0..<count).map { Int64(1990 + $0 / 4096) }),
    ]
    let fields = ["wide", "small", "year"].map { Field($0, .integer) }
    return Table(name: "t", fields: fields, columns: columns, rowCount: count)
  }

  private enum Answer: Equatable {
    case counted(Int, lost: Int)
    case failed
  }

  private static func answer(_ condition: BoundExpression, of table: Table, threads: Int) -> Answer {
    var builder = PlanBuilder(table)
    builder.add(.filter(PlanFilter(conditions: [PlanCondition(condition, text: "")], isDropping: false)))
    let count = Aggregate.all[0]
    let item = PlanAggregate(
      name: "n", aggregate: count, argument: nil, when: nil, type: .integer, argumentText: "")
    let summary = PlanSummary(keys: [], items: [item], hasPercent: false, sortBy: [])
    builder.add(.summarize(summary), output: [Field("n", .integer)])
    do throws(RunError) {
      let answer = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: threads)
      let held = answer.table.columns[0][0].integral ?? -1
      return .counted(Int(held), lost: answer.account.losses.counts.values.reduce(0, +))
    } catch { return .failed }
  }

  private static func condition(_ part: Part) -> BoundExpression {
    switch part {
    case .overflowing:
      let product = BoundExpression(.arithmetic(.multiply, read(0), read(0)), type: .integer, range: 0..<1)
      return comparison(.greater, product, 5)
    case .losing:
      let numbers = [read(0), read(1)].map { BoundExpression(.toNumber($0), type: .number, range: 0..<1) }
      let quotient = BoundExpression(.arithmetic(.divide, numbers[0], numbers[1]), type: .number, range: 0..<1)
      let least = BoundExpression(.constant(.number(-1)), type: .number, range: 0..<1)
      return BoundExpression(
        .comparison(.greater, quotient, least, ignoringCase: false), type: .boolean, range: 0..<1)
    }
  }

  private static func read(_ column: Int) -> BoundExpression {
    BoundExpression(.column(column), type: .integer, range: 0..<1)
  }

  private static func comparison(_ op: ComparisonOperator, _ left: BoundExpression, _ right: Int64) -> BoundExpression {
    let constant = BoundExpression(.constant(.integer(right)), type: .integer, range: 0..<1)
    return BoundExpression(.comparison(op, left, constant, ignoringCase: false), type: .boolean, range: 0..<1)
  }
}
