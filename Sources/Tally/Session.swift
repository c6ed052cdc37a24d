import TallyData
import TallyFormats
import TallyPlan
import TallyText

/// A conversation about tables: what is loaded, named and set, and the last answer.
///
///     let session = Session()
///     try session.load("penguins.csv")
///     print(try session.answer("mean body_mass_g by species", format: "json"))
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

    /// As many threads as the processors allow, files read and written, the sample offered: what is not given.
    public init(threadCount: Int? = nil, isSafe: Bool = false, offersSample: Bool = true) {
      self.threadCount = threadCount ?? Parallel.threadCount
      self.isSafe = isSafe
      self.offersSample = offersSample
    }
  }

  package let options: Options
  /// Raised from a signal or another thread, it ends the running statement; the next run clears it.
  package let interrupt = Interrupt()
  /// The statements that were run, oldest first, each as it was typed; the prompt puts earlier sessions' before.
  package var history: [PastStatement] = []
  /// What the keys of the prompt do, for `help keys`; made when it is asked for.
  package var keyTopic: (() -> HelpTopic)?
  /// A person is asked for the next statement, which may begin as an earlier one.
  package var isAtPrompt = false
  /// What `history 12` brought back, for the next line of the prompt.
  package var broughtBack: String?
  /// What help showed last and can be run as it stands, for the next line of the prompt.
  package var helpExamples: [String] = []
  /// How far the work at hand has come, which is said where it is stopped.
  var progress: ProgressLine?
  /// When the statement at hand began.
  var statementStart = ContinuousClock.now
  /// Called, on another thread, when a table that was being read while the prompt is open has come.
  package var whenTableComes: (@Sendable () -> Void)?
  /// Bytes from which on a file that is opened is read while the prompt is open.
  package var largeByteCount = 64_000_000
  /// Where the columns of large files are kept; nil: nowhere, and nothing is read from there.
  package var snapshots: SnapshotFolder?
  /// Snapshots of what is read are written there too, once ``keepSnapshots()`` is called.
  package var writesSnapshots = false
  /// The snapshots that are being written.
  var keeping: [SnapshotKeeping] = []
  /// Tables that have come and that nobody was told of.
  var untold: [LoadedTable] = []
  /// Tables that were read and of which no snapshot is written yet.
  var unkept: [LoadedTable] = []
  /// Rows of the last answer that was written.
  var writtenRowCount: Int?
  /// Values that stand in for the defaults of a script's `param` statements, by name.
  package var parameterOverrides: [(name: String, value: String)] = []
  /// What `today()` and `now()` mean; nil: the computer's clock.
  package var fixedClock: QueryClock?
  var state = SessionState()
  /// What the statements to come need of the files that are loaded; nil: all columns.
  private(set) var needs: ColumnNeeds?
  /// What checking found in the statement at hand, beside errors.
  var findings: [Diagnostic] = []

  /// Nothing is loaded but, where the options offer it, the sample.
  public init(options: Options = Options()) {
    self.options = options
    state.settings.threads = options.threadCount
    if options.offersSample { state.shelf = .sample }
  }

  /// Microseconds since 1970.
  package var now: Int64 { (fixedClock ?? .current).now }

  package var settings: Settings {
    get { state.settings }
    set { state.settings = newValue }
  }

  /// What a leading `|` goes on with.
  package var lastAnswer: Answer? { state.lastAnswer }

  /// The tables and names, for completion; tables that nothing has asked for yet have no columns.
  package var catalog: Catalog {
    var catalog = Catalog(tables: state.shelf.tables, current: state.shelf.current, lets: state.lets)
    catalog.parameters = state.parameters
    return catalog
  }

  /// Says what will be run before anything is loaded, so that loads read no columns but those it can need.
  package func announce(_ sources: [SourceText]) { needs = ColumnNeeds(sources) }

  /// Runs statement after statement and stops at the first that fails.
  package func run(_ source: SourceText, to output: SessionOutput) -> RunOutcome {
    interrupt.clear()
    return run(source, to: output, mode: .running, depth: 0)
  }
}
