import TallyData
import TallyPlan
import TallySyntax
import TallyText

/// Steps that bring in another table.
extension PlanRun {
  mutating func join(_ join: PlanJoin, _ index: Int, range: SourceRange) throws(RunError) {
    let (wanted, node) = (use, node)
    let rightColumns = join.rightColumns.enumerated().filter { place, _ in
      wanted.isRead(frame.columns.count + place, after: node)
    }
    let right = try table(of: join.right, reading: Set(rightColumns.map(\.element) + join.keys.map(\.right)))
    // Few rows of many are better by themselves.
    if frame.rowCount < frame.physicalCount / 8 {
      frame = try frame.compacted(workers) { wanted.isRead($0, before: node) }
    }
    let keys = try JoinKeys(
      join.keys.map { (left: frame.columns[$0.left], right: right.columns[$0.right]) }, left: sweep,
      rightCount: right.rowCount)
    let matches = JoinMatches(keys)
    try guardKeys(join, keys, matches, right, range: range)
    account.joins.append(
      JoinAccount(
        node: index, leftRows: frame.rowCount, rightRows: right.rowCount, matchedLeft: keys.left.count,
        matchedRight: matches.matchedRight, repeatedRightKeys: matches.repeatedRight))
    switch join.kind {
    case .semi: frame = frame.narrowed(to: keys.left.rows)
    case .anti: frame = frame.narrowed(to: frame.rows(without: keys.left.rows))
    case .lookup, .inner, .left, .full:
      if join.kind != .full && matches.repeatedRight == 0 {
        try addPartners(join, keys, matches, right)
      } else {
        try combine(join, matches, right)
      }
    }
    account.joins[account.joins.count - 1].rows = frame.rowCount
  }

  /// Each row has one partner at most: the rows stay where they are, unless few of them find one and the others go.
  private mutating func addPartners(
    _ join: PlanJoin, _ keys: JoinKeys, _ matches: JoinMatches, _ right: Table
  ) throws(RunError) {
    let isShrinking = join.kind == .inner && keys.left.count < frame.physicalCount / 4
    let (use, node) = (use, node)
    let places = join.rightColumns.indices.filter { use.isRead(frame.columns.count + $0, after: node) }
    var mask = frame.mask
    if join.kind == .inner { mask = keys.left.rows }
    var left = Frame(columns: frame.columns, physicalCount: frame.physicalCount, mask: mask)
    if isShrinking { left = try left.compacted(workers) { use.isRead($0, after: node) } }
    var added = join.rightColumns.map { Column.missing(right.columns[$0].type, count: left.physicalCount) }
    if !places.isEmpty {
      let numbers = isShrinking ? try keys.left.matched(workers) : try keys.left.all(workers)
      let rows = matches.rightRows
      for place in places {
        // By number first: what many rows look for is closer together.
        let byNumber = try right.columns[join.rightColumns[place]].gathered(rows, workers)
        added[place] = try byNumber.gathered(numbers, workers)
      }
    }
    frame = Frame(columns: left.columns + added, physicalCount: left.physicalCount, mask: left.mask)
  }

  private mutating func combine(_ join: PlanJoin, _ matches: JoinMatches, _ right: Table) throws(RunError) {
    let resulting = frame.columns + join.rightColumns.map { right.columns[$0] }
    let rowBytes = resulting.indices.reduce(0) { $0 + (use.isRead($1, after: node) ? resulting[$1].bytesPerRow : 1) }
    let rows = try matches.pairs(
      try frame.countingRows(workers), keepsLeft: join.kind != .inner, keepsRight: join.kind == .full,
      rowBytes: rowBytes, workers)
    var columns: [Column] = []
    for (index, column) in frame.columns.enumerated() {
      if !use.isRead(index, after: node) {
        columns.append(.missing(column.type, count: rows.left.count))
      } else if join.kind == .full, let key = join.keys.first(where: { $0.left == index }) {
        // A row of the right alone has its key there.
        let both = try Column.concatenated([column, right.columns[key.right]], type: column.type, workers)
        columns.append(try both.gathered(rows.keys(leftCount: column.count), workers))
      } else {
        columns.append(try column.gathered(rows.left, workers))
      }
    }
    columns += try rightColumns(join, right, rows.right)
    frame = Frame(columns: columns, physicalCount: rows.left.count)
  }

  /// The columns that the right adds, of some of its rows; those that nobody reads are missing.
  private func rightColumns(_ join: PlanJoin, _ right: Table, _ rows: Buffer<UInt32>) throws(RunError) -> [Column] {
    var columns: [Column] = []
    for (place, index) in join.rightColumns.enumerated() {
      let column = right.columns[index]
      let isRead = use.isRead(frame.columns.count + place, after: node)
      columns.append(isRead ? try column.gathered(rows, workers) : .missing(column.type, count: rows.count))
    }
    return columns
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
      guard !join.isManyToMany, let (number, leftCount) = try matches.firstRepeatedOnBothSides(workers)
      else { return }
      throw .keyRepeatsOnBothSides(
        table: join.rightName, key: join.keyText, example: example(number), left: leftCount,
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
  /// `reading`: which columns are wanted of it, the others may be missing; nil: all.
  private mutating func table(of plan: LogicalPlan, reading columns: Set<Int>? = nil) throws(RunError) -> Table {
    var run = try PlanRun(plan, reading: columns, workers: workers)
    try run.run()
    account.losses.merge(run.account.losses)
    return try run.table()
  }
}

extension Frame {
  /// The same columns with other rows that count.
  fileprivate func narrowed(to mask: Bitmap) -> Frame {
    Frame(columns: columns, physicalCount: physicalCount, mask: mask)
  }
}
