import ArgumentParser
import Tally

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The command line of `tally`.
struct TallyCommand: ParsableCommand {
  static let version = "0.1.0"
  /// The status of a command line that makes no sense.
  static let wrongUsage: Int32 = 2

  static let configuration = CommandConfiguration(
    commandName: "tally",
    abstract: "Answers questions about tables.",
    usage: """
      tally [<options>] [<file> ...]
      tally [<options>] -c <query> [-c <query> ...] [<file> ...]
      tally [<options>] run <script> [<file> ...] [--set <name>=<value> ...]
      tally [<options>] check <script> ...
      tally fmt [--check] <script> ...
      """,
    discussion: """
      Without a query or a script, a prompt opens; queries on standard input run as a script. Each file becomes a \
      table named after it, the first one the current table; "-" reads standard input as CSV or JSON, with no file \
      there is a built-in sample. "check" reads and resolves scripts without running their queries; "fmt" writes them \
      in canonical layout, "-" from standard input to standard output. A file that is called "run", "check" or "fmt" \
      is opened as ./run.

      Exit status: 0 done, 1 a query or its data failed, 2 wrong usage, 3 an assertion failed, 130 interrupted.
      """,
    version: version)

  @Option(
    name: .customShort("c"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Runs a query and exits; may be repeated.", valueName: "query"))
  var queries: [String] = []

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Sets a parameter of the script; may be repeated.", valueName: "name=value"))
  var definitions: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("How answers are written: \(TallyCommand.formats.joined(separator: ", ")).", valueName: "name"))
  var format: String?

  @Flag(name: .long, help: "Writes no notes, only answers and errors.")
  var quiet = false

  @Flag(name: .long, help: "Reads and writes no files but those named.")
  var safe = false

  @Flag(name: .customLong("no-init"), help: "Does not run the start-up file.")
  var skipsInit = false

  @Flag(name: .long, help: "A prompt of lines alone, and answers as sentences, as screen readers follow them.")
  var plain = false

  @Flag(name: .customLong("check"), help: "With fmt: writes nothing, and exits with 1 where a script would change.")
  var isDry = false

  @Argument(help: ArgumentHelp("CSV and TSV files, or \"run\" and a script before them.", valueName: "file"))
  var files: [String] = []

  static var formats: [String] { Setting.named("format")?.choices ?? [] }

  func validate() throws {
    if let format, !Self.formats.contains(format.lowercased()) {
      throw ValidationError("there is no format \(format); the formats are \(Self.formats.joined(separator: ", "))")
    }
    if let word = request.subcommand?.rawValue, files.count < 2 {
      throw ValidationError("\(word) needs a script; a file that is called \(word) is opened as ./\(word)")
    }
    if isDry, request.subcommand != .fmt { throw ValidationError("--check belongs to fmt") }
    if !definitions.isEmpty, request.subcommand != .run { throw ValidationError("--set belongs to run") }
    for definition in definitions where definition.firstIndex(of: "=") == nil || definition.hasPrefix("=") {
      throw ValidationError("--set \(definition): a name, = and a value belong there")
    }
    if files.filter({ $0 == "-" }).count > 1 { throw ValidationError("standard input can be read once") }
  }

  var request: Request {
    Request(
      queries: queries, definitions: definitions, format: format, isQuiet: quiet, isSafe: safe, skipsInit: skipsInit,
      isPlain: plain, isDry: isDry, files: files)
  }

  /// Reads the arguments, does what they say, and gives the exit status.
  static func run(_ arguments: [String]) -> Int32 {
    if let plain = Request(plain: arguments) { return Invocation(plain).run() }
    do {
      return Invocation(try parse(arguments).request).run()
    } catch {
      let isFault = exitCode(for: error) != .success
      let message = fullMessage(for: error)
      let text = (message.hasPrefix("E") && isFault ? "e" + message.dropFirst() : message) + "\n"
      guard isFault else { return Terminal.writeAll(text, to: STDOUT_FILENO) ? 0 : 1 }
      Terminal.writeAll(text, to: STDERR_FILENO)
      return wrongUsage
    }
  }
}
