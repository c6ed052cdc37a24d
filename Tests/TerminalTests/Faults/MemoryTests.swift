import TallyTestSupport
import Testing

/// What would need more memory than the process may take is refused before it begins, with an estimate.
@Suite struct MemoryTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: [String], limit kilobytes: Int? = nil) throws -> ProgramRun {
    let words = arguments.map { $0.replacing("@", with: folder.path) }
    let shell = kilobytes.map { ["/bin/sh", "-c", "ulimit -v \($0); exec \"$0\" \"$@\""] } ?? []
    return try ProgramRun(shell + [TerminalProgram.tally] + words, environment: ["HOME": folder.path])
  }

  private func expectRefusal(_ run: ProgramRun, _ words: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
      run.exit == .status(1) && run.errors.contains(words) && run.errors.contains("`set memory`"), "\(run)",
      sourceLocation: sourceLocation)
  }

  /// As many rows on both sides under one key: 3,600,000,000 pairs.
  @Test func aJoinThatMultipliesRowsIsRefused() throws {
    let rows = String(repeating: "1,2\n", count: 60_000)
    try folder.write("k,v\n" + rows, to: "left.csv")
    try folder.write("k,w\n" + rows, to: "right.csv")
    let query = "inner join right on k many to many | count"
    for limit in ["200 MB", "2 GB"] {
      expectRefusal(
        try run(["-c", "set memory \(limit)", "-c", query, "@/left.csv", "@/right.csv"]),
        "memory for the rows of the join")
    }
  }

  @Test func aGroupForEachRowAndManyAggregatesAreRefused() throws {
    try folder.writeTexts(rowCount: 1_000_000, to: "t.csv")
    let items = (0..<20).map { "sum(k + \($0)) as s\($0)" }.joined(separator: ", ")
    expectRefusal(
      try run(["-c", "set memory 100 MB", "-c", "\(items) by k | count", "@/t.csv"]),
      "there is not enough memory for the groups")
  }

  @Test func rowsThatUnpivotMultipliesAreRefused() throws {
    let header = (0..<1000).map { "c\($0)" }.joined(separator: ",")
    let row = String(repeating: "1,", count: 999) + "1\n"
    try folder.write(header + "\n" + String(repeating: row, count: 6000), to: "t.csv")
    let names = (0..<1000).map { "c\($0)" }.joined(separator: ", ")
    expectRefusal(
      try run(["-c", "set memory 120 MB", "-c", "unpivot \(names) | count", "@/t.csv"]), "memory for the rows")
  }

  /// The estimate comes before most of the file is read.
  @Test func aFileThatDoesNotFitIsRefused() throws {
    try folder.writeTexts(rowCount: 4_000_000, to: "t.csv")
    let run = try run(["-c", "set memory 100 MB", "-c", "load \"@/t.csv\"", "-c", "count distinct v"])
    expectRefusal(run, "t.csv needs about ")
    #expect(run.output.isEmpty, "\(run)")
  }

  @Test func howeverLittleThereIsTheEndIsAMessage() throws {
    try folder.writeTexts(rowCount: 200_000, to: "t.csv")
    for limit in stride(from: 60_000, through: 220_000, by: 40_000) {
      let run = try run(["-c", "count distinct v by k | count", "@/t.csv"], limit: limit)
      #expect(run.exit == .status(0) || run.exit == .status(1) && run.errors.contains("memory"), "\(limit): \(run)")
    }
  }

  @Test func tenThousandColumnsAreATable() throws {
    let header = (0..<10_000).map { "c\($0)" }.joined(separator: ",")
    let row = String(repeating: "1,", count: 9999) + "2\n"
    try folder.write(header + "\n" + row + row, to: "wide.csv")
    let run = try run(["-c", "sum c9999", "-c", "describe | count", "-c", "show | first 1 | count", "@/wide.csv"])
    #expect(run.exit == .status(0), "\(run)")
    #expect(run.output.split(separator: "\n") == ["4", "10000", "1"], "\(run)")
  }

  /// What stands for the last of these has more names in it than any memory holds, or stands too deep.
  @Test(arguments: [("let l# = l@ + l@", 60), ("let l# = l@ + 1", 300), ("let l# = from l@ | append l@", 60)])
  func letsThatMultiplyAreRefused(line: String, count: Int) throws {
    try folder.write("k\n1\n", to: "t.csv")
    let isQuery = line.contains("from")
    let lines = (1..<count).map { line.replacing("#", with: "\($0)").replacing("@", with: "\($0 - 1)") }
    let all =
      ["let l0 = " + (isQuery ? "from t" : "k")] + lines + [isQuery ? "from l\(count - 1)" : "show l\(count - 1)"]
    try folder.write(all.joined(separator: "\n"), to: "lets.tally")
    let run = try run(["run", "@/lets.tally", "@/t.csv"])
    #expect(run.exit == .status(1) && run.errors.contains("at most 5,000 names of `let`"), "\(run)")
  }

  /// Stated limits: 200 brackets, 512 levels of JSON, 200 columns of `across`.
  @Test func whatHasALimitSaysIt() throws {
    try folder.write("k\n" + (0..<300).map { "\($0)\n" }.joined(), to: "t.csv")
    let deep = String(repeating: "(", count: 5000) + "k" + String(repeating: ")", count: 5000)
    let nested = try run(["-c", "extend x = \(deep)", "@/t.csv"])
    #expect(nested.exit == .status(1) && nested.errors.contains("more than 200 deep"), "\(nested)")
    try folder.write("[{\"a\":" + String(repeating: "[", count: 100_000) + "\n", to: "deep.json")
    let json = try run(["-c", "count", "@/deep.json"])
    #expect(json.exit == .status(1) && json.errors.contains("nested deeper than 512 levels"), "\(json)")
    let across = try run(["-c", "count across k", "@/t.csv"])
    #expect(across.exit == .status(1) && across.errors.contains("200"), "\(across)")
  }

  /// A line of a hundred million bytes is a cell like any other; no row is read that is over 256 MiB.
  @Test func aLongLineIsRead() throws {
    let file = folder.path + "/long.csv"
    let cell = String(repeating: "abcdefghij", count: 1_000_000)
    try folder.write("a,b\n1,\"" + String(repeating: cell, count: 10) + "\"\n2,x\n", to: "long.csv")
    let run = try run(["-c", "extend n = length(b) | sum n, sum a", file])
    #expect(run.exit == .status(0) && run.output.hasSuffix("100000001,3\n"), "\(run)")
  }
}
