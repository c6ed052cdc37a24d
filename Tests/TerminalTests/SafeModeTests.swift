import Tally
import TallyTestSupport
import Testing

/// With `--safe` nothing is read or written but the files named on the command line; without it no connection is made.
@Suite(.enabled(if: FaultLibrary.path != nil)) struct SafeModeTests {
  let person: Person

  init() throws {
    person = try Person()
    try person.home.write("a,b\n1,x\n2,y\n", to: "named.csv")
    try person.home.write("a\n1\n", to: "other.csv")
    try person.home.write("count\n", to: "other.tally")
    try person.home.write("let startup = 1\n", to: ".config/tally/init.tally")
    try person.home.write("# tally history, version 1\ncount by secret\n", to: person.historyPath)
    try person.home.write("bind ^T ed-move-to-beg\n", to: ".editrc")
  }

  private var log: String { person.home.path + "/calls" }

  private func environment(_ more: [String: String] = [:]) -> [String: String] {
    person.environment(FaultLibrary.environmentNotingCalls(in: log)).merging(more) { $1 }
  }

  /// What was called, but for what every program reads of the system, and the named file.
  private func calls() throws -> [String] {
    let system = ["/proc/", "/sys/", "/etc/", "/usr/", "/lib", "/dev/null", "/dev/tty", "/dev/pts"]
    return try person.home.read("calls").split(separator: "\n").map(String.init).filter { call in
      let path = call.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
      let isOwn =
        call == "read \(person.home.path)/named.csv" || call == "change /dev/null" || call == "change /dev/tty"
      return !isOwn && !(call.hasPrefix("read ") && system.contains { path.hasPrefix($0) })
    }
  }

  /// Statements of every kind, and all that name files.
  static let statements =
    Command.all.flatMap(\.examples) + [
      #"load "@/other.csv""#, #"load "@/other.csv" as t"#, #"run "@/other.tally""#, #"count | save "@/new.csv""#,
      #"count | save "@/other.csv" replace"#, #"save history "@/new.tally""#, "count by b | plot bar b, count",
      "help load", "help", "describe", "as sql count", "explain count", "mean a by b",
    ]

  @Test func statementsTouchOnlyNamedFiles() throws {
    for statement in Self.statements {
      let text = statement.replacing("@", with: person.home.path)
      _ = try ProgramRun(
        [TerminalProgram.tally, "--safe", "-c", text, person.home.path + "/named.csv"], environment: environment())
      #expect(try calls() == [], "\(text)")
      #expect(try person.home.read("other.csv") == "a\n1\n")
    }
    #expect(person.home.names.filter { $0.hasPrefix("new") } == [])
  }

  @Test func whatIsNotSafeIsNoted() throws {
    _ = try ProgramRun(
      [TerminalProgram.tally, "-c", "count | save \"\(person.home.path)/new.csv\"", person.home.path + "/named.csv"],
      environment: environment())
    #expect(try calls().contains { $0.hasPrefix("change ") && $0.contains("new.csv") })
  }

  @Test func thePromptTouchesOnlyNamedFilesToo() throws {
    let tools = ["PAGER": "sh -c 'cat > \(person.home.path)/paged'", "EDITOR": "touch"]
    let tally = try person.start(["--safe", person.home.path + "/named.csv"], rows: 8, environment: environment(tools))
    tally.type("count" + Key.control("x") + Key.control("e") + Key.control("u"))
    tally.type(Key.control("r") + "secret")
    try tally.wait(for: "an empty history") { $0.line.hasPrefix("search, not found") }
    tally.type(Key.control("g") + Key.control("u"))
    try tally.enter("load \"\(person.home.path)/other.csv\"")
    #expect(tally.screen.text.contains("`load` is off in safe mode"))
    tally.type(Key.control("u") + "load \"\(person.home.path)/o" + Key.tab + Key.control("u") + "help" + Key.enter)
    try tally.wait(for: "Tally's own pager") { $0.isAlternate }
    tally.type("q")
    try tally.wait(for: "the prompt") { !$0.isAlternate && $0.line == "tally>" }
    try tally.enter("count")
    tally.type(Key.control("d"))
    #expect(try tally.waitForExit() == .status(0))
    #expect(try calls() == [])
    #expect(try person.home.read(person.historyPath) == "# tally history, version 1\ncount by secret\n")
  }

  /// What connects is noted, so that nothing noted is nothing done.
  @Test func whatConnectsIsNoted() throws {
    let program = person.home.path + "/connects"
    let source = "#include <sys/socket.h>\nint main(void) { return socket(AF_UNIX, SOCK_STREAM, 0) < 0; }\n"
    let built = try ProgramRun(["/usr/bin/cc", "-x", "c", "-", "-o", program], input: source)
    #expect(built.exit == .status(0), "\(built)")
    #expect(try ProgramRun([program], environment: environment()).exit == .status(0))
    #expect(try noted("connect"))
  }

  private func noted(_ call: String) throws -> Bool {
    try person.home.read("calls").split(separator: "\n").contains { $0.hasPrefix(call) }
  }

  /// No table lives elsewhere in this version, so nothing ever asks for a connection.
  @Test func nothingConnects() throws {
    let statements = Self.statements.map { $0.replacing("@", with: person.home.path) }
    for statement in statements {
      _ = try ProgramRun(
        [TerminalProgram.tally, "-c", statement, person.home.path + "/named.csv"], environment: environment())
    }
    let tally = try person.start(environment: environment())
    try tally.enter("count by sex")
    tally.type("he" + Key.tab + Key.control("u") + Key.control("d"))
    _ = try tally.waitForExit()
    #expect(try !noted("connect"))
  }
}
