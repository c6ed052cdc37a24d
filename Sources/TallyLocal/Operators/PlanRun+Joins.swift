import TallyData
import TallyPlan
import TallySyntax
import TallyText

/// Steps that bring in another table.
extension PlanRun {
  mutating func join(_ join: PlanJoin, _ index: Int, range: SourceRange) throws(RunError) {
    let right = try table(of: join.right)
    frame = try frame.compacted(workers)
    let keys = try JoinKeys(
      join.keys.map { (left: frame.columns[$0.left], right: right.columns[$0.right]) }, workers)
    let matches = JoinMatches(keys)
    try guardKeys(join, keys, matches, right, range: range)
    account.joins.append(
      JoinAccount(
        node: index, leftRows: frame.rowCount, rightRows: right.rowCount, matchedLeft: matches.matchedLeft,
        matchedRight: matches.matchedRight(keys), repeatedRightKeys: matches.repeatedRight))
    switch join.kind {
    case .semi, .anti: keep(matched: join.kind == .semi, keys, matches)
    case .lookup, .inner, .left, .full: try combine(join, keys, matches, right)
    }
    account.joins[account.joins.count - 1].rows = frame.rowCount
  }

  private mutating func keep(matched: Bool, _ keys: JoinKeys, _ matches: JoinMatches) {
    var kept = Bitmap(count: frame.physicalCount)
    for row in 0..<frame.physicalCount where (keys.left.pointer[row] != 0) == matched { kept[row] = true }
    frame = Frame(columns: frame.columns, physicalCount: frame.physicalCount, mask: kept)
  }

  private mutating func combine(
    _ join: PlanJoin, _ keys: JoinKeys, _ matches: JoinMatches, _ right: Table
  ) throws(RunError) {
    let keepsLeft = join.kind != .inner
    let rows = try matches.pairs(keys, keepsLeft: keepsLeft, keepsRight: join.kind == .full, workers)
    var columns: [Column] = []
    for (index, column) in frame.columns.enumerated() {
      let gathered = rows.isLeftInPlace ? column : try column.gathered(rows.left, workers)
      guard join.kind == .full, let key = join.keys.first(where: { $0.left == index }) else {
        columns.append(gathered)
        continue
      }
      // A row of the right alone has its key there.
      let both = try Column.concatenated([column, right.columns[key.right]], type: column.type, workers)
      columns.append(try both.gathered(rows.keys(leftCount: column.count), workers))
    }
    for index in join.rightColumns { columns.append(try right.columns[index].gathered(rows.right, workers)) }
    frame = Frame(columns: columns, physicalCount: rows.left.count)
  }

  private func guardKeys(
    _ join: PlanJoin, _ keys: JoinKeys, _ matches: JoinMatches, _ right: Table, range: SourceRange
  ) throws(RunError) {
    func example(_ number: UInt32) -> String {
      guard let row = keys.right.values.firstIndex(of: number) else { return "" }
      return join.keys.map { right.columns[$0.right][row].columnName }.joined(separator: ", ")
    }
    switch join.kind {
    case .semi, .anti: return
    case .lookup:
      guard let number = matches.firstRepeatedRight else { return }
      throw .lookupKeyRepeats(
        table: join.rightName, key: join.keyText, keys: matches.repeatedRight, example: example(number),
        rows: matches.rightCount(number), range: range)
    case .inner, .left, .full:
      guard !join.isManyToMany, let number = matches.firstRepeatedOnBothSides else { return }
      throw .keyRepeatsOnBothSides(
        table: join.rightName, key: join.keyText, example: example(number), left: matches.leftCount(number),
        right: matches.rightCount(number), range: range)
    }
  }

  mutating func append(_ append: PlanAppend) throws(RunError) {
    let lower = try table(of: append.lower)
    frame = try frame.compacted(workers)
    var columns: [Column] = []
    for source in append.columns {
      let above = source.upper.map { frame.columns[$0] } ?? .missing(source.type, count: frame.rowCount)
      let below = source.lower.map { lower.columns[$0] } ?? .missing(source.type, count: lower.rowCount)
      columns.append(try Column.concatenated([above, below], type: source.type, workers))
    }
    frame = Frame(columns: columns, physicalCount: frame.rowCount + lower.rowCount)
  }

  /// The answer of another plan; what became missing in it counts here too.
  private mutating func table(of plan: LogicalPlan) throws(RunError) -> Table {
    var run = try PlanRun(plan, workers: workers)
    try run.run()
    account.losses.merge(run.account.losses)
    return try run.table()
  }
}
