import TallyFormats
import TallyPlan
import TallySyntax
import TallyText

/// One statement on its way: where it stands, where its words go and what may be done for it.
struct Turn {
  enum Mode {
    case running
    /// Names and types are resolved, files loaded, lets made; no query runs and nothing is written but errors.
    case checking
    /// As `checking`, for a statement that would be offered as a fix: no file is touched.
    case trying
  }

  let statement: StatementSyntax
  let source: SourceText
  let output: any SessionOutput
  let clock: QueryClock
  let mode: Mode
  /// How many scripts run around this statement.
  let depth: Int
}

/// Why a statement, and with it the run, ended.
enum Stop: Error {
  /// Not yet written.
  case failed(Diagnostic)
  case assertionFailed(Diagnostic)
  case interrupted
  case outputClosed
  case quit
  /// A script within the statement ended so; all is written.
  case ended(RunOutcome)

  init(_ error: OutputError, at range: SourceRange?) {
    self =
      switch error {
      case .closed: .outputClosed
      case .interrupted: .interrupted
      case .failed(let reason): .failed(Diagnostic("the answer cannot be written", at: range, label: reason))
      }
  }
}
