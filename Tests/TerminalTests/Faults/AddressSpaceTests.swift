import TallyTestSupport
import Testing

/// What `ulimit -v` leaves is all the memory there is: whatever asks for more, the program says so and ends as a failed
/// query does, never by a signal, and leaves no half of a file.
@Suite struct AddressSpaceTests {
  let folder: TemporaryFolder
  /// Kilobytes with which the program just answers a question on a small table.
  let least: Int

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("k,v\n1,x\n", to: "small.csv")
    // Written by other programs, which are faster than a test that is not optimised.
    let rows = try ProgramRun(
      [
        "/bin/sh", "-c", "(echo k,v; seq 1 800000 | sed 's/.*/&,a text of its own of the number &/') > \"$0\"/t.csv",
        folder.path,
      ])
    #expect(rows.exit == .status(0), "\(rows)")
    var kilobytes = 20_000
    while try Self.run(["-c", "count", "@/small.csv"], limit: kilobytes, in: folder).exit != .status(0) {
      kilobytes += 5000
      guard kilobytes < 1_000_000 else { throw TerminalProgram.Failure("no limit lets the program start") }
    }
    least = kilobytes
  }

  private static func run(_ arguments: [String], limit: Int, in folder: TemporaryFolder) throws -> ProgramRun {
    let words = arguments.map { $0.replacing("@", with: folder.path) }
    return try ProgramRun(
      ["/bin/sh", "-c", "ulimit -v \(limit); exec \"$0\" \"$@\"", TerminalProgram.tally] + words,
      environment: ["HOME": folder.path])
  }

  /// The text alone has more bytes than are left.
  @Test func aFileThatCannotFitIsAMessage() throws {
    let run = try Self.run(["-c", "count distinct v", "@/t.csv"], limit: least + 20_000, in: folder)
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
      let run = try Self.run(["-c", query, "@/t.csv"], limit: least + more * 1000, in: folder)
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
      ["/bin/sh", "-c", "ulimit -v \(least + 40_000); \"$0\"; echo \"ended $?\"; read line", TerminalProgram.tally],
      environment: ["HOME": folder.path, "TERM": "xterm-256color", "LANG": "C.UTF-8"])
    try tally.wait(for: "the first prompt") { $0.line == "tally>" && $0.cursorColumn == 7 }
    tally.type("load \"\(folder.path)/t.csv\"" + Key.enter)
    try tally.wait(for: "a message") { $0.text.contains("memory") }
    if (try? tally.wait(for: "the next prompt", seconds: 2) { $0.line == "tally>" }) != nil {
      tally.type(Key.control("d"))
    }
    try tally.wait(forText: "ended ")
    #expect(tally.echoesKeys && !tally.screen.marksPastes)
  }
}
