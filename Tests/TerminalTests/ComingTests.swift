import TallyTestSupport
import Testing

/// Large files that are read while the prompt is open.
@Suite(.serialized, .enabled(if: FaultLibrary.path != nil)) struct ComingTests {
  let person: Person

  init() throws {
    person = try Person()
    try person.home.write("k\n1\n2\n", to: "small.csv")
  }

  /// Reading takes seconds, from the twelfth read on: those before are of the beginning and of the end.
  private func start(_ more: [String] = [], fault: String = "read 12 slow large.csv") throws -> TerminalProgram {
    let files = (["large.csv"] + more).map { person.home.path + "/" + $0 }
    return try person.start(files, columns: 120, environment: FaultLibrary.environment(fault))
  }

  private static let countText = "2,200,000 rows"

  @Test func aStatementWaitsForAllOfIt() throws {
    try person.writeLarge()
    let tally = try start()
    #expect(tally.screen.text.contains("large: 3 columns, being read (70 MB)"))
    tally.type("mean fa" + Key.tab)
    try tally.wait(for: "a column that is known") { $0.text.contains("tally> mean fare") }
    tally.type(Key.control("u") + "count where fare > 12" + Key.enter)
    try tally.wait(for: "how far it is") { $0.text.contains("loading large: ") }
    try tally.wait(for: "the answer") { $0.line == "tally>" && $0.text.contains("2,200,000 of 2,200,000") }
    #expect(tally.screen.text.contains("large: \(Self.countText), 3 columns"))
    try tally.enter("mean fare")
    #expect(tally.screen.text.contains("12.5"))
    #expect(tally.screen.text.components(of: "3 columns,") == 1)
  }

  @Test func controlCLeavesItComing() throws {
    try person.writeLarge()
    let tally = try start()
    tally.type("count" + Key.enter)
    try tally.wait(for: "how far it is") { $0.text.contains("loading large: ") }
    tally.type(Key.control("c"))
    try tally.wait(for: "the prompt") { $0.line == "tally>" && $0.text.contains("stopped after") }
    try tally.enter("count")
    #expect(tally.screen.text.contains(Self.countText))
  }

  @Test func itIsToldBeforeTheNextPrompt() throws {
    try person.writeLarge()
    let tally = try start(["small.csv"])
    tally.type("from large | cou")
    // The note beside the statement comes by itself.
    try tally.wait(for: "the number of rows") {
      $0.text.contains("from large | cou ") && $0.text.contains(Self.countText)
    }
    tally.type(Key.control("u"))
    try tally.enter("set")
    #expect(tally.screen.text.contains("large: \(Self.countText), 3 columns"))
  }

  @Test(arguments: [("Choe\n", "line 2,200,002 of", "has 1 cell"), ("\"", "the quote opened in", "is never closed")])
  func anErrorIsToldBeforeTheNextPrompt(end: String, place: String, fault: String) throws {
    try person.writeLarge(end: end)
    let tally = try start(fault: "read 100000 slow large.csv")
    tally.type("count" + Key.enter)
    try tally.wait(for: "what is wrong") { $0.line == "tally>" && $0.text.contains(fault) }
    #expect(tally.screen.text.contains(place))
    #expect(tally.screen.text.components(of: fault) == 1)
    try tally.enter("count")
    #expect(tally.screen.text.contains("no table"))
  }

  @Test func aFileThatChangesMeanwhileIsRefused() throws {
    try person.writeLarge()
    let tally = try start(fault: "read 100 rewrite large.csv")
    for _ in 0..<2 where !tally.screen.text.contains("changed while it was being read") { try tally.enter("count") }
    #expect(tally.screen.text.contains("large.csv changed while it was being read"))
    try tally.enter("load \"\(person.home.path)/small.csv\"")
    try tally.enter("count")
    #expect(tally.screen.text.contains("2 rows"))
  }

  @Test func anotherLoadComesFirst() throws {
    try person.writeLarge()
    let tally = try start()
    try tally.enter("load \"\(person.home.path)/small.csv\"")
    #expect(!tally.screen.text.contains(Self.countText))
    try tally.enter("count")
    #expect(tally.screen.text.contains("2 rows"))
    try tally.enter("from large | count")
    #expect(tally.screen.text.contains(Self.countText))
  }

  @Test func leavingDoesNotWaitForIt() throws {
    try person.writeLarge()
    let tally = try start()
    tally.type(Key.control("d"))
    #expect(try tally.waitForExit() == .status(0))
    #expect(!tally.screen.text.contains(Self.countText))
  }
}
