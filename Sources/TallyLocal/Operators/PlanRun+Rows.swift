import TallyData
import TallyPlan
import TallyText

/// Steps that look at each row by itself.
extension PlanRun {
  mutating func filter(_ filter: PlanFilter, _ index: Int) throws(RunError) {
    let (judgement, entry) = try judge(filter.expression, index)
    account.filters.append(entry)
    let kept = filter.isDropping ? frame.rows(without: judgement.held) : judgement.held
    frame = Frame(columns: frame.columns, physicalCount: frame.physicalCount, mask: kept)
  }

  mutating func assert(_ condition: PlanCondition, _ index: Int, range: SourceRange) throws(RunError) {
    let (judgement, entry) = try judge(condition.expression, index)
    account.asserts.append(entry)
    let failed = entry.rowsIn - entry.held - entry.unknown
    guard failed > 0 else { return }
    var others = frame.rows(without: judgement.held)
    if let unknown = judgement.unknown {
      others = Frame(columns: [], physicalCount: frame.physicalCount, mask: others).rows(without: unknown)
    }
    throw .assertionFailed(
      text: condition.text, rows: failed, firstRow: rowNumber(of: others), of: entry.rowsIn, unknown: entry.unknown,
      range: range)
  }

  /// The first of some rows, counted from 1 among the rows that reached the step.
  private func rowNumber(of rows: Bitmap) -> Int {
    var before = 0
    for (place, word) in rows.words.enumerated() {
      let reached = frame.mask?.words[place] ?? ~0
      if word == 0 {
        before += reached.nonzeroBitCount
        continue
      }
      let bit = word.trailingZeroBitCount
      return before + (reached & Bitmap.word(ofOnes: bit)).nonzeroBitCount + 1
    }
    return before
  }

  /// Judges a condition for the rows that count, and accounts for the ones that it cannot judge.
  private mutating func judge(
    _ condition: BoundExpression, _ index: Int
  ) throws(RunError) -> (Judgement, FilterAccount) {
    try store(for: condition)
    let columns = condition.columnIndices.sorted().filter(mayBeMissing)
    // One column that can be missing is the cause wherever only missing cells are.
    let isClear = columns.count == 1 && condition.isKnownOfKnown
    let judgement = try evaluator(frame).judge(
      resolved(condition), causes: isClear ? [] : columns, losses: &account.losses)
    let unknown = judgement.unknownCount
    var causes: [FilterAccount.Cause] = []
    for (column, rows) in zip(columns, isClear ? [unknown] : judgement.missing) where rows > 0 {
      causes.append(FilterAccount.Cause(column: fields[column].name, rows: rows))
    }
    let sorted = causes.enumerated().sorted { ($1.element.rows, $0.offset) < ($0.element.rows, $1.offset) }
    let account = FilterAccount(
      node: index, rowsIn: frame.rowCount, held: judgement.heldCount, unknown: unknown, causes: sorted.map(\.element))
    return (judgement, account)
  }

  mutating func project(_ planned: [PlanColumn]) throws(RunError) {
    let columns = try columns(planned.map(\.expression))
    frame = Frame(columns: columns, physicalCount: frame.physicalCount, mask: frame.mask)
  }

  mutating func extend(_ definitions: [PlanDefinition]) throws(RunError) {
    for definition in definitions {
      let expression = resolved(definition.expression)
      let isDeferred = definition.replacing == nil && mayDefer(expression, as: frame.columns.count)
      if isDeferred { deferred[frame.columns.count] = expression }
      let column =
        isDeferred
        ? .placeholder(expression.type, count: frame.physicalCount) : try column(expression)
      var columns = frame.columns
      if let place = definition.replacing { columns[place] = column } else { columns.append(column) }
      frame = Frame(columns: columns, physicalCount: frame.physicalCount, mask: frame.mask)
    }
  }
}

extension Frame {
  /// The rows that count and are not among others.
  func rows(without others: Bitmap) -> Bitmap {
    guard let mask else { return Bitmap(words: others.words.map(~), count: others.count) }
    return Bitmap(words: zip(mask.words, others.words).map { $0 & ~$1 }, count: others.count)
  }
}
