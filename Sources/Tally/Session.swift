import TallyData
import TallyFormats
import TallyPlan
import TallyText

/// A conversation about tables: what is loaded, named and set, and the last answer.
///
/// Statements are run one after the other; a session belongs to one thread at a time.
public final class Session {
  /// What a session may do and use.
  public struct Options: Sendable {
    /// Threads that work on one statement at most.
    public var threadCount: Int
    /// Statements read and write no files; only the host loads them.
    public var isSafe: Bool
    /// The built-in sample is there where nothing was loaded.
    public var offersSample: Bool

    public init(threadCount: Int? = nil, isSafe: Bool = false, offersSample: Bool = true) {
      self.threadCount = threadCount ?? Parallel.threadCount
      self.isSafe = isSafe
      self.offersSample = offersSample
    }
  }

  package let options: Options
  package var settings = Settings()
  /// Raised from a signal or another thread, it ends the running statement; the next one clears it.
  package let interrupt = Interrupt()
  /// What a leading `|` goes on with.
  package private(set) var lastAnswer: Answer?
  /// The statements that were run, oldest first, each as it was typed; the prompt puts earlier sessions' before.
  package var history: [String] = []
  /// Values that stand in for the defaults of a script's `param` statements, by name.
  package var parameterOverrides: [(name: String, value: String)] = []

  public init(options: Options = Options()) {
    self.options = options
    settings.threads = options.threadCount
  }

  /// The tables and names, for completion; tables nothing has asked for yet have no columns.
  package var catalog: Catalog { Catalog() }

  /// Loads what the next query would have to load first, so that completion knows its columns.
  package func loadCurrentTable() {}

  /// Loads a file named on the command line; "-" is standard input. The first one becomes the current table.
  package func load(path: String, to output: SessionOutput) -> RunOutcome { .done }

  /// Runs statement after statement and stops at the first that fails.
  package func run(_ source: SourceText, to output: SessionOutput) -> RunOutcome { .done }

  /// Runs a script file.
  package func runScript(path: String, to output: SessionOutput) -> RunOutcome { .done }

  /// Runs the start-up file, where there is one: `$XDG_CONFIG_HOME/tally/init.tally`.
  package func runInitFile(to output: SessionOutput) -> RunOutcome { .done }

  /// Reads and resolves a script without running its queries.
  package func check(_ source: SourceText, to output: SessionOutput) -> RunOutcome { .done }
}
