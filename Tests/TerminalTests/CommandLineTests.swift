import TallyTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `tally` without a prompt: arguments, standard input, exit statuses.
@Suite struct CommandLineTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("name,age\nAda,36\nBob,\nCy,7\n", to: "people.csv")
  }

  private func run(
    _ arguments: [String], input: String = "", output: ProgramRun.Place = .text
  ) throws -> ProgramRun {
    let words = arguments.map { $0.replacing("@", with: folder.path) }
    return try ProgramRun(
      [TerminalProgram.tally] + words, input: input, output: output, environment: ["HOME": folder.path])
  }

  @Test func aQueryRunsOnTheSample() throws {
    let run = try run(["-c", "count where year = 2023 and elite"])
    #expect(run.output == "10\n" && run.exit == .status(0), "\(run)")
  }

  @Test func queriesOnStandardInputRunAsAScript() throws {
    let run = try run([], input: "count where year=2023 and elite\n")
    #expect(run.output == "10\n" && run.exit == .status(0), "\(run)")
  }

  @Test func severalQueriesRunOnFilesOneAfterTheOther() throws {
    let run = try run(["-c", "mean age", "-c", "count where age > 10", "@/people.csv"])
    #expect(run.output == "21.5\n1\n" && run.exit == .status(0), "\(run)")
  }

  @Test(arguments: [
    "x\n1\n2\n", "{\"x\": 1}\n{\"x\": 2}\n", "[{\"x\":1},{\"x\":2}]", " {\n\"x\": [1, 2]\n}",
    "{\"n\":2,\"r\":[{\"x\":3}]}",
  ])
  func standardInputIsATable(input: String) throws {
    let run = try run(["-c", "sum x", "-"], input: input)
    #expect(run.output == "3\n" && run.exit == .status(0), "\(run)")
  }

  @Test func aDatabaseOnStandardInputIsRefused() throws {
    let run = try run(["-c", "count", "-"], input: "SQLite format 3\0and more")
    #expect(run.exit == .status(1) && run.errors.contains("standard input is a SQLite database"), "\(run)")
  }

  @Test(
    arguments: [
      (["-c", "assert age > 10", "@/people.csv"], 3), (["-c", "nonsense", "@/people.csv"], 1),
      (["-c", "count", "@/absent.csv"], 1), (["run", "@/absent.tally"], 1), (["@/absent.csv"], 1), (["--nope"], 2),
      (["--format", "nope", "-c", "count"], 2), (["run"], 2), (["--set", "a=1", "-c", "count"], 2),
      (["--set", "a", "run", "x"], 2),
      (["fmt"], 2), (["check"], 2),
      (["--check", "-c", "count"], 2), (["fmt", "@/absent.tally"], 1), (["check", "@/absent.tally"], 1), (["-c"], 2),
      (["-"], 2), (["-c", "count", "-", "-"], 2), (["--version"], 0), (["--help"], 0),
    ] as [([String], Int32)])
  func exitStatus(_ arguments: [String], _ status: Int32) throws {
    let run = try run(arguments)
    #expect(run.exit == .status(status), "\(run)")
    if status != 0 { #expect(!run.errors.isEmpty && run.output.isEmpty) }
  }

  @Test func aFailureStopsTheRest() throws {
    let run = try run(["-c", "nonsense", "-c", "count"])
    #expect(run.output == "" && run.exit == .status(1))
  }

  @Test func aScriptRuns() throws {
    try folder.write("#!/usr/bin/env tally\nlet least = 10\ncount where age > least\n", to: "script.tally")
    #expect(try run(["run", "@/script.tally", "@/people.csv"]).output == "1\n")
    #expect(try run(["@/script.tally", "@/people.csv"]).output == "1\n")
  }

  @Test func aScriptIsLaidOutInPlace() throws {
    try folder.write("COUNT   where age>1 # all\n", to: "script.tally")
    #expect(chmod(folder.path + "/script.tally", 0o755) == 0)
    #expect(try run(["fmt", "--check", "@/script.tally"]).exit == .status(1))
    #expect(try run(["fmt", "@/script.tally"]).exit == .status(0))
    #expect(try folder.read("script.tally") == "count where age > 1  # all\n")
    #expect(access(folder.path + "/script.tally", X_OK) == 0)
    #expect(try run(["fmt", "--check", "@/script.tally"]).exit == .status(0))
    #expect(try run(["fmt", "-"], input: "first 3;last 2").output == "first 3\nlast 2\n")
  }

  @Test func aScriptIsCheckedToItsEndWithoutRunning() throws {
    try folder.write(
      "load \"\(folder.path)/people.csv\"\ncount where name = \"ada\"\ncount where age > 99\nmean agee\nsave \"x.csv\"\n",
      to: "script.tally")
    let run = try run(["check", "@/script.tally"])
    #expect(run.exit == .status(1) && run.output.isEmpty, "\(run)")
    #expect(run.errors.contains("name has no \"ada\"; it has \"Ada\" (1)"), "\(run)")
    #expect(run.errors.contains("`age > 99` is true of no row"), "\(run)")
    #expect(run.errors.contains("has no column `agee`"), "\(run)")
    #expect(access("x.csv", F_OK) != 0)
    try folder.write("load \"\(folder.path)/people.csv\"\ncount where age > 10\n", to: "script.tally")
    #expect(try self.run(["check", "@/script.tally"]).exit == .status(0))
  }

  @Test func aScriptThatDoesNotParseStaysAsItIs() throws {
    try folder.write("count   by\n", to: "script.tally")
    let run = try run(["fmt", "@/script.tally"])
    #expect(run.exit == .status(1) && run.errors.contains("script.tally:1"), "\(run)")
    #expect(try folder.read("script.tally") == "count   by\n")
  }

  @Test func aFileMayBeCalledRun() throws {
    try folder.write("x\n5\n", to: "run")
    #expect(try run(["-c", "sum x", "@/run"]).output == "5\n")
  }

  @Test func aFormatIsChosen() throws {
    #expect(try run(["--format", "JSON", "-c", "count", "@/people.csv"]).output == "[{\"count\":3}]\n")
  }

  @Test func quietSilencesNotesNotErrors() throws {
    #expect(try run(["--quiet", "-c", "count", "@/people.csv"]).errors == "")
    #expect(try !run(["--quiet", "-c", "nonsense", "@/people.csv"]).errors.isEmpty)
  }

  @Test func aClosedPipeIsNoMessage() throws {
    let run = try run(["-c", "show"], output: .closedPipe)
    #expect(run.errors == "" && run.exit == .status(141), "\(run)")
  }

  @Test func aFullDiskIsAMessageAndAFailure() throws {
    let run = try run(["-c", "show"], output: .file("/dev/full"))
    #expect(run.errors.contains("No space left on device") && run.exit == .status(1), "\(run)")
    #expect(try self.run(["--help"], output: .file("/dev/full")).exit == .status(1))
  }

  @Test func theVersionIsANumber() throws {
    #expect(try run(["--version"]).output.split(separator: ".").count == 3)
  }

  @Test func controlCEndsALoadWith130() throws {
    let path = folder.path + "/pipe.csv"
    #expect(mkfifo(path, 0o600) == 0)
    let program = try TerminalProgram(
      [TerminalProgram.tally, "-c", "count", path], environment: ["HOME": folder.path, "TERM": "xterm"])
    // Opening it for writing waits until the program reads.
    let writer = open(path, O_WRONLY)
    defer { close(writer) }
    #expect(write(writer, "x\n1\n", 4) == 4)
    program.type(Key.control("c"))
    #expect(try program.waitForExit() == .status(130))
  }
}
