import TallyData
import TallyFunctions
import TallyLocal
import TallyPlan
import TallyTestSupport
import TallyText
import Testing

/// What the engine says besides the answer: rows behind it, how conditions narrowed them, why it stopped.
@Suite struct EngineTests {
  private let table = Table(
    name: "penguins", fields: [Field("sex", .text), Field("mass", .integer), Field("born", .date)],
    rows: [
      [.text("male"), .integer(4000), .date(0)], [.text("female"), .missing, .date(1)],
      [.missing, .integer(3500), .missing], [.text("female"), .integer(3000), .date(3)],
      [.missing, .missing, .date(4)],
    ])

  private func isAbove(_ builder: PlanBuilder, _ column: Int, _ value: Value, _ text: String) -> PlanCondition {
    let type = builder.fields[column].type
    let constant = BoundExpression(.constant(value), type: type, range: 0..<1)
    return PlanCondition(
      BoundExpression(
        .comparison(.greater, builder.column(column), constant, ignoringCase: false), type: .boolean, range: 0..<1),
      text: text)
  }

  private func isFemale(_ builder: PlanBuilder) -> PlanCondition {
    let constant = BoundExpression(.constant(.text("female")), type: .text, range: 0..<1)
    return PlanCondition(
      BoundExpression(
        .comparison(.equal, builder.column(0), constant, ignoringCase: false), type: .boolean, range: 0..<1),
      text: "sex = \"female\"")
  }

  private func countRows(_ builder: inout PlanBuilder) {
    let count = PlanAggregate(
      name: "count", aggregate: Aggregate.all[0], argument: nil, when: nil, type: .integer, argumentText: "")
    let summary = PlanSummary(keys: [], items: [count], hasPercent: false, sortBy: [])
    builder.add(.summarize(summary), output: [Field("count", .integer)])
  }

  private func numbers(_ line: FunnelLine) -> [Int?] {
    [line.rowsIn, line.outcome?.kept, line.outcome?.failed, line.outcome?.unknown, line.left]
  }

  @Test func funnelsTellEachConditionAloneAndAllTogether() throws {
    var builder = PlanBuilder(table)
    let conditions = [isFemale(builder), isAbove(builder, 1, .integer(2000), "mass > 2000")]
    builder.add(.filter(PlanFilter(conditions: conditions, isDropping: false)))
    countRows(&builder)
    let lines = try LocalEngine.funnel(builder.plan, interrupt: Interrupt(), threads: 1)
    #expect(lines.map(\.text) == ["sex = \"female\"", "mass > 2000", "together"])
    #expect(lines.map(numbers) == [[5, 2, 1, 2, 2], [5, 3, 0, 2, 1], [5, 1, 1, 3, 1]])
    let behind = try LocalEngine.rowsBehind(builder.plan, interrupt: Interrupt(), threads: 1)
    #expect(behind.values == [[.text("female"), .integer(3000), .date(3)]])
  }

  @Test func causesNameTheMissingColumns() throws {
    var builder = PlanBuilder(table)
    let conditions = [isFemale(builder), isAbove(builder, 1, .integer(2000), "")]
    builder.add(.filter(PlanFilter(conditions: conditions, isDropping: false)))
    let filter = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: 1).account.filters[0]
    #expect([filter.rowsIn, filter.held, filter.unknown] == [5, 1, 3])
    #expect(filter.causes == [.init(column: "sex", rows: 2), .init(column: "mass", rows: 2)])
  }

  @Test func droppedRowsLeaveTheUnknown() throws {
    var builder = PlanBuilder(table)
    builder.add(.filter(PlanFilter(conditions: [isFemale(builder)], isDropping: true)))
    let lines = try LocalEngine.funnel(builder.plan, interrupt: Interrupt(), threads: 1)
    #expect(lines.map(numbers) == [[5, 1, 2, 2, 3]])
    #expect(try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: 1).table.rowCount == 3)
  }

  @Test func failedAssertionsNameTheFirstRow() throws {
    var builder = PlanBuilder(table)
    builder.add(.assert(isAbove(builder, 1, .integer(3200), "mass > 3200")))
    do {
      _ = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: 1)
      Issue.record("the assertion holds")
    } catch {
      #expect(error.diagnostic.message == "the assertion `mass > 3200` does not hold")
      #expect(error.diagnostic.label == "false for 1 of 5 rows, first in row 4")
      #expect(error.diagnostic.notes == ["2 more rows could not be judged"])
    }
  }

  @Test func sumsBeyondAnIntegerNameTheRow() throws {
    let values: [Value] = [.integer(.max), .missing, .integer(-1), .integer(1), .integer(1)]
    let table = Table(name: "t", fields: [Field("x", .integer)], rows: values.map { [$0] })
    var builder = PlanBuilder(table)
    let sum = try #require(Aggregate.named("sum"))
    let item = PlanAggregate(
      name: "sum_x", aggregate: sum, argument: builder.column(0), when: nil, type: .integer, argumentText: "x")
    let summary = PlanSummary(keys: [], items: [item], hasPercent: false, sortBy: [])
    builder.add(.summarize(summary), output: [Field("sum_x", .integer)])
    do {
      _ = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: 1)
      Issue.record("the sum fits")
    } catch {
      guard case .integerOverflow(let row, _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(row == 5)
    }
  }

  @Test func correlationsAreOfRowsWhereBothAreKnown() throws {
    let rows: [[Value]] = [
      [.integer(1), .number(2)], [.integer(2), .number(4.5)], [.missing, .number(9)], [.integer(4), .number(7)],
      [.integer(5), .missing],
    ]
    let table = Table(name: "t", fields: [Field("x", .integer), Field("y", .number)], rows: rows)
    var builder = PlanBuilder(table)
    let correlation = try #require(Aggregate.named("corr"))
    let item = PlanAggregate(
      name: "corr", aggregate: correlation, argument: builder.column(0), second: builder.column(1), when: nil,
      type: .number, argumentText: "x")
    let summary = PlanSummary(keys: [], items: [item], hasPercent: false, sortBy: [])
    builder.add(.summarize(summary), output: [Field("corr", .number)])
    let result = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: 1)
    let value = try #require(result.table.columns[0][0].double)
    #expect((value - 0.981_980_506).magnitude < 1e-6)
    #expect(result.account.summary?.items[0].missing == GroupCounts([2]))
  }

  /// Whatever the rounding, and where no double holds a square.
  @Test(arguments: [1, 0.1, 1e160, 1e300]) func aColumnCorrelatesWithItselfExactly(unit: Double) throws {
    var random = SeededGenerator(seed: 5)
    for count in 2...60 {
      let rows = (0..<count).map { [Value.number(Double($0 + Int.random(in: 0...9, using: &random)) / 7 * unit)] }
      let table = Table(name: "t", fields: [Field("x", .number)], rows: rows + [[.number(unit)], [.number(2 * unit)]])
      guard case .success(let query) = BoundTestQuery.bind("corr(x, x) as same, corr(x, 0 - x) as other", over: [table])
      else {
        Issue.record("it is not bound")
        return
      }
      let result = try query.run(threads: 1).get()
      #expect(result.table.rows == [[.number(1), .number(-1)]])
    }
  }
}

/// Texts with long common beginnings and zero bytes, in an arena.
@Suite struct TextOrderTests {
  @Test func textsWithCommonBeginningsAreSorted() throws {
    var random = SeededGenerator(seed: 11)
    let texts = (0..<3000).map { _ in
      let tail = String(repeating: "\0", count: Int.random(in: 0...2, using: &random))
      let middle = String(repeating: "x", count: Int.random(in: 0...20, using: &random))
      return "https://example.org/" + middle + String(Int.random(in: 0..<400, using: &random)) + tail
    }
    var place: UInt32 = 0
    let offsets: [UInt32] =
      [0]
      + texts.map {
        place += UInt32($0.utf8.count); return place
      }
    let segment = TextArena.Segment(
      firstRow: 0, bytes: Buffer(texts.flatMap { Array($0.utf8) }), offsets: Buffer(offsets))
    let column = Column(type: .text, storage: .arena(TextArena(segments: [segment])), count: 3000, missingCount: 0)
    let table = Table(name: "t", fields: [Field("url", .text)], columns: [column], rowCount: 3000)
    var builder = PlanBuilder(table)
    builder.add(.sort([PlanSortKey(builder.column(0), isDescending: false)]))
    let sorted = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: 2).table.values
    let expected = texts.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
    #expect(sorted.map { row in if case .text(let text) = row[0] { Array(text.utf8) } else { [] } } == expected)
  }
}
