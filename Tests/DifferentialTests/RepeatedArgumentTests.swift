import Testing

@testable import TallyRemote

/// A long argument that a template repeats is computed once, but for a window, which needs the rows it stands among.
@Suite struct RepeatedArgumentTests {
  private static let column = PrintedText("\"" + String(repeating: "a", count: 80) + "\"")

  @Test func aLongOneIsComputedOnce() {
    #expect(Dialect.filled("$1 + $1", [Self.column]).text.contains("FROM (SELECT"))
  }

  @Test func aWindowStaysAmongItsRows() {
    let window = PrintedText("sum(\(Self.column.text)) OVER (ORDER BY \(Self.column.text))")
    #expect(Dialect.filled("$1 + $1", [window]).text == "\(window.text) + \(window.text)")
  }
}
