import TallyData
import TallyPlan
import TallyText

/// Steps that look at each row by itself.
extension PlanRun {
  mutating func filter(_ filter: PlanFilter, _ index: Int) throws(RunError) {
    let question = try question(filter.expression)
    let rowsIn = frame.rowCount
    func left(_ entry: FilterAccount) -> Int { filter.isDropping ? rowsIn - entry.held : entry.held }
    if countsRowsOnly(after: index) {
      let counts = try evaluator(frame).count(question.condition, causes: question.causes, losses: &account.losses)
      let entry = entry(of: question, counts, index)
      account.filters.append(entry)
      return frame = Frame(columns: [], physicalCount: left(entry))
    }
    let judgement = try evaluator(frame).judge(
      question.condition, causes: question.causes, needsUnknown: false, losses: &account.losses)
    let entry = entry(of: question, judgement.counts, index)
    account.filters.append(entry)
    let kept = filter.isDropping ? frame.rows(without: judgement.held) : judgement.held
    frame = Frame(columns: frame.columns, physicalCount: frame.physicalCount, mask: kept, rowCount: left(entry))
  }

  /// Whether nothing is asked of the rows that a node passes on but how many there are.
  private func countsRowsOnly(after index: Int) -> Bool {
    guard index + 1 < end, case .summarize(let summary) = plan.nodes[index + 1].step, summary.keys.isEmpty else {
      return false
    }
    return summary.items.allSatisfy {
      $0.argument == nil && $0.second == nil && $0.weight == nil && $0.when == nil
    }
  }

  mutating func assert(_ condition: PlanCondition, _ index: Int, range: SourceRange) throws(RunError) {
    let question = try question(condition.expression)
    let judgement = try evaluator(frame).judge(
      question.condition, causes: question.causes, losses: &account.losses)
    let entry = entry(of: question, judgement.counts, index)
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

  /// A condition over stored columns, and the columns whose missing cells may be why it cannot be judged.
  private struct Question {
    let condition: BoundExpression
    let columns: [Int]
    /// Those whose missing cells must be counted: none where one column is the cause wherever there is one.
    let causes: [Int]
  }

  private mutating func question(_ condition: BoundExpression) throws(RunError) -> Question {
    try store(for: condition)
    let columns = condition.columnIndices.sorted().filter(mayBeMissing)
    let isClear = columns.count == 1 && condition.isKnownOfKnown
    return Question(condition: resolved(condition), columns: columns, causes: isClear ? [] : columns)
  }

  /// Accounts for the rows that a condition cannot judge.
  private func entry(of question: Question, _ counts: JudgementCounts, _ index: Int) -> FilterAccount {
    var causes: [FilterAccount.Cause] = []
    for (column, rows) in zip(question.columns, question.causes.isEmpty ? [counts.unknown] : counts.missing)
    where rows > 0 {
      causes.append(FilterAccount.Cause(column: fields[column].name, rows: rows))
    }
    let sorted = causes.enumerated().sorted { ($1.element.rows, $0.offset) < ($0.element.rows, $1.offset) }
    return FilterAccount(
      node: index, rowsIn: frame.rowCount, held: counts.held, unknown: counts.unknown, causes: sorted.map(\.element))
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
