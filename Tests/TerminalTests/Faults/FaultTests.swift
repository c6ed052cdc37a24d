import TallyTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the system refuses is a message and a failure, and leaves no half of a file.
@Suite(.enabled(if: FaultLibrary.path != nil)) struct FaultTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let rows = (0..<60_000).map { "\($0),\($0 % 7)" }
    try folder.write("a,b\n" + rows.joined(separator: "\n") + "\n", to: "data.csv")
  }

  private func run(_ arguments: [String], fault: String? = nil) throws -> ProgramRun {
    let words = arguments.map { $0.replacing("@", with: folder.path) }
    return try ProgramRun(
      [TerminalProgram.tally] + words,
      environment: ["HOME": folder.path].merging(fault.map(FaultLibrary.environment) ?? [:]) { $1 })
  }

  // MARK: - Saving

  /// Each call that a save makes, refused: the first and a later write, the flush to the disk, the name at the end.
  @Test(arguments: ["write 1 28 .part", "write 3 28 .part", "fsync 1 5 .part", "link 1 5 new.csv"])
  func aRefusedSaveLeavesNothing(fault: String) throws {
    let run = try run(["-c", "show | save \"@/new.csv\"", "@/data.csv"], fault: fault)
    let reason = fault.contains(" 28 ") ? "No space left on device" : "Input/output error"
    #expect(run.exit == .status(1) && run.errors.contains("new.csv cannot be written"), "\(run)")
    #expect(run.errors.contains(reason), "\(run)")
    #expect(folder.names == ["data.csv"])
  }

  @Test(arguments: ["write 1 28 .part", "write 3 28 .part", "fsync 1 5 .part", "rename 1 5 old.csv"])
  func aRefusedSaveKeepsTheFileThatWasThere(fault: String) throws {
    try folder.write("x\n1\n", to: "old.csv")
    let run = try run(["-c", "show | save \"@/old.csv\" replace", "@/data.csv"], fault: fault)
    #expect(run.exit == .status(1) && run.errors.contains("old.csv cannot be written"), "\(run)")
    #expect(try folder.names == ["data.csv", "old.csv"] && folder.read("old.csv") == "x\n1\n")
  }

  @Test func aSaveWorksWithoutHardLinks() throws {
    let run = try run(["-c", "count | save \"@/new.csv\"", "@/data.csv"], fault: "link 1 1 new.csv")
    #expect(run.exit == .status(0), "\(run)")
    #expect(try folder.names == ["data.csv", "new.csv"] && folder.read("new.csv") == "count\n60000\n")
  }

  @Test func aSaveGoesToTheEndOfALink() throws {
    try folder.write("x\n1\n", to: "old.csv")
    #expect(symlink("old.csv", folder.path + "/link.csv") == 0 && chmod(folder.path + "/old.csv", 0o640) == 0)
    #expect(try run(["-c", "count | save \"@/link.csv\" replace", "@/data.csv"]).exit == .status(0))
    var status = stat()
    #expect(lstat(folder.path + "/link.csv", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(stat(folder.path + "/old.csv", &status) == 0 && status.st_mode & 0o777 == 0o640)
    #expect(try folder.read("old.csv") == "count\n60000\n")
  }

  @Test func aRefusedLayoutKeepsTheScript() throws {
    try folder.write("count   where a>1\n", to: "script.tally")
    let run = try run(["fmt", "@/script.tally"], fault: "write 1 28 .part")
    #expect(run.exit == .status(1) && run.errors.contains("No space left on device"), "\(run)")
    #expect(try folder.read("script.tally") == "count   where a>1\n")
    #expect(folder.names == ["data.csv", "script.tally"])
  }

  // MARK: - Loading

  @Test(arguments: [1, 2, 3, 5])
  func aReadErrorIsAMessage(nth: Int) throws {
    let run = try run(["-c", "count", "@/data.csv"], fault: "read \(nth) 5 data.csv")
    #expect(run.exit == .status(1) && run.output.isEmpty, "\(run)")
    #expect(run.errors.contains("data.csv") && run.errors.contains("Input/output error"), "\(run)")
  }

  /// Whatever somebody else does to the file meanwhile, the answer is of one version of it, or there is none.
  @Test(arguments: ["shrink", "grow", "rewrite"], [2, 3, 4])
  func aFileThatChangesWhileItLoadsIsAMessage(what: String, nth: Int) throws {
    let run = try run(["-c", "count", "@/data.csv"], fault: "read \(nth) \(what) data.csv")
    #expect(run.exit == .status(1) && run.output.isEmpty, "\(run)")
    #expect(run.errors.contains("data.csv changed while it was being read"), "\(run)")
  }

  @Test func aFileThatIsDeletedWhileItLoadsIsStillRead() throws {
    let run = try run(["-c", "count", "@/data.csv"], fault: "read 2 vanish data.csv")
    #expect(run.exit == .status(0) && run.output == "60000\n", "\(run)")
    #expect(folder.names.isEmpty)
  }

  @Test(arguments: ["read 1 5 data.json", "read 2 5 data.json"])
  func aReadErrorInJSONIsAMessage(fault: String) throws {
    #expect(try run(["-c", "show | save \"@/data.json\"", "@/data.csv"]).exit == .status(0))
    let run = try run(["-c", "count", "@/data.json"], fault: fault)
    #expect(run.exit == .status(1) && run.errors.contains("Input/output error"), "\(run)")
  }

  @Test(arguments: ["shrink", "grow"])
  func aJSONFileThatChangesIsAMessage(what: String) throws {
    #expect(try run(["-c", "show | save \"@/data.ndjson\"", "@/data.csv"]).exit == .status(0))
    let run = try run(["-c", "count", "@/data.ndjson"], fault: "read 3 \(what) data.ndjson")
    #expect(run.exit == .status(1) && run.errors.contains("changed while it was being read"), "\(run)")
  }

  @Test func aReadErrorInAScriptIsAMessage() throws {
    try folder.write("count\n", to: "script.tally")
    let run = try run(["run", "@/script.tally", "@/data.csv"], fault: "read 1 5 script.tally")
    #expect(run.exit == .status(1) && run.errors.contains("Input/output error"), "\(run)")
  }

  // MARK: - The end, from outside

  /// At a hundred random moments of a save, the process is gone: what stands at the name is whole.
  @Test func aSaveThatIsKilledLeavesNoHalfFile() throws {
    var random = SeededGenerator(seed: TestSetting.seed &+ 41)
    let whole = try savedWhole()
    for attempt in 0..<100 {
      let isThere = attempt % 2 == 0
      if isThere { try folder.write("x\n1\n", to: "new.csv") } else { unlink(folder.path + "/new.csv") }
      let program = try RunningProgram(
        [TerminalProgram.tally, "-c", "show | save \"\(folder.path)/new.csv\"\(isThere ? " replace" : "")"]
          + [folder.path + "/data.csv"], environment: ["HOME": folder.path])
      usleep(UInt32.random(in: 0...whole.microseconds, using: &random))
      _ = try program.end(by: SIGKILL)
      let found = try? folder.read("new.csv")
      #expect(found == (isThere ? "x\n1\n" : nil) || found == whole.text, "attempt \(attempt)")
    }
  }

  /// What the save gives, and how long it takes.
  private func savedWhole() throws -> (text: String, microseconds: UInt32) {
    let start = ContinuousClock.now
    #expect(try run(["-c", "show | save \"@/new.csv\"", "@/data.csv"]).exit == .status(0))
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return (try folder.read("new.csv"), UInt32(seconds * 1.2e6))
  }

  /// Asked to end, it takes its draft along.
  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func aSignalLeavesNoDraft(number: Int32) throws {
    let whole = try savedWhole()
    unlink(folder.path + "/new.csv")
    var random = SeededGenerator(seed: TestSetting.seed &+ UInt64(number))
    for _ in 0..<10 {
      let program = try RunningProgram(
        [TerminalProgram.tally, "-c", "show | save \"\(folder.path)/new.csv\"", folder.path + "/data.csv"],
        environment: ["HOME": folder.path])
      usleep(UInt32.random(in: 30_000...max(30_001, whole.microseconds), using: &random))
      let exit = try program.end(by: number)
      let expected: [TerminalProgram.Exit] = [
        .status(0), number == SIGINT ? .status(130) : .signal(number), .signal(number),
      ]
      #expect(expected.contains(exit), "\(exit)")
      #expect(!folder.names.contains { $0.hasSuffix(".part") })
      unlink(folder.path + "/new.csv")
    }
  }
}
