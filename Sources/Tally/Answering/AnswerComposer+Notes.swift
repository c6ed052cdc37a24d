import TallyFormats
import TallyLocal
import TallyPlan
import TallyText

extension AnswerComposer {
  /// For an answer of rows: how many of the table's they are, and what could not be judged.
  var rowNotes: [Note] {
    if lastSummary == nil, let trail, trail.kept == result.table.rowCount {
      return [Note(trail.sentence)] + lessons(of: trail.filters) + filterNotes(beyond: trail.nodes)
    }
    return filterNotes(beyond: [])
  }

  /// What filters could not judge, but for those that the answer speaks of already.
  func filterNotes(beyond covered: Set<Int>) -> [Note] {
    var notes: [Note] = []
    for account in result.account.filters where account.unknown > 0 && !covered.contains(account.node) {
      let isDropping = isDropping(account.node)
      let noun = account.node == 0 ? RowNoun(table: plan.source.name) : .rows
      notes.append(
        Note(
          "\(grouped(account.unknown)) of \(noun.counted(account.rowsIn)) could not be judged and "
            + "\(isDropping ? "stay" : "are left out"): \(MissingCauses(account).text)"))
      notes += lessons(of: [(account, isDropping)])
    }
    return notes
  }

  private func isDropping(_ node: Int) -> Bool {
    if case .filter(let filter) = plan.nodes[node].step { filter.isDropping } else { false }
  }

  private func lessons(of filters: [(account: FilterAccount, isDropping: Bool)]) -> [Note] {
    filters.contains { $0.account.unknown > 0 } ? [Note(Lesson.unknownCondition, kind: .lesson)] : []
  }

  /// Everything that is no filter's: asserts, unjudged `when`s, lost values, cut ties, the seed, the clock.
  var otherNotes: [Note] {
    assertNotes + joinNotes + appendNotes + whenNotes + earlierSummaryNotes + summaryLessons + lossNotes + tieNotes
      + seedNotes + clockNotes
      + heldNotes
  }

  private var assertNotes: [Note] {
    result.account.asserts.filter { $0.unknown > 0 }.map { account in
      let text = plan.nodes[account.node].text
      return Note(
        "\(text): \(grouped(account.unknown)) of \(counted(account.rowsIn, "row")) could not be judged and pass: "
          + MissingCauses(account).text)
    }
  }

  /// Rows that no row of the other table stood beside, where the kind of join makes that a surprise.
  private var joinNotes: [Note] {
    result.account.joins.flatMap { account -> [Note] in
      guard case .join(let join) = plan.nodes[account.node].step else { return [] }
      let left = account.leftRows - account.matchedLeft
      let right = account.rightRows - account.matchedRight
      func note(_ count: Int, of whole: Int, in other: String, _ fate: String, whose: String = "") -> [Note] {
        if count == 0 { return [] }
        return [Note("\(grouped(count)) of \(counted(whole, "row"))\(whose) have no match in \(other) and \(fate)")]
      }
      switch join.kind {
      case .semi, .anti: return []
      case .inner: return note(left, of: account.leftRows, in: join.rightName, "are left out")
      case .lookup, .left: return note(left, of: account.leftRows, in: join.rightName, "stay, with missing")
      case .full:
        return note(left, of: account.leftRows, in: join.rightName, "stay, with missing")
          + note(
            right, of: account.rightRows, in: "the rows before", "stay, with missing", whose: " of \(join.rightName)")
      }
    }
  }

  /// Columns that only one side of an `append` has.
  private var appendNotes: [Note] {
    plan.nodes.flatMap { node -> [Note] in
      guard case .append(let append) = node.step else { return [] }
      func names(_ isGap: (PlanAppend.Source) -> Bool) -> [String] {
        zip(node.output, append.columns).filter { isGap($1) }.map(\.0.name)
      }
      let below = names { $0.lower == nil }
      let above = names { $0.upper == nil }
      return (below.isEmpty ? [] : [Note("\(append.lowerName) has no \(below.joined(separator: ", ")): missing there")])
        + (above.isEmpty
          ? [] : [Note("only \(append.lowerName) has \(above.joined(separator: ", ")): missing in the rows before")])
    }
  }

  private var whenNotes: [Note] {
    guard let summary = lastSummary, let account = result.account.summary,
      !(SummarySentence(self)?.speaksOfWhen ?? false)
    else { return [] }
    var notes: [Note] = []
    for (item, part) in zip(summary.items, account.items) {
      let unjudged = part.unjudged.total
      guard unjudged > 0, let cause = whenCause(item) else { continue }
      let note = Note("\(grouped(unjudged)) of \(counted(account.rowsIn, "row")) could not be judged: \(cause)")
      if !notes.contains(note) { notes.append(note) }
    }
    return notes
  }

  /// `elite is missing`, for the columns that the `when` of an aggregate reads.
  func whenCause(_ item: PlanAggregate) -> String? {
    item.when.map { cause(of: $0) }
  }

  /// `elite is missing`, `sex or age is missing`.
  func cause(of condition: BoundExpression) -> String {
    let fields = nodeCount > 1 ? plan.nodes[nodeCount - 2].output : plan.source.fields
    let names = condition.columnsRead.sorted().map { fields[$0].name }
    guard let last = names.last else { return "the condition has no value" }
    return names.count == 1 ? "\(last) is missing" : names.dropLast().joined(separator: ", ") + " or \(last) is missing"
  }

  /// Of a summary that further steps changed: what its values left out, all groups together.
  private var earlierSummaryNotes: [Note] {
    guard let summary = earlierSummary, let account = result.account.summary else { return [] }
    var notes: [Note] = []
    for (item, part) in zip(summary.items, account.items) where item.speaksOfValues {
      let missing = part.missing.total
      let rows = part.rows.total
      let verb = item.aggregate.input == .condition ? "could not be judged" : "is missing"
      let note = Note("\(item.argumentText) \(verb) in \(grouped(missing)) of \(counted(rows, "row"))")
      if missing > 0, !notes.contains(note) { notes.append(note) }
    }
    return notes
  }

  private var summaryLessons: [Note] {
    guard let summary = lastSummary, let account = result.account.summary else { return [] }
    let hasMissing = zip(summary.items, account.items).contains { item, part in
      item.argument != nil && item.countMode != .missing && !part.missing.isZero
    }
    if !hasMissing { return [] }
    let isOfCondition = summary.items.contains { $0.aggregate.input == .condition }
    return [Note(isOfCondition ? Lesson.unknownShare : Lesson.missingValues, kind: .lesson)]
  }

  private var lossNotes: [Note] {
    result.account.losses.counts
      .sorted { ($0.key.range.lowerBound, $0.key.kind.reason) < ($1.key.range.lowerBound, $1.key.kind.reason) }
      .map { key, count in
        Note("\(turn.source[key.range]): \(counted(count, "value")) became missing: \(key.kind.reason)")
      }
  }

  private var tieNotes: [Note] {
    let cut = result.account.cutTies
    if cut == 0 { return [] }
    return [
      Note(
        "\(counted(cut, "more row")) \(cut == 1 ? "equals" : "equal") the last one shown, and \(cut == 1 ? "is" : "are") cut"
      ),
      Note(Lesson.ties, kind: .lesson),
    ]
  }

  private var seedNotes: [Note] {
    for node in plan.nodes {
      if case .sample(_, let seed, isSeedGiven: false) = node.step {
        return [Note("drawn with seed \(seed); `seed` and another number draws other rows")]
      }
    }
    return []
  }

  private var clockNotes: [Note] {
    guard remarks.usesClock else { return [] }
    let now = ValueText.people(.datetime(turn.clock.now / 1_000_000 * 1_000_000))
    return [Note("now is \(now) in UTC: another day may give another answer")]
  }

  /// Texts that no row holds, where other conditions still found rows.
  private var heldNotes: [Note] {
    if remarks.unheldTexts.isEmpty { return [] }
    let isSaid = result.table.rowCount == 0 || SummarySentence(self)?.speaksOfUnheld ?? false
    let lesson = Note(Lesson.exactText, kind: .lesson)
    return isSaid ? [lesson] : remarks.unheldTexts.map { Note($0.sentence) } + [lesson]
  }
}

/// What `set notes teach` adds where it mattered.
enum Lesson {
  static let unknownCondition =
    "A condition on a missing value is neither true nor false; such rows are left out and counted, and `why` shows them."
  static let missingValues = "Missing values are left out, not taken as zero; `of` says how many values there were."
  static let unknownShare = "A share is of the rows that could be judged; a missing value is not a no."
  static let exactText = "Text is compared exactly, capital letters included; `ignoring case` after it is less strict."
  static let ties = "Which of equal rows come first is decided by their order in the data."
}

extension Losses.Kind {
  /// Why a value became missing.
  var reason: String {
    switch self {
    case .divisionByZero: "division by zero"
    case .conversion: "the value could not be read so"
    case .unknownCondition: "the condition of `if` was unknown"
    case .missingArgument: "one of the compared values is missing"
    case .outOfRange: "the value is outside what the function takes or gives"
    }
  }
}
