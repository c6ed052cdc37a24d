import TallyData

/// What runs the other side of a guide: all questions over all tables in one process.
package struct GuideEngine: Sendable {
  package let name: String
  /// The page of the manual.
  package let page: String
  /// A command of the shell that succeeds where it can run.
  let needs: String
  /// The rows of each question, or what went wrong with it.
  let run: @Sendable (_ questions: [String], _ tables: [Table]) throws -> [Outcome]

  package enum Outcome: Sendable {
    case rows([[GuideCell]])
    case failed(String)
  }

  package static let all: [GuideEngine] = [.sqlite, .dplyr, .spreadsheet]

  package var isAvailable: Bool {
    (try? ProgramRun(["/bin/sh", "-c", needs]))?.exit == .status(0)
  }

  package func answers(_ questions: [String], over tables: [Table]) throws -> [Outcome] {
    try run(questions, tables)
  }

  /// Between the answers in what a program writes.
  static let separator = "-- next"

  /// What a program wrote, answer by answer: lines as SQLite's `quote` mode has them.
  static func outcomes(_ output: String) -> [Outcome] {
    var outcomes: [Outcome] = []
    var rows: [[GuideCell]] = []
    var failure: String?
    for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.contains(separator) {
        outcomes.append(failure.map(Outcome.failed) ?? .rows(rows))
        (rows, failure) = ([], nil)
      } else if line.hasPrefix("error: ") {
        failure = String(line)
      } else {
        rows.append(GuideCell.cells(of: line))
      }
    }
    return outcomes
  }
}
