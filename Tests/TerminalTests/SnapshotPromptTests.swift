import TallyTestSupport
import Testing

/// What the prompt keeps of large files for the next start.
@Suite(.serialized, .enabled(if: FaultLibrary.path != nil)) struct SnapshotPromptTests {
  let person: Person
  /// Reads that find out what the file is go through, those of its rows do not.
  private static let unreadable = "read 20 5 large.csv"

  init() throws {
    person = try Person()
    try person.writeLarge()
  }

  private func start(_ options: [String] = [], later: Int = 100, fault: String = "") throws -> TerminalProgram {
    try person.start(
      options + [person.home.path + "/large.csv"],
      environment: FaultLibrary.environmentLater(bySeconds: later, fault: fault))
  }

  private func ask(_ query: String, fault: String) throws -> ProgramRun {
    try ProgramRun(
      [TerminalProgram.tally, "-c", query, person.home.path + "/large.csv"],
      environment: person.environment(FaultLibrary.environment(fault)))
  }

  private var kept: [String] {
    TemporaryFolder.names(in: person.home.path + "/.cache/tally").filter { !$0.hasPrefix(".") }
  }

  /// Not even a draft was begun, which leaving would have removed.
  private var keptNothing: Bool { !person.home.names.contains(".cache") }

  /// Waits until a snapshot is written whole.
  private func waitUntilKept(_ tally: TerminalProgram) throws {
    try tally.wait(for: "a snapshot") { _ in
      tally.type(" " + Key.backspace)
      return kept.contains { $0.hasSuffix(".columns") }
    }
  }

  private func leave(_ tally: TerminalProgram) throws {
    tally.type(Key.control("u") + Key.control("d"))
    #expect(try tally.waitForExit() == .status(0))
  }

  @Test func theNextStartReadsWhatThePromptKept() throws {
    let first = try start()
    try waitUntilKept(first)
    try leave(first)
    #expect(kept.count == 1 && person.home.names.filter { $0.hasSuffix(".part") } == [])

    // The file itself cannot be read any more, and need not be.
    let second = try start(fault: Self.unreadable)
    try second.enter("count where fare > 12")
    #expect(second.screen.text.contains("2,200,000 of 2,200,000"))
    #expect(second.screen.text.contains("large: 2,200,000 rows, 3 columns"))
    try leave(second)
    let asked = try ask("count where fare > 12", fault: Self.unreadable)
    #expect(asked.output == "2200000\n", "\(asked)")
    #expect(try ask("describe", fault: Self.unreadable).exit == .status(0))

    // Another file of this name is read itself, or said to be unreadable.
    try person.writeLarge(fare: "11.50")
    let refused = try ask("count where fare > 12", fault: Self.unreadable)
    #expect(refused.exit == .status(1) && refused.errors.contains("cannot be read"), "\(refused)")
    #expect(try ask("count where fare > 12", fault: "").output == "0\n")
    // Only the prompt writes any.
    #expect(kept.isEmpty)
  }

  @Test func nothingIsKeptOfWhatMayStillChange() throws {
    let tally = try start(later: 0)
    try tally.enter("count")
    try leave(tally)
    #expect(keptNothing)
  }

  @Test func nothingIsKeptInSafeModeOrWhereItIsSetOff() throws {
    let safe = try start(["--safe"])
    try safe.enter("count")
    try leave(safe)
    #expect(keptNothing)
    try person.home.write("set snapshots off\n", to: ".config/tally/init.tally")
    let off = try start()
    try off.enter("count")
    try leave(off)
    #expect(keptNothing)
  }
}
