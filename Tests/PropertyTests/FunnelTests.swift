import TallyData
import TallyLocal
import TallyPlan
import TallyTestSupport
import Testing

/// The numbers of `why` over random tables and queries: they add up, they are those of the answer's account, and the
/// oracle counts the same. `TALLY_QUERIES=20000 TALLY_SEED=7 swift test --filter FunnelTests` asks more of them.
@Suite struct FunnelTests {
  private static let partCount = 8

  @Test(arguments: 0..<partCount) func funnelsAddUp(part: Int) {
    let queryCount = (TestSetting.queryCount ?? 3_200) / Self.partCount
    var toldCount = 0
    for batch in 0..<max(1, queryCount / 40) {
      let seed = TestSetting.seed &* 1_000_003 &+ UInt64(part * 100_000 + batch)
      var tables = RandomTables(seed: seed)
      let table = tables.table()
      var others = RandomTables(seed: seed &+ 2)
      let other = others.table(named: "u", rowCount: Int(seed % 24))
      var queries = RandomQueries(over: table, and: other, seed: seed &+ 1)
      for _ in 0..<min(40, queryCount) {
        let query = queries.query()
        guard case .success(let bound) = BoundTestQuery.bind(query.text, over: [table, other]),
          let result = try? bound.run(threads: 1).get(),
          let lines = try? LocalEngine.funnel(bound.plan, interrupt: Interrupt(), threads: 1),
          let again = try? LocalEngine.funnel(bound.plan, interrupt: Interrupt(), threads: 2),
          let recount = try? OracleFunnel(of: bound.plan)
        else { continue }
        toldCount += lines.count
        let fault =
          Self.fault(in: lines) ?? Self.difference(lines, recount) ?? Self.difference(lines, result, bound.plan)
        if let fault {
          Issue.record("\(fault)\nseed \(seed)\n\(query.text)\n\(lines)\n\(table.report)\nu\n\(other.report)")
          return
        }
        #expect(again == lines)
      }
    }
    #expect(toldCount > queryCount / 2)
  }

  /// Numbers of one line, or of two that follow each other, that do not add up.
  private static func fault(in lines: [FunnelLine]) -> String? {
    var rows: [Int: Int] = [:]
    for line in lines {
      if let outcome = line.outcome, outcome.kept + outcome.failed + outcome.unknown != line.rowsIn {
        return "\(line.text): kept, failed and unknown are not the rows"
      }
      guard let left = line.left else { continue }
      let isWithinFilter =
        switch line.kind {
        case .condition(let place): place > 0
        case .together: true
        case .dropping, .assert, .join, .joined, .when, .values, .share, .cut, .append, .reshaped: false
        }
      if !isWithinFilter, let before = rows[line.depth], before != line.rowsIn {
        return "\(line.text): \(line.rowsIn) rows of \(before) reach it"
      }
      if let expected = leaves(line), expected != left { return "\(line.text): it leaves \(left), not \(expected)" }
      if isWithinFilter, let before = rows[line.depth], left > before {
        return "\(line.text): it leaves more than the condition before it"
      }
      if line.kind == .together, rows[line.depth] != left { return "together leave another number than the last" }
      if case .join = line.kind { rows[line.depth + 1] = nil }
      rows[line.depth] = left
    }
    return nil
  }

  /// What a line that narrows by itself leaves; nil where other conditions narrow with it.
  private static func leaves(_ line: FunnelLine) -> Int? {
    guard let outcome = line.outcome else { return line.kind == .append ? line.rowsIn + line.added : nil }
    return switch line.kind {
    case .condition, .when, .values, .share, .joined, .append, .reshaped: nil
    case .together, .cut, .join(removes: .unmatched): outcome.kept + line.added
    case .dropping, .join(removes: .matched): outcome.kept + outcome.unknown + line.added
    case .assert, .join(removes: .none): line.rowsIn + line.added
    }
  }

  private static func difference(_ lines: [FunnelLine], _ recount: OracleFunnel) -> String? {
    var steps: [OracleFunnel.Line] = []
    for line in lines {
      let outcome = line.outcome
      let counted = OracleFunnel.Line(
        rowsIn: line.rowsIn, kept: outcome?.kept, failed: outcome?.failed, unknown: outcome?.unknown, left: line.left)
      switch line.kind {
      case .condition, .together, .dropping, .assert, .join, .joined, .cut, .append: steps.append(counted)
      case .when, .values, .share:
        if !recount.readings.contains(counted) { return "\(line.text): the oracle does not count \(counted)" }
      case .reshaped: break
      }
    }
    return steps == recount.lines ? nil : "the oracle counts \(recount.lines)"
  }

  /// The last filter, join and assert are those of the account.
  private static func difference(_ lines: [FunnelLine], _ result: QueryResult, _ plan: LogicalPlan) -> String? {
    let account = result.account
    let own = lines.filter { $0.depth == 0 }
    if let filter = account.filters.last, case .filter(let step) = plan.nodes[filter.node].step {
      let line = own.last { line in
        switch line.kind {
        case .condition, .together, .dropping: true
        case .assert, .join, .joined, .when, .values, .share, .cut, .append, .reshaped: false
        }
      }
      let outcome = line?.outcome
      let held = step.isDropping ? outcome?.failed : outcome?.kept
      if line?.rowsIn != filter.rowsIn || held != filter.held || outcome?.unknown != filter.unknown {
        return "the account of the last filter is \(filter)"
      }
    }
    if let assert = account.asserts.last, let line = own.last(where: { $0.kind == .assert }),
      line.outcome?.kept != assert.held || line.outcome?.unknown != assert.unknown
    {
      return "the account of the last assert is \(assert)"
    }
    let changesRows = plan.nodes.contains { $0.step.givesOtherRows }
    if !changesRows, let left = own.last(where: { $0.left != nil })?.left, left != result.table.rowCount {
      return "the answer has \(result.table.rowCount) rows"
    }
    return nil
  }
}
