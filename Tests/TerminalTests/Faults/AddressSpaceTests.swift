import TallyTestSupport
import Testing

/// What `ulimit -v` leaves is all the memory there is: whatever asks for more, the program says so and ends as a failed
/// query does, never by a signal, and leaves no half of a file.
@Suite struct AddressSpaceTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // So that what is needed does not depend on how many processors there are.
    try folder.write("set threads 2\n", to: ".config/tally/init.tally")
  }

  /// 800,000 rows, made once for all tests.
  private static let rows = Result {
    let folder = try TemporaryFolder(isLasting: true)
    try folder.writeTexts(rowCount: 800_000, to: "t.csv")
    return folder
  }

  /// Kilobytes with which the program just answers a question on a small table, to 2 MB.
  private static let least = Result {
    let folder = try TemporaryFolder()
    try folder.write("set threads 2\n", to: ".config/tally/init.tally")
    try folder.write("k,v\n1,x\n", to: "small.csv")
    var (tooFew, enough) = (0, 1_000_000)
    while enough - tooFew > 2000 {
      let middle = (tooFew + enough) / 2
      let words = ["-c", "count", folder.path + "/small.csv"]
      if try run(words, limit: middle, in: folder).exit == .status(0) { enough = middle } else { tooFew = middle }
    }
    guard enough < 1_000_000 else { throw TerminalProgram.Failure("no limit lets the program start") }
    return enough
  }

  /// The program with so many kilobytes more than the least; `@` is the test's folder, `#` the large file.
  private func run(_ arguments: [String], more kilobytes: Int) throws -> ProgramRun {
    let rows = try Self.rows.get().path + "/t.csv"
    let words = arguments.map { $0.replacing("@", with: folder.path).replacing("#", with: rows) }
    return try Self.run(words, limit: Self.least.get() + kilobytes, in: folder)
  }

  private static func run(_ arguments: [String], limit: Int, in folder: TemporaryFolder) throws -> ProgramRun {
    try ProgramRun(
      ["/bin/sh", "-c", "ulimit -v \(limit); exec \"$0\" \"$@\"", TerminalProgram.tally] + arguments,
      environment: ["HOME": folder.path])
  }

  /// The text alone has more bytes than are left.
  @Test func aFileThatCannotFitIsAMessage() throws {
    let run = try run(["-c", "count distinct v", "#"], more: 20_000)
    #expect(run.exit == .status(1) && run.output.isEmpty, "\(run)")
    #expect(run.errors.contains("memory"), "\(run)")
  }

  /// From too little to start with to enough for all, in steps: the load, the query and the file it writes each are what
  /// there is too little for.
  @Test(arguments: [
    "show | save \"@/new.csv\"", "describe", "extend w = upper(v) | distinct w | count",
    "unpivot k as name, value | count",
  ])
  func howeverLittleThereIsItIsAMessage(query: String) throws {
    var statuses: Set<Int32> = []
    for more in [10, 30, 60, 90, 120, 160, 2000] {
      let run = try run(["-c", query, "#"], more: more * 1000)
      guard case .status(let status) = run.exit else {
        Issue.record("\(more) MB: \(run)")
        continue
      }
      statuses.insert(status)
      #expect(status == 0 || status == 1 && run.errors.contains("memory"), "\(more) MB: \(run)")
      #expect(folder.names.filter { $0.hasSuffix(".part") } == [])
      #expect(folder.names.contains("new.csv") == (status == 0 && query.contains("save")))
      _ = try ProgramRun(["/bin/rm", "-f", folder.path + "/new.csv"])
    }
    #expect(statuses == [0, 1])
  }

  /// At the prompt the terminal is given back as it was.
  @Test func thePromptGivesTheTerminalBack() throws {
    let tally = try TerminalProgram(
      [
        "/bin/sh", "-c", "ulimit -v \(try Self.least.get() + 40_000); \"$0\"; echo \"ended $?\"; read line",
        TerminalProgram.tally,
      ],
      environment: ["HOME": folder.path, "TERM": "xterm-256color", "LANG": "C.UTF-8"])
    try tally.wait(for: "the first prompt") { $0.line == "tally>" && $0.cursorColumn == 7 }
    tally.type("load \"\(try Self.rows.get().path)/t.csv\"" + Key.enter)
    try tally.wait(for: "a message") { $0.text.contains("memory") }
    try tally.wait(for: "the next prompt or the end") { $0.line == "tally>" || $0.text.contains("ended ") }
    if tally.screen.line == "tally>" { tally.type(Key.control("d")) }
    try tally.wait(forText: "ended ")
    #expect(tally.echoesKeys && !tally.screen.marksPastes)
  }
}
