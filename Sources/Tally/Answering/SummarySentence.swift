import TallyData
import TallyFormats
import TallyLocal
import TallyPlan
import TallyText

/// A summary of one value as a sentence: `10 of 3,866 arrivals (0.3 %)`, `mean age is 29.9, of 1,046 people`.
struct SummarySentence {
  private(set) var text: String
  /// What the sentence says beside the value, for formats that write the value alone.
  private(set) var notes: [Note] = []
  /// The places of the filters it speaks of.
  private(set) var coveredFilters: Set<Int> = []
  private(set) var speaksOfUnheld = false
  private(set) var speaksOfWhen = false

  /// Nil unless the answer is one value of a summary.
  init?(_ composer: AnswerComposer) {
    guard let summary = composer.lastSummary, summary.keys.isEmpty, summary.items.count == 1, !summary.hasPercent,
      let account = composer.result.account.summary, let part = account.items.first, composer.result.table.rowCount == 1
    else { return nil }
    let item = summary.items[0]
    let trail = RowTrail(
      before: composer.nodeCount - 1, plan: composer.plan, account: composer.result.account)
    text = ""
    if item.countsRows, item.when == nil {
      count(account.rowsIn, trail, composer)
    } else if item.countsRows {
      countWhen(item, part, rowsIn: account.rowsIn, composer)
    } else {
      value(item, part, composer)
    }
  }

  /// `share is 0.7222, of 26 rows`: one value worked out from aggregates; nil unless the answer is one.
  init?(ofCalculation composer: AnswerComposer) {
    let (plan, last) = (composer.plan, composer.nodeCount - 1)
    guard last > 0, case .project(let columns) = plan.nodes[last].step, columns.count == 1,
      case .summarize(let summary) = plan.nodes[last - 1].step, summary.keys.isEmpty,
      plan.nodes[last].range == plan.nodes[last - 1].range, composer.result.table.rowCount == 1,
      let account = composer.result.account.summary
    else { return nil }
    let value = ValueText.people(composer.result.table.columns[0][0], digits: composer.digits)
    text = "\(columns[0].name) is \(value), of \(composer.noun(before: last - 1).counted(account.rowsIn))"
  }

  /// `165 of 344 penguins (48.0 %); 11 more could not be judged: sex is missing`.
  private mutating func count(_ rows: Int, _ trail: RowTrail?, _ composer: AnswerComposer) {
    guard let trail else {
      text = composer.noun.counted(rows)
      return
    }
    coveredFilters = trail.nodes
    if rows == 0, composer.unheldSentence != nil {
      text = composer.noneSentence(trail)
      speaksOfUnheld = true
      notes = [Note(text)]
    } else {
      text = trail.sentence
      if trail.filters.contains(where: { $0.account.unknown > 0 }) { notes = [Note(text)] }
    }
  }

  private mutating func countWhen(
    _ item: PlanAggregate, _ part: SummaryAccount.Item, rowsIn: Int, _ composer: AnswerComposer
  ) {
    text = composer.noun.share(part.rows[0], of: rowsIn)
    addUnjudged(item, part, composer)
  }

  /// `mean body_mass_g is 4,201.8, of 342 penguins; 2 more are missing`.
  private mutating func value(_ item: PlanAggregate, _ part: SummaryAccount.Item, _ composer: AnswerComposer) {
    let value = composer.result.table.columns[0][0]
    let known = part.rows[0] - part.missing[0]
    let missing = part.missing[0]
    if value.isMissing {
      text = "\(item.words) is missing: " + (part.rows[0] == 0 ? "there are no rows" : Self.absence(item, known))
    } else {
      let shown = Self.text(value, of: item, digits: composer.digits)
      text = "\(item.words) is \(shown), of \(composer.noun.counted(item.speaksOfValues ? known : part.rows[0]))"
    }
    if item.speaksOfValues, missing > 0, known > 0 {
      let verb = missing == 1 ? "is" : "are"
      let isCondition = item.aggregate.input == .condition
      let cause = isCondition ? item.argument.map { composer.cause(of: $0) } : nil
      text += "; \(grouped(missing)) more " + (cause.map { "could not be judged: \($0)" } ?? "\(verb) missing")
      notes = [Note(text)]
    }
    addUnjudged(item, part, composer)
  }

  /// A count is grouped as the counts around it are; another whole number may be a year.
  private static func text(_ value: Value, of item: PlanAggregate, digits: Int?) -> String {
    if item.aggregate.measure == .count, case .integer(let count) = value { return grouped(Int(count)) }
    return ValueText.people(value, digits: digits)
  }

  private mutating func addUnjudged(_ item: PlanAggregate, _ part: SummaryAccount.Item, _ composer: AnswerComposer) {
    guard part.unjudged[0] > 0, let cause = composer.whenCause(item) else { return }
    speaksOfWhen = true
    text += "; \(grouped(part.unjudged[0])) more could not be judged: \(cause)"
    notes = [Note(text)]
  }

  private static func absence(_ item: PlanAggregate, _ known: Int) -> String {
    known == 0 ? "\(item.argumentText) is missing in every row" : "\(counted(known, "value")) cannot tell it"
  }
}

extension PlanAggregate {
  /// `mean body_mass_g`, or the name that `as` gave.
  var words: String {
    let called = aggregate.name
    let count = countMode == .rows ? "" : "_\(countMode.rawValue)"
    guard name.lowercased() == "\(called)\(count)_\(argumentText)".lowercased() else { return name }
    let argument = name.suffix(argumentText.count)
    switch aggregate.input {
    case .rows: return countMode == .rows ? called : "\(called) \(countMode.rawValue) \(argument)"
    case .value, .condition: return "\(called) \(argument)"
    case .valueAndPercentage: return "\(called)(\(argument), \(ValueText.people(.number(percentage))))"
    case .pair: return name
    }
  }
}

extension AnswerComposer {
  /// What the rows that went into the last step are called.
  var noun: RowNoun { noun(before: nodeCount - 1) }

  /// What the rows are called that go into a step.
  func noun(before step: Int) -> RowNoun {
    for node in plan.nodes.prefix(max(step, 0)) {
      switch node.step {
      case .filter, .project, .extend, .window, .sort, .assert, .first, .last, .sample, .top: break
      case .distinct, .describe, .summarize, .pivot, .unpivot, .join, .append: return .rows
      }
    }
    return RowNoun(table: plan.source.name)
  }
}
