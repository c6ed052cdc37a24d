import TallyData
import TallyPlan

/// What each condition and step of a plan does to the rows, counted row by row.
package struct OracleFunnel {
  /// Kept, failed and unknown are nil where the step judges no rows, `left` where it changes none.
  package struct Line: Sendable, Equatable {
    package var rowsIn: Int
    package var kept: Int?
    package var failed: Int?
    package var unknown: Int?
    package var left: Int?

    package init(rowsIn: Int, kept: Int?, failed: Int?, unknown: Int?, left: Int?) {
      (self.rowsIn, self.kept, self.failed, self.unknown, self.left) = (rowsIn, kept, failed, unknown, left)
    }
  }

  /// Lines of conditions, joins and cuts, in their order.
  package private(set) var lines: [Line] = []
  /// Lines of what aggregates read, and of the parts of a `drop where`.
  package private(set) var readings: [Line] = []
  private var oracle: Oracle

  package init(of plan: LogicalPlan) throws(OracleError) {
    oracle = Oracle(plan.source)
    for (index, node) in plan.nodes.enumerated() {
      let rowsIn = oracle.rows.count
      try judge(node.step)
      let place = lines.count
      if case .join(let join) = node.step { try add(join) }
      try oracle.take(node.step, index)
      oracle.fields = node.output
      let left = oracle.rows.count
      switch node.step {
      case .first, .last, .sample, .top:
        lines.append(Line(rowsIn: rowsIn, kept: left, failed: rowsIn - left, unknown: 0, left: left))
      case .append: lines.append(Line(rowsIn: rowsIn, kept: nil, failed: nil, unknown: nil, left: left))
      case .join: for line in lines.indices.dropFirst(place) where lines[line].left == -1 { lines[line].left = left }
      case .filter, .project, .extend, .sort, .distinct, .describe, .summarize, .window, .pivot, .unpivot, .assert:
        break
      }
    }
  }

  private func line(_ truths: [Bool?], left: Int?) -> Line {
    Line(
      rowsIn: truths.count, kept: truths.count { $0 == true }, failed: truths.count { $0 == false },
      unknown: truths.count { $0 == nil }, left: left)
  }

  private func truths(_ condition: BoundExpression, _ rows: [[Value]]) throws(OracleError) -> [Bool?] {
    var truths: [Bool?] = []
    for row in rows { truths.append(try oracle.reader(row).truth(condition)) }
    return truths
  }

  private mutating func judge(_ step: PlanStep) throws(OracleError) {
    switch step {
    case .filter(let filter): try judge(filter)
    case .assert(let condition):
      lines.append(line(try truths(condition.expression, oracle.rows), left: oracle.rows.count))
    case .summarize(let summary): for item in summary.items { try read(item) }
    case .window(let windows):
      for window in windows.windows { if case .aggregate(let item) = window.kind { try read(item) } }
    case .project, .extend, .sort, .first, .last, .sample, .top, .distinct, .describe, .pivot, .unpivot, .join, .append:
      break
    }
  }

  private mutating func judge(_ filter: PlanFilter) throws(OracleError) {
    var judged: [[Bool?]] = []
    for condition in filter.conditions { judged.append(try truths(condition.expression, oracle.rows)) }
    let whole = oracle.rows.indices.map { row -> Bool? in
      let own = judged.map { $0[row] }
      return own.contains(false) ? false : own.contains(nil) ? nil : true
    }
    if filter.isDropping {
      if judged.count > 1 { readings += judged.map { line($0, left: nil) } }
      let turned = whole.map { truth in truth.map { !$0 } }
      return lines.append(line(turned, left: turned.count { $0 != false }))
    }
    for place in judged.indices {
      let left = oracle.rows.indices.count { row in judged[...place].allSatisfy { $0[row] == true } }
      lines.append(line(judged[place], left: left))
    }
    if judged.count > 1 { lines.append(line(whole, left: whole.count { $0 == true })) }
  }

  private mutating func read(_ item: PlanAggregate) throws(OracleError) {
    var rows = oracle.rows
    if let when = item.when {
      let truths = try truths(when, rows)
      readings.append(line(truths, left: nil))
      rows = zip(rows, truths).filter { $1 == true }.map(\.0)
    }
    guard let argument = item.argument else { return }
    if item.aggregate.input == .condition {
      readings.append(line(try truths(argument, rows), left: nil))
      return
    }
    var known = 0
    for row in rows {
      var values: [Value] = []
      for expression in [argument, item.second, item.weight] {
        if let expression { values.append(try oracle.reader(row).value(expression)) }
      }
      if !values.contains(where: \.isMissing) { known += 1 }
    }
    readings.append(Line(rowsIn: rows.count, kept: known, failed: 0, unknown: rows.count - known, left: nil))
  }

  /// The lines of the other table, then of the rows of both sides; −1 stands for what the join leaves.
  private mutating func add(_ join: PlanJoin) throws(OracleError) {
    let other = try OracleFunnel(of: join.right)
    lines += other.lines
    readings += other.readings
    let left = oracle.rows.map { row in join.keys.map { row[$0.left] } }
    let right = other.oracle.rows.map { row in join.keys.map { row[$0.right] } }
    let matched = Self.matches(left, in: right)
    let isAnti = join.kind == .anti
    lines.append(line(matched.map { truth in isAnti ? truth.map { !$0 } : truth }, left: -1))
    lines.append(line(Self.matches(right, in: left), left: nil))
  }

  /// Whether each key is among others; nil where a part of it is missing.
  private static func matches(_ keys: [[Value]], in others: [[Value]]) -> [Bool?] {
    keys.map { key in
      if key.contains(where: \.isMissing) { return nil }
      return others.contains { zip(key, $0).allSatisfy { !$1.isMissing && ValueOrder.compare($0, $1) == 0 } }
    }
  }
}
