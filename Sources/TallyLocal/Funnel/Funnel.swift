import TallyData
import TallyPlan
import TallySyntax
import TallyText

/// Takes the steps of a plan one by one and notes how each narrows the rows.
struct Funnel {
  private(set) var lines: [FunnelLine] = []
  private var run: PlanRun
  private let depth: Int
  /// Of steps that make other rows; told once a line follows.
  private var pending: [FunnelLine] = []

  init(of plan: LogicalPlan, depth: Int = 0, workers: Workers) throws(RunError) {
    run = try PlanRun(plan, workers: workers)
    self.depth = depth
    var next = 0
    while next < run.end { next = try take(next) }
  }

  /// The rows after the last step.
  private var frame: Frame { run.frame }

  private mutating func take(_ index: Int) throws(RunError) -> Int {
    let node = run.plan.nodes[index]
    let rowsIn = frame.rowCount
    switch node.step {
    case .filter(let filter): try add(filter, node.text)
    case .assert(let condition):
      add(.assert, condition.text, rowsIn: rowsIn, try outcome(of: condition.expression), left: rowsIn)
      return index + 1  // It is told also where it fails.
    case .summarize(let summary): for item in summary.items { try add(item) }
    case .window(let windows):
      for window in windows.windows {
        if case .aggregate(let item) = window.kind { try add(item) }
      }
    case .join(let join): return try take(join, index, text: node.text)
    case .project, .extend, .sort, .first, .last, .sample, .top, .distinct, .describe, .pivot, .unpivot, .append: break
    }
    let next = try run.take(index)
    addCounts(of: run.plan.nodes[next - 1], rowsIn: rowsIn)
    return next
  }

  // MARK: - Lines

  private mutating func add(
    _ kind: FunnelLine.Kind, _ text: String, rowsIn: Int, _ outcome: FunnelLine.Outcome? = nil, added: Int = 0,
    left: Int? = nil, depth: Int? = nil, table: String? = nil
  ) {
    let line = FunnelLine(
      kind: kind, table: table ?? run.plan.source.name, depth: depth ?? self.depth, text: text, rowsIn: rowsIn,
      outcome: outcome, added: added, left: left)
    if kind == .reshaped { return pending.append(line) }
    tellPending()
    // Two aggregates of one column say the same of it.
    let saysOfValues = kind == .values || kind == .share || kind == .when
    if !(saysOfValues && lines.contains(line)) { lines.append(line) }
  }

  private mutating func tellPending() {
    lines += pending
    pending = []
  }

  /// Steps that are told by their rows alone.
  private mutating func addCounts(of node: PlanNode, rowsIn: Int) {
    let left = frame.rowCount
    switch node.step {
    case .first, .last, .sample, .top:
      let outcome = FunnelLine.Outcome(kept: left, failed: rowsIn - left, unknown: 0)
      add(.cut, node.text, rowsIn: rowsIn, outcome, left: left)
    case .append: add(.append, node.text, rowsIn: rowsIn, added: left - rowsIn, left: left)
    case .distinct, .describe, .summarize, .unpivot: add(.reshaped, node.text, rowsIn: rowsIn, left: left)
    case .pivot:
      // A summary and the columns its last key becomes are one step.
      let summary = pending.popLast()
      add(.reshaped, summary?.text ?? node.text, rowsIn: summary?.rowsIn ?? rowsIn, left: left)
    case .filter, .project, .extend, .sort, .assert, .window, .join: break
    }
  }

  /// A line a condition, and one for all; a dropping filter removes a row only where all hold, so it alone narrows.
  private mutating func add(_ filter: PlanFilter, _ text: String) throws(RunError) {
    let rowsIn = frame.rowCount
    let whole = try outcome(of: filter.expression)
    if filter.isDropping {
      for condition in filter.conditions where filter.conditions.count > 1 {
        add(.share, condition.text, rowsIn: rowsIn, try outcome(of: condition.expression))
      }
      let turned = FunnelLine.Outcome(kept: whole.failed, failed: whole.kept, unknown: whole.unknown)
      let words = filter.conditions.map(\.text).joined(separator: " and ")
      return add(.dropping, words, rowsIn: rowsIn, turned, left: rowsIn - whole.kept)
    }
    var losses = Losses()
    var left = frame.mask ?? Bitmap(count: frame.physicalCount, filled: true)
    for (place, condition) in filter.conditions.enumerated() {
      let judgement = try run.evaluator(frame).judge(condition.expression, losses: &losses)
      left = Bitmap(words: zip(left.words, judgement.held.words).map { $0 & $1 }, count: left.count)
      let outcome = judgement.outcome(of: rowsIn)
      add(.condition(place: place), condition.text, rowsIn: rowsIn, outcome, left: left.ones)
    }
    if filter.conditions.count > 1 { add(.together, "together", rowsIn: rowsIn, whole, left: whole.kept) }
  }

  private func outcome(of condition: BoundExpression) throws(RunError) -> FunnelLine.Outcome {
    try outcome(of: condition, in: frame)
  }

  private func outcome(of condition: BoundExpression, in frame: Frame) throws(RunError) -> FunnelLine.Outcome {
    var losses = Losses()
    return try run.evaluator(frame).judge(condition, losses: &losses).outcome(of: frame.rowCount)
  }

  /// Of an aggregate: the rows its `when` takes, and of those the rows whose value is known.
  private mutating func add(_ item: PlanAggregate) throws(RunError) {
    var looked = frame
    var suffix = ""
    if let when = item.when {
      var losses = Losses()
      let judgement = try run.evaluator(frame).judge(when, losses: &losses)
      add(.when, "when \(item.whenText)", rowsIn: frame.rowCount, judgement.outcome(of: frame.rowCount))
      looked = Frame(columns: frame.columns, physicalCount: frame.physicalCount, mask: judgement.held)
      suffix = " when \(item.whenText)"
    }
    guard let argument = item.argument else { return }
    if item.aggregate.input == .condition {
      let outcome = try outcome(of: argument, in: looked)
      return add(.share, item.argumentText + suffix, rowsIn: looked.rowCount, outcome)
    }
    let read = [argument, item.second, item.weight].compactMap(\.self)
    let missing = try outcome(of: BoundExpression.anyMissing(read), in: looked)
    let outcome = FunnelLine.Outcome(kept: missing.failed, failed: 0, unknown: missing.kept)
    add(.values, read.count > 1 ? item.name : item.argumentText + suffix, rowsIn: looked.rowCount, outcome)
  }

  // MARK: - Joins

  /// First what narrowed the other table, then the rows of both sides that match.
  private mutating func take(_ join: PlanJoin, _ index: Int, text: String) throws(RunError) -> Int {
    let right = try Funnel(of: join.right, depth: depth + 1, workers: run.workers)
    let (rowsIn, leftUnknown) = (frame.rowCount, try rowsWithoutKey(join.keys.map(\.left), in: frame, run.fields))
    let rightUnknown = try rowsWithoutKey(join.keys.map(\.right), in: right.frame, join.right.output)
    let next = try run.take(index)
    guard let account = run.account.joins.last else { return next }
    tellPending()
    lines += right.lines
    let matched = account.matchedLeft
    let unmatched = rowsIn - matched - leftUnknown
    let removal = join.kind.removal
    let (kept, failed) = removal == .matched ? (unmatched, matched) : (matched, unmatched)
    let removed =
      switch removal {
      case .none: 0
      case .unmatched: failed + leftUnknown
      case .matched: failed
      }
    add(
      .join(removes: removal), text, rowsIn: rowsIn, .init(kept: kept, failed: failed, unknown: leftUnknown),
      added: account.rows - rowsIn + removed, left: account.rows)
    let repeated = account.repeatedRightKeys
    let words = join.rightName + (repeated > 0 ? ", \(counted(repeated, "repeated key"))" : "")
    let outcome = FunnelLine.Outcome(
      kept: account.matchedRight, failed: account.rightRows - account.matchedRight - rightUnknown,
      unknown: rightUnknown)
    add(.joined, words, rowsIn: account.rightRows, outcome, depth: depth + 1, table: join.rightName)
    return next
  }

  private func rowsWithoutKey(_ keys: [Int], in frame: Frame, _ fields: [Field]) throws(RunError) -> Int {
    let columns = keys.map { BoundExpression(.column($0), type: fields[$0].type, range: 0..<0) }
    return try outcome(of: .anyMissing(columns), in: frame).kept
  }
}

extension Judgement {
  fileprivate func outcome(of rowCount: Int) -> FunnelLine.Outcome {
    FunnelLine.Outcome(kept: heldCount, failed: rowCount - heldCount - unknownCount, unknown: unknownCount)
  }
}

extension BoundExpression {
  /// True where one of some values is missing.
  fileprivate static func anyMissing(_ values: [BoundExpression]) -> BoundExpression {
    BoundExpression(
      .or(values.map { BoundExpression(.isMissing($0), type: .boolean, range: $0.range) }), type: .boolean, range: 0..<0
    )
  }
}

extension JoinSyntax.Kind {
  fileprivate var removal: FunnelLine.Removal {
    switch self {
    case .lookup, .left, .full: .none
    case .inner, .semi: .unmatched
    case .anti: .matched
    }
  }
}
