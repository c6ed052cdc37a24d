import TallyData
import TallyFormats
import TallyLocal
import TallyPlan
import TallyText

/// Makes an answer of what a query gave: the sentence, the columns of the account, the notes.
struct AnswerComposer {
  let plan: LogicalPlan
  let remarks: BindRemarks
  let result: QueryResult
  let turn: Turn
  /// Statements that use a value the column holds, in place of one it does not.
  let unheldFixes: [String]
  /// Digits after the point; nil: chosen from the value.
  let digits: Int?

  init(bound: BoundQuery, result: QueryResult, turn: Turn, unheldFixes: [String], digits: Int?) {
    plan = bound.plan
    remarks = bound.remarks
    self.result = result
    self.turn = turn
    self.unheldFixes = unheldFixes
    self.digits = digits
  }

  var answer: Answer {
    var answer = Answer(table: result.table)
    let accounts = AccountColumns(of: lastSummary, in: result)
    answer.accountFields = accounts.fields
    answer.accountColumns = accounts.columns
    if let sentence = SummarySentence(self) ?? SummarySentence(ofCalculation: self) {
      answer.sentence = sentence.text
      answer.notesInSentence = sentence.notes
      answer.notes = filterNotes(beyond: sentence.coveredFilters) + otherNotes
    } else if result.table.rowCount == 0 {
      answer.sentence = emptySentence
      if !remarks.unheldTexts.isEmpty { answer.notesInSentence = [Note(emptySentence)] }
      answer.notes = filterNotes(beyond: trail?.nodes ?? []) + otherNotes
    } else {
      answer.notes = rowNotes + otherNotes
    }
    return answer
  }

  /// How many nodes make the answer: asserts after them pass it on.
  var nodeCount: Int {
    (plan.nodes.lastIndex { if case .assert = $0.step { false } else { true } } ?? -1) + 1
  }

  /// The filters right before the answer, where its rows are theirs.
  var trail: RowTrail? {
    RowTrail(before: nodeCount, plan: plan, account: result.account)
  }

  /// The summary that is the answer, row for row.
  var lastSummary: PlanSummary? {
    guard nodeCount > 0, case .summarize(let summary) = plan.nodes[nodeCount - 1].step else { return nil }
    return summary
  }

  /// The last summary with steps after it: the account has no column beside the answer's rows.
  var earlierSummary: PlanSummary? {
    if lastSummary != nil { return nil }
    for node in plan.nodes.reversed() {
      if case .summarize(let summary) = node.step { return summary }
    }
    return nil
  }

  /// An answer with no rows is a sentence.
  private var emptySentence: String {
    guard let trail, trail.kept == 0 else {
      return "no rows" + (unheldSentence.map { ". " + $0 } ?? "")
    }
    return noneSentence(trail)
  }

  /// `0 of 344. sex has no "Male"; it has "male" (168), "female" (165), missing 11.`
  func noneSentence(_ trail: RowTrail) -> String {
    guard let unheld = unheldSentence else { return trail.sentence }
    return "0 of \(grouped(trail.base)). " + unheld
  }

  /// Each text that a column does not hold, and the lines that would find something.
  var unheldSentence: String? {
    if remarks.unheldTexts.isEmpty { return nil }
    let sentences = remarks.unheldTexts.map(\.sentence).joined(separator: " ")
    return ([sentences] + unheldFixes.flatMap(DiagnosticText.tryLines)).joined(separator: "\n")
  }
}

extension RowTrail {
  /// The places of its filters in the plan.
  var nodes: Set<Int> { Set(filters.map(\.account.node)) }
}

extension UnheldText {
  /// `sex has no "Male"; it has "male" (168), "female" (165), missing 11.`
  var sentence: String {
    var parts = held.map { "\"\(VisibleText.of($0.text))\" (\(grouped($0.count)))" }
    if !holdsNothingElse { parts.append("others") }
    if missingCount > 0 { parts.append("missing \(grouped(missingCount))") }
    let holds = parts.isEmpty ? "it is empty" : "it has " + parts.joined(separator: ", ")
    return "\(column) has no \"\(VisibleText.of(text))\"; \(holds)."
  }
}
