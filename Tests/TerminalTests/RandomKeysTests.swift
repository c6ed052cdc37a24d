import TallyTestSupport
import Testing

/// Random keys, whatever they may be, never end the session; `PromptFuzzTests` knows what they must show.
@Suite struct RandomKeysTests {
  /// Pieces of what people and terminals send; Control-D would rightly end it.
  static let noise = [
    "count ", "where ", "by ", "sex = ", "from ", "set ", "help\r", Key.tab, Key.tab + Key.tab, Key.backTab, Key.up,
    Key.down, Key.left, Key.wordLeft, Key.home, Key.delete, Key.backspace, Key.enter, Key.escape, Key.paste("x\ny"),
    "\u{1B}[", "\u{1B}O", "\u{1B}x", ":", "|\r", "(", "\"", "日", "é", "e\u{301}", "👨‍👩‍👧", "\u{202E}", "\u{0}",
    Key.control("a"), Key.control("c"), Key.control("k"), Key.control("l"), Key.control("r"), Key.control("t"),
    Key.control("u"), Key.control("v"), Key.control("w"), Key.control("y"), Key.control("_"),
  ]

  @Test(arguments: 0..<12)
  func noiseNeverEndsIt(_ seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let person = try Person()
    if seed % 3 == 0 { try person.home.write("bind -v\n", to: ".editrc") }
    let tally = try person.start()
    for _ in 0..<150 {
      if Int.random(in: 0..<20, using: &generator) == 0 {
        tally.resize(
          columns: Int.random(in: 1..<90, using: &generator), rows: Int.random(in: 1..<30, using: &generator))
      }
      tally.type(Self.noise.randomElement(using: &generator) ?? "")
      tally.look()
    }
    tally.resize(columns: 80, rows: 24)
    try tally.comeBack()
    tally.type(Key.control("d"))
    #expect(try tally.waitForExit() == .status(0))
  }
}
