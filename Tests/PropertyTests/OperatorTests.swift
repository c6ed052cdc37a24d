import TallyData
import TallyLocal
import TallyPlan
import TallyTestSupport
import Testing

/// Every operator over random tables, against the oracle and against itself with another number of threads.
@Suite struct OperatorTests {
  @Test(arguments: 0..<20)
  func rowStepsAgree(seed: Int) throws {
    try check(seed: seed, count: 12) { builder, random in
      for _ in 0..<Int.random(in: 1...4, using: &random) { builder.addRowStep(&random) }
    }
  }

  @Test(arguments: 0..<40)
  func summariesAgree(seed: Int) throws {
    try check(seed: 1000 + seed, count: 12) { builder, random in
      if Bool.random(using: &random) { builder.addRowStep(&random) }
      builder.addSummary(&random)
    }
  }

  @Test(arguments: 0..<10)
  func distinctRowsAgree(seed: Int) throws {
    try check(seed: 2000 + seed, count: 10) { builder, random in
      if Bool.random(using: &random) { builder.addFilter(&random) }
      builder.addDistinct(&random)
    }
  }

  @Test(arguments: 0..<10)
  func descriptionsAgree(seed: Int) throws {
    try check(seed: 3000 + seed, count: 6) { builder, random in
      if Bool.random(using: &random) { builder.addFilter(&random) }
      builder.addDescribe(&random)
    }
  }

  private func check(
    seed: Int, count: Int, _ build: (inout PlanBuilder, inout SeededGenerator) -> Void
  ) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    for round in 0..<count {
      var tables = RandomTables(seed: random.next())
      let table = tables.table(isLarge: round % 6 == 5)
      var builder = PlanBuilder(table)
      build(&builder, &random)
      try compare(builder.plan, seed: seed)
    }
  }

  private func compare(_ plan: LogicalPlan, seed: Int) throws {
    if overflows(plan) {
      #expect(throws: OracleError.self) { try Oracle.run(plan) }
      return
    }
    let one = try LocalEngine.run(plan, interrupt: Interrupt(), threads: 1)
    let two = try LocalEngine.run(plan, interrupt: Interrupt(), threads: 2)
    let expected = try Oracle.run(plan)
    let rows = one.table.values
    guard rows.count == expected.rows.count else {
      Issue.record("seed \(seed): \(rows.count) rows, not \(expected.rows.count)\n\(plan.report)")
      return
    }
    #expect(two.table.values.map { $0.map(\.bits) } == rows.map { $0.map(\.bits) }, "threads differ, seed \(seed)")
    for (row, (found, wanted)) in zip(rows, expected.rows).enumerated() {
      guard zip(found, wanted).allSatisfy({ $0.isClose(to: $1) }), found.count == wanted.count else {
        Issue.record("seed \(seed), row \(row): \(found), not \(wanted)\n\(plan.report)")
        return
      }
    }
    compareAccounts(one.account, expected, plan)
  }

  private func overflows(_ plan: LogicalPlan) -> Bool {
    do {
      _ = try LocalEngine.run(plan, interrupt: Interrupt(), threads: 1)
      return false
    } catch {
      if case .integerOverflow = error { return true }
      return false
    }
  }

  private func compareAccounts(_ account: Account, _ expected: OracleAnswer, _ plan: LogicalPlan) {
    let filters = account.filters.map {
      OracleAnswer.Judgement(node: $0.node, rowsIn: $0.rowsIn, held: $0.held, unknown: $0.unknown)
    }
    #expect(filters == expected.filters, "\(plan.report)")
    #expect(account.cutTies == expected.cutTies, "\(plan.report)")
    let spoken = account.summary?.items.map { [Array($0.rows), Array($0.missing), Array($0.unjudged)] }
    let wanted = expected.spoken?.map { [$0.rows, $0.missing, $0.unjudged] }
    #expect(spoken == wanted, "\(plan.report)")
  }
}

extension Table {
  var values: [[Value]] { (0..<rowCount).map { row in columns.map { $0[row] } } }
}

extension Value {
  /// What tells two answers apart that must be the same bit for bit.
  var bits: String {
    if case .number(let number) = self { return "\(number.bitPattern)" }
    if case .text(let text) = self { return "\(Array(text.utf8))" }
    return "\(self)"
  }

  func isSameBits(as other: Value) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)): a.bitPattern == b.bitPattern
    case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
    default: self == other
    }
  }

  /// Equal, or numbers that agree to twelve digits.
  func isClose(to other: Value) -> Bool {
    switch (self, other) {
    case (.text(let a), .text(let b)): return a.utf8.elementsEqual(b.utf8)
    case (.number(let a), .number(let b)):
      return (a - b).magnitude <= 1e-11 * max(a.magnitude, b.magnitude) || max(a.magnitude, b.magnitude) < 1e-9
    case (.datetime(let a), .datetime(let b)), (.duration(let a), .duration(let b)):
      let reach = max(Double(a).magnitude, Double(b).magnitude)
      return (Double(a) - Double(b)).magnitude <= max(1, 1e-13 * reach)
    default: return self == other
    }
  }
}

extension LogicalPlan {
  fileprivate var report: String {
    nodes.map { "\($0.step)" }.joined(separator: "\n").prefix(1500) + "\n\(source.report)"
  }
}
