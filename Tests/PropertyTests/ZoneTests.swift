import TallyData
import TallyFunctions
import TallyLocal
import TallyPlan
import TallySyntax
import TallyTestSupport
import Testing

/// Conditions that the zones of columns settle, against the same conditions over columns that have none yet: the first
/// question of a column never asks zones, the third always does.
@Suite struct ZoneTests {
  private static let rowCount = 17 * 4096 + 77

  /// In ascending runs, so that some zones lie inside a range, some outside and some across its ends; a stretch of
  /// rows is missing, and some here and there.
  private static func values(_ random: inout SeededGenerator, greatest: Double) -> [Double] {
    (0..<rowCount).map { row in
      if row / 4096 == 7 || row % 4099 == 5 && row / 4096 % 2 == 0 { return .nan }
      let noise = Double.random(in: 0..<1, using: &random)
      return ((Double(row / 4096) + noise) / 18 * 2 - 1) * greatest
    }
  }

  private static func columns(_ random: inout SeededGenerator) -> [(column: Column, ends: [Value])] {
    var all: [(Column, [Value])] = []
    for greatest in [100.0, 30_000, 2e9, 9e17] {
      let wholes = values(&random, greatest: greatest).map { $0.isNaN ? Int64.min : Int64($0) }
      all.append((Column(type: .integer, integrals: wholes), ends(greatest).map { .integer(Int64($0)) }))
    }
    let numbers = values(&random, greatest: 7.5)
    all.append((Column(numbers: numbers), ends(7.5).map { .number($0) } + [.number(0), .number(-0.0)]))
    let words = values(&random, greatest: 400).map { $0.isNaN ? nil : "w\(Int($0) + 1000)" }
    all.append((Column(texts: words), ends(400).map { .text("w\(Int($0) + 1000)") }))
    return all
  }

  private static func ends(_ greatest: Double) -> [Double] { [-2, -1, -0.4, 0, 0.31, 1, 2].map { $0 * greatest } }

  @Test func zonesSettleWhatTheRowsWould() throws {
    var random = SeededGenerator(seed: 3)
    var tried = 0
    for (place, (column, ends)) in Self.columns(&random).enumerated() {
      let other = Column(type: .boolean, integrals: (0..<Self.rowCount).map { $0 % 8192 < 4096 ? 1 : 0 })
      for condition in Self.conditions(on: column, ends, &random).shuffled(using: &random).prefix(60) {
        tried += 1
        let fresh = try Self.counts(condition, [column.copied, other.copied])
        _ = try Self.counts(condition, [column, other])
        for threads in 1...2 {
          let found = try Self.counts(condition, [column, other], threads: threads)
          #expect(found == fresh, "column \(place): \(condition)")
        }
      }
    }
    #expect(tried > 200)
  }

  /// Comparisons, memberships and tests for missing of the first column, by themselves and beside the second.
  private static func conditions(
    on column: Column, _ ends: [Value], _ random: inout SeededGenerator
  ) -> [BoundExpression] {
    func bool(_ kind: BoundExpression.Kind) -> BoundExpression { BoundExpression(kind, type: .boolean, range: 0..<1) }
    let read = BoundExpression(.column(0), type: column.type, range: 0..<1)
    let flag = bool(.column(1))
    func constant(_ value: Value) -> BoundExpression {
      BoundExpression(.constant(value), type: column.type, range: 0..<1)
    }
    var simple = [bool(.isMissing(read)), bool(.not(bool(.isMissing(read))))]
    for end in ends {
      for op in [ComparisonOperator.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual] {
        simple.append(bool(.comparison(op, read, constant(end), ignoringCase: false)))
      }
      let other = constant(ends.randomElement(using: &random) ?? end)
      simple.append(
        bool(
          .membership(
            read, [.range(constant(end), other), .value(constant(ends[0])), .range(constant(ends[5]), nil)],
            ignoringCase: false)))
    }
    return Array(simple.shuffled(using: &random).prefix(20))
      + simple.flatMap { condition in
        let second = simple.randomElement(using: &random) ?? condition
        return [
          bool(.and([condition, flag])), bool(.or([flag, condition])), bool(.and([condition, second])),
          bool(.or([condition, bool(.not(second))])),
        ]
      }
  }

  private struct Counts: Equatable {
    var held: Int
    var unknown: Int
    var known: Int
  }

  /// By counting alone, and by saying which rows, which must agree.
  private static func counts(
    _ condition: BoundExpression, _ columns: [Column], threads: Int = 1
  ) throws -> Counts {
    var builder = PlanBuilder(
      Table(
        name: "t", fields: [Field("a", columns[0].type), Field("b", .boolean)], columns: columns,
        rowCount: columns[0].count))
    builder.add(.filter(PlanFilter(conditions: [PlanCondition(condition, text: "")], isDropping: false)))
    let rows = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: threads)
    let aggregate = try #require(Aggregate.all.first { $0.measure == .count })
    let item = PlanAggregate(
      name: "n", aggregate: aggregate, argument: nil, when: nil, type: .integer, argumentText: "")
    let summary = PlanSummary(keys: [], items: [item], hasPercent: false, sortBy: [])
    builder.add(.summarize(summary), output: [Field("n", .integer)])
    let counted = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: threads)
    let (first, second) = (try #require(rows.account.filters.first), try #require(counted.account.filters.first))
    #expect(first.held == second.held && first.unknown == second.unknown && first.causes == second.causes)
    #expect(rows.table.rowCount == first.held && counted.table.columns[0][0] == .integer(Int64(first.held)))
    let known = rows.table.columns[0].count - rows.table.columns[0].missingCount
    return Counts(held: first.held, unknown: first.unknown, known: known)
  }
}

extension Column {
  /// The same values in memory of their own, of which nothing has been asked.
  fileprivate var copied: Column {
    let copy: ColumnStorage =
      switch storage {
      case .int8(let values): .int8(Buffer(values.values))
      case .int16(let values): .int16(Buffer(values.values))
      case .int32(let values): .int32(Buffer(values.values))
      case .int64(let values): .int64(Buffer(values.values))
      case .double(let values): .double(Buffer(values.values))
      case .codes8(let codes, let words): .codes8(Buffer(codes.values), words)
      case .codes16(let codes, let words): .codes16(Buffer(codes.values), words)
      case .codes32(let codes, let words): .codes32(Buffer(codes.values), words)
      case .arena: storage
      }
    return Column(type: type, storage: copy, scale: scale, count: count, missingCount: missingCount)
  }
}
