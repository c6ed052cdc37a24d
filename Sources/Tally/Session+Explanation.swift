import TallyData
import TallyFormats
import TallyLocal
import TallyPlan
import TallySyntax
import TallyText

extension Session {
  /// How each condition of a question narrowed the rows.
  func funnel(of question: Question, _ turn: Turn) throws(Stop) -> Answer {
    let lines: [FunnelLine]
    do throws(RunError) {
      lines = try LocalEngine.funnel(question.plan, interrupt: interrupt, threads: settings.threads)
    } catch {
      throw stop(error)
    }
    return FunnelAnswer(lines, sourceRows: question.plan.source.rowCount).answer
  }

  /// Shows the rows a question's answer was made from, or those of them that a condition keeps.
  func writeRows(behind question: Question, where condition: ExpressionSyntax?, _ turn: Turn) throws(Stop) {
    var rows = try rowsBehind(question.plan, turn)
    rows.name = question.plan.source.name
    guard let condition else { return try write(Answer(table: rows), turn) }
    let steps = [StepSyntax(.filter(condition), range: condition.range)]
    let bound = try bind(steps, continuing: rows, turn)
    guard turn.mode == .running else { return }
    try write(try compose(bound, turn), turn)
  }

  private func rowsBehind(_ plan: LogicalPlan, _ turn: Turn) throws(Stop) -> Table {
    guard turn.mode == .running else {
      let summary = plan.nodes.firstIndex { $0.step.givesOtherRows } ?? plan.nodes.count
      let fields = summary == 0 ? plan.source.fields : plan.nodes[summary - 1].output
      return Table(name: plan.source.name, fields: fields, rows: [])
    }
    do throws(RunError) {
      return try LocalEngine.rowsBehind(plan, interrupt: interrupt, threads: settings.threads)
    } catch {
      throw stop(error)
    }
  }
}

/// The answer of `why`: a table, which people read as lines.
///
///     344 rows
///       sex != "male"     kept 165    failed 168    unknown 11
private struct FunnelAnswer {
  let lines: [FunnelLine]
  let sourceRows: Int

  init(_ lines: [FunnelLine], sourceRows: Int) {
    self.lines = lines
    self.sourceRows = sourceRows
  }

  var answer: Answer {
    let counts = ["rows", "kept", "failed", "unknown", "left"]
    let rows = lines.map { line -> [Value] in
      [.text(Self.words(line))]
        + [line.rowsIn, line.kept, line.failed, line.unknown, line.left].map { .integer(Int64($0)) }
    }
    let fields = [Field("condition", .text)] + counts.map { Field($0, .integer) }
    return Answer(table: Table(name: "why", fields: fields, rows: rows), sentence: sentence)
  }

  private static func words(_ line: FunnelLine) -> String { (line.isDropping ? "drop where " : "") + line.text }

  private var sentence: String {
    guard !lines.isEmpty else { return "\(counted(sourceRows, "row")), no condition" }
    let columns = [
      Self.aligned(lines.map(\.kept), after: "kept"), Self.aligned(lines.map(\.failed), after: "failed"),
      Self.aligned(lines.map(\.unknown), after: "unknown"), Self.aligned(lines.map(\.left), after: "left"),
    ].prefix(lines.count > 1 ? 4 : 3)
    let width = lines.map { DisplayWidth.of(Self.words($0)) }.max() ?? 0
    var text: [String] = []
    var left: Int?
    for (row, line) in lines.enumerated() {
      if line.rowsIn != (row == 0 ? nil : lines[row - 1].rowsIn), line.rowsIn != left {
        text.append(counted(line.rowsIn, "row"))
      }
      left = line.left
      let words = Self.words(line)
      let gap = String(repeating: " ", count: width - DisplayWidth.of(words) + 5)
      text.append("  " + words + gap + columns.map { $0[row] }.joined(separator: "    "))
    }
    return text.joined(separator: "\n")
  }

  /// `kept 165`, `kept  10`.
  private static func aligned(_ counts: [Int], after word: String) -> [String] {
    let texts = counts.map { grouped($0) }
    let width = texts.map(\.count).max() ?? 0
    return texts.map { "\(word) " + String(repeating: " ", count: width - $0.count) + $0 }
  }
}
