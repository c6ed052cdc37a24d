import TallyData
import TallyPlan
import TallyRemote
import TallyTestSupport
import Testing

/// Queries answered here and, in the SQL that `as sql` writes of them, by another engine.
struct EngineComparison {
  let engine: EngineShell
  /// Queries that were read and bound.
  private(set) var asked = 0
  /// Those that both sides answered.
  private(set) var compared = 0
  /// Why the others have no SQL, and how often.
  private(set) var refused: [String: Int] = [:]
  private(set) var stopped: [String: Int] = [:]

  init(_ engine: EngineShell) { self.engine = engine }

  var refusedCount: Int { refused.values.reduce(0, +) }

  /// The query in the engine's SQL; nil, and counted, where it cannot be said.
  mutating func written(_ plan: LogicalPlan) -> String? {
    asked += 1
    do throws(TranslationError) {
      return try SQLPrinter.print(plan, in: engine.dialect)
    } catch {
      refused[error.message, default: 0] += 1
      return nil
    }
  }

  /// Records an issue for each answer that differs; `context` says how to repeat it.
  mutating func compare(
    _ questions: [(query: BoundTestQuery, sql: String)], over tables: [Table],
    context: @autoclosure () -> String = ""
  ) throws {
    let outcomes = try engine.answers(
      questions.map { .init(sql: $0.sql, output: $0.query.plan.output) }, over: tables)
    #expect(outcomes.count == questions.count, "\(engine) ended early\n\(context())")
    for ((query, sql), outcome) in zip(questions, outcomes) {
      guard case .success(let found) = query.run(threads: 1) else {
        stopped["Tally", default: 0] += 1
        continue
      }
      guard let difference = difference(found.table.rows, outcome, query.plan) else { continue }
      Issue.record("\(engine): \(difference)\n\(query.text)\n\(sql)\n\(context())")
    }
  }

  private mutating func difference(_ found: [[Value]], _ outcome: EngineShell.Outcome, _ plan: LogicalPlan) -> String? {
    switch outcome {
    case .failed(let message):
      guard Self.limits.contains(where: message.lowercased().contains) else { return message }
      stopped[message, default: 0] += 1
      return nil
    case .rows(let expected):
      compared += 1
      return AnswerComparison.difference(
        Self.measures(found, plan), expected: Self.measures(expected, plan), fields: plan.output, slack: plan.slack,
        noise: plan.noise)
    }
  }

  /// What an engine says where a number is too large for it: whole numbers are narrower there while they are worked
  /// out, or a number that is missing here stops the query.
  private static let limits = ["overflow", "out of range", "underflow"]

  /// The measures of `describe` beside those of dates are texts; they are compared as what they say.
  private static func measures(_ rows: [[Value]], _ plan: LogicalPlan) -> [[Value]] {
    guard case .describe(_, let keys)? = plan.nodes.last?.step else { return rows }
    let first = keys.count + 2 + PlanDescription.counts.count
    let places = first..<first + PlanDescription.measures.count
    return rows.map { row in
      row.enumerated().map { place, value in
        guard places.contains(place), case .text(let text) = value else { return value }
        return EngineShell.value(text)
      }
    }
  }

  /// For whoever asks with `TALLY_SHOW=1`.
  var report: String {
    func lines(_ counts: [String: Int]) -> String {
      counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "  \($1) \($0)\n" }.joined()
    }
    return "\(engine): \(asked) asked, \(compared) compared, \(refusedCount) refused\n" + lines(refused)
      + lines(stopped)
  }
}
