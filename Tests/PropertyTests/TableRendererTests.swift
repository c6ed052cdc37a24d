import TallyData
import TallyFormats
import Testing

@Suite struct TableRendererTests {
  @Test func numbersStandOnTheRight() throws {
    var penguins = answer([
      ("species", .text, [.text("Adelie"), .text("Chinstrap"), .missing]),
      ("mean_body_mass_g", .number, [.number(3700.662251655629), .number(3733.0882352941176), .missing]),
    ])
    penguins.accountFields = [Field("of", .integer), Field("missing", .integer)]
    penguins.accountColumns = [
      Column(type: .integer, values: [.integer(151), .integer(68), .integer(0)]),
      Column(type: .integer, values: [.integer(1), .integer(0), .integer(3)]),
    ]
    #expect(
      try rendered("table", penguins) == """
        species     mean_body_mass_g    of   missing
        Adelie               3,700.7   151         1
        Chinstrap            3,733.1    68         0
        (missing)          (missing)     0         3

        """)
    #expect(!(try rendered("csv", penguins)).contains("of"))
  }

  @Test func wideCharactersAlign() throws {
    let towns = answer([
      ("town", .text, [.text("서울"), .text("e\u{301}"), .text("👩‍👩‍👧")]), ("n", .integer, [1, 20, 300].map(Value.integer)),
    ])
    #expect(
      try rendered("table", towns) == """
        town     n
        서울     1
        e\u{301}       20
        👩‍👩‍👧     300

        """)
  }

  @Test func cutsSayWhatIsLeftOut() throws {
    let rows = 0..<150
    let wide = answer([
      ("id", .integer, rows.map { .integer(Int64($0)) }),
      ("story", .text, rows.map { _ in .text(String(repeating: "word ", count: 10) + "end") }),
      ("year", .integer, rows.map { _ in .integer(2023) }), ("place", .text, rows.map { _ in .text("somewhere far") }),
    ])
    var options = RenderOptions()
    options.rowLimit = 2
    options.width = 50
    #expect(
      try rendered("table", wide, options) == """
        id  story                      year  place
         0  word word word word word…  2023  somewhere far
         1  word word word word word…  2023  somewhere far
        texts are cut at …: `set format list` shows everything
        2 of 150 rows: `set rows 100` shows more, `last` prints all

        """)
    options.width = 24
    options.rowLimit = 1
    #expect(
      try rendered("table", wide, options) == """
        id  story           year
         0  word word wor…  2023
        no room for place; texts are cut at …: `set format list` shows everything
        1 of 150 rows: `set rows 100` shows more, `last` prints all

        """)
    options.rowLimit = 120
    #expect(try rendered("plain", wide, options).hasSuffix("120 of 150 rows: `set rows 150` or `last` shows all\n"))
  }

  @Test(arguments: 1...60)
  func linesFitTheTerminal(width: Int) throws {
    var options = RenderOptions()
    options.width = width
    let texts = answer([
      ("first_column", .text, [.text("한국어 한국어 한국어"), .missing]),
      ("second", .text, [.text("👍🏽 ok, and a text that goes on"), .text("x")]),
      ("third", .text, [.text("short"), .missing]),
    ])
    let lines = try rendered("table", texts, options).split(separator: "\n")
    for line in lines.prefix(3) { #expect(DisplayWidth.of(line) <= max(width, 1), "\(line)") }
  }

  @Test func colorsOnlyWhereAsked() throws {
    let one = answer([("a", .text, [.text("x"), .missing])])
    #expect(!(try rendered("table", one)).contains("\u{1B}"))
    var options = RenderOptions()
    options.usesColor = true
    #expect(
      try rendered("table", one, options) == "\u{1B}[1ma\u{1B}[22m\nx\n\u{1B}[2m(missing)\u{1B}[22m\n")
  }

  @Test func listsAndSentences() throws {
    let one = answer([("sex", .text, [.text("female")]), ("mean_age", .number, [.number(29.5)])])
    #expect(try rendered("list", one) == "sex        female\nmean_age   29.5\n")
    let two = answer([("a", .text, [.text("x"), .text("")]), ("b", .integer, [.integer(12_345), .missing])])
    #expect(try rendered("list", two) == "row 1\na   x\nb   12,345\n\nrow 2\na   (empty)\nb   (missing)\n")
    #expect(
      try rendered("plain", two) == "2 rows of 2 columns: a, b\nrow 1: a x; b 12,345\nrow 2: a (empty); b (missing)\n")
  }
}
