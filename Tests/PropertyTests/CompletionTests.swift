import TallyData
import TallyPlan
import TallyText
import Testing

@testable import Tally

/// What completion offers, place by place; `▮` is the cursor.
@Suite struct CompletionTests {
  static let penguins = Table(
    name: "penguins",
    fields: [
      Field("species", .text), Field("island", .text), Field("Body Mass (g)", .number), Field("year", .integer),
      Field("tagged", .boolean), Field("by", .text), Field("seen", .date),
    ],
    rows: [
      [.text("Adelie"), .text("Dream"), .number(3700), .integer(2007), .boolean(true), .text("x"), .missing],
      [.text("Gentoo"), .text("Biscoe"), .number(5000), .integer(2008), .boolean(false), .text("x"), .missing],
      [.text("Gentoo"), .text("Dream"), .missing, .integer(2009), .boolean(true), .text("y"), .missing],
      [.text("Say \"hi\""), .missing, .missing, .integer(2009), .missing, .text("y"), .missing],
    ])
  static let islands = Table(
    name: "islands", fields: [Field("name", .text), Field("area", .number)],
    rows: [[.text("Dream"), .number(1)]])
  static let catalog = Catalog(tables: [penguins, islands], current: "penguins")

  static func result(_ marked: String) -> CompletionResult {
    let parts = marked.split(separator: "▮", omittingEmptySubsequences: false)
    return Completion.candidates(
      text: parts.joined(), cursor: parts[0].utf8.count, catalog: catalog, lastAnswer: islands, settings: Settings())
  }

  static func texts(_ marked: String) -> [String] { result(marked).candidates.map(\.text) }

  @Test(arguments: [
    // Beginnings.
    ("▮", "count"), ("▮", "from"), ("▮", "load"), ("cou▮", "count"), ("COU▮", "count"), ("count | ▮", "where"),
    ("| in▮", "inner join"),
    ("count | so▮", "sort"), ("| wh▮", "where"), ("count\nme▮", "mean"), ("count; me▮", "mean"),
    ("explain ▮", "plan"), ("explain plan cou▮", "count"), ("as ▮", "sql"), ("as sql ▮", "duckdb"),
    // Tables and columns.
    ("from ▮", "penguins"), ("use isl▮", "islands"), ("columns ▮", "islands"), ("lookup ▮", "islands"),
    ("lookup islands ▮", "on"), ("lookup islands on ▮", "island"), ("inner ▮", "join"), ("inner join ▮", "islands"),
    ("mean ▮", "`Body Mass (g)`"), ("mean bo▮", "`Body Mass (g)`"), ("mean year by sp▮", "species"),
    ("count by ▮", "`by`"), ("count by `b▮", "`by`"), ("from islands | mean ▮", "area"),
    ("from islands | count by ▮", "name"),
    ("drop ▮", "species"), ("drop ▮", "where"), ("| sort by ▮", "area"), ("rename species ▮", "to"),
    ("describe year, ▮", "tagged"), ("describe ▮", "by"), ("distinct ▮", "where"), ("distinct ▮", "species"),
    ("extend x = ▮", "year"), ("extend x = ro▮", "round("),
    ("extend x = year - pre▮", "previous("), ("extend x = 1, y = round(ro▮", "row_number()"),
    ("extend x = ▮", "count()"), ("where year > me▮", "mean("), ("show ▮", "count()"), ("sort by med▮", "median("),
    ("save \"f.csv\" ▮", "replace"), ("save history \"f.tally\" ▮", "replace"), ("set theme ▮", "light"),
    ("extend x = ▮", "running_sum("), ("extend x = ra▮", "rank()"),
    // Letters with others between.
    ("mean year by spcs▮", "species"), ("mean mass▮", "`Body Mass (g)`"), ("drop whr▮", "where"),
    // Words of a step.
    ("count ▮", "distinct"), ("count ▮", "where"), ("count distinct ▮", "species"), ("mean year ▮", "by"),
    ("mean year, ▮", "median"), ("mean year, med▮", "median"), ("sort ▮", "by"), ("sort by year ▮", "desc"),
    ("count by year with ▮", "percent"), ("top 5 ▮", "by"), ("top 5 by year ▮", "within"), ("sample 10 ▮", "seed"),
    // Conditions.
    ("where ▮", "tagged"), ("where species ▮", "contains"), ("where year ▮", "<="), ("where tagged ▮", "and"),
    ("where year = 2007 ▮", "and"), ("where year ▮", "between"), ("where year is ▮", "not missing"),
    ("where species starts ▮", "with"), ("where not ▮", "tagged"), ("count where year = 2007 ▮", "by"),
    ("where species = \"Gentoo\" ▮", "ignoring case"), ("percent ▮", "tagged"),
    // Values.
    ("where species = ▮", "\"Gentoo\""), ("where species = \"ge▮", "\"Gentoo\""),
    ("where species = gen▮", "\"Gentoo\""),
    ("where species != ▮", "\"Adelie\""), ("where species in (▮", "\"Adelie\""),
    ("where species in (\"Adelie\", ▮", "\"Gentoo\""),
    ("where species not in (\"Adelie\", \"g▮", "\"Gentoo\""), ("where species contains ▮", "\"Adelie\""),
    ("where species starts with \"A▮", "\"Adelie\""), ("where species = ▮", #""Say \"hi\"""#),
    ("where tagged = ▮", "true"),
    ("from islands | where name = ▮", "\"Dream\""),
    // Settings and help.
    ("set ▮", "format"), ("set fo▮", "format"), ("set format ▮", "markdown"), ("set timing ▮", "on"),
    ("help ▮", "mean"), ("help rou▮", "round"),
  ])
  func offers(_ marked: String, _ candidate: String) {
    #expect(Self.texts(marked).contains(candidate), "\(marked): \(Self.texts(marked).prefix(20))")
  }

  @Test(
    arguments: [
      ("count # wh▮", nil), ("where island = \"spec▮", "species"), ("where year = 20▮", nil),
      ("where species = \"Gentoo\"▮", nil),
      ("count by year where ▮", "by"), ("let x▮", nil), ("top ▮", nil), ("mean ▮", "species"), ("count | ▮", "from"),
      ("count | ▮", "load"), ("mean year as ▮", nil), ("first ▮", "where"), ("where pre▮", "previous("),
      ("extend x = 1 by pre▮", "previous("), ("extend x = mean(me▮", "mean("), ("count by me▮", "mean("),
      ("count # wh▮", "where"), ("where island = \"Dream\" and \"▮", "where"), ("where year ▮", "contains"),
    ] as [(String, String?)])
  func doesNotOffer(_ marked: String, _ candidate: String?) {
    let texts = Self.texts(marked)
    if let candidate { #expect(!texts.contains(candidate)) } else { #expect(texts == []) }
  }

  @Test func valuesComeByFrequencyWithTheirCounts() {
    let candidates = Self.result("where species = ▮").candidates
    #expect(candidates.map(\.text) == ["\"Gentoo\"", "\"Adelie\"", #""Say \"hi\"""#])
    #expect(candidates.map(\.detail) == ["2", "1", "1"])
  }

  @Test func columnsShowTheirTypesAndFunctionsTheirSignatures() {
    let candidates = Self.result("where ▮").candidates
    #expect(candidates.first { $0.text == "year" }?.detail == "integer")
    #expect(candidates.first { $0.isName && $0.text.contains("Mass") }?.detail == "number, 2 missing")
    #expect(candidates.first { $0.text == "round(" }?.detail.hasPrefix("round(x") == true)
    #expect(candidates.contains { $0.text == "today()" })
  }

  @Test func theTypedWordIsReplaced() {
    #expect(Self.result("mean ye▮").range == 5..<7)
    #expect(Self.result("é where species = \"ge▮").range == 19..<22)
    #expect(Self.result("count ▮by").range == 6..<6)
  }

  @Test func aWordWithinIsOfferedWhereNoneBeginsSo() {
    #expect(Self.texts("mean mass▮") == ["`Body Mass (g)`"])
  }

  @Test(arguments: ["load ▮", "run ▮", "save ▮", "save history ▮", "count by species | save ▮"])
  func aFileNeedsNoQuoteToBeCompleted(_ beginning: String) {
    for typed in ["Samples/arr", "./Samples/arr", "\"Samples/arr"] {
      let marked = beginning.replacing("▮", with: "\(typed)▮")
      let path = typed.replacing("\"", with: "")
      #expect(Self.texts(marked).first == "\"\(path)ivals.csv\"", "\(marked)")
      #expect(Self.result(marked).range.count == typed.utf8.count)
    }
    #expect(!Self.texts(beginning.replacing("▮", with: "# Samples/arr▮")).contains("\"Samples/arrivals.csv\""))
  }

  @Test(
    arguments: [
      ("mean agee ", ["agee"]), ("count where yaer > 3 and tagged", ["yaer"]),
      ("count by isle, yer ", ["isle", "yer"]),
      ("count where species = Gentoo ", ["Gentoo"]), ("where foo(year) > 1 ", ["foo"]),
      ("count by species | where cuont > 1 ", ["cuont"]), ("mean year by species | sort by year ", ["year"]),
      ("sort by yaer desc ", ["yaer"]), ("show species, yaer ", ["yaer"]), ("let x = yaer ", ["yaer"]),
      ("explain count by yaer ", ["yaer"]), ("drop yaer ", ["yaer"]), ("from islands | count by species ", ["species"]),
      // The word at the cursor may become another.
      ("mean agee", []),
      // Names that are given.
      ("extend new = year, other = new ", []), ("count by species as kind ", []), ("rename species to kind ", []),
      ("mean year as typical by species | sort by typical ", []), ("let late = year ", []),
      ("unpivot year as seen, what ", []), ("lookup islands on island = name ", []),
      ("count by species | sort by count ", []), ("| mean area ", []),
      // What cannot be known.
      ("count where ( | count by foo ", []), ("help foo ", []), ("set foo ", []), ("load foo ", []),
    ] as [(String, [String])])
  func namesThatNothingHasAreFound(_ text: String, _ unknown: [String]) {
    let spans = Highlight.spans(of: text, catalog: Self.catalog)
    let names = UnknownNames(
      in: SourceText(text), catalog: Self.catalog, lastAnswer: Self.islands, settings: Settings())
    let found = names.ranges(besides: spans, cursor: text.utf8.count)
    #expect(found.map { SourceText(text)[$0] } == unknown)
  }

  @Test func theSharedBeginningIgnoresCase() {
    let result = CompletionResult(range: 0..<0, candidates: [.init("Dep_time"), .init("dep_delay")])
    #expect(result.sharedPrefix == "Dep_")
  }

  @Test func columnsAfterAStepAreTheStepsOwn() {
    #expect(Self.texts("mean year by species | sort by me▮").first == "mean_year")
    #expect(!Self.texts("mean year by species | sort by ▮").contains("year"))
    #expect(!Self.texts("mean year by species | where ▮").contains("island"))
    #expect(Self.texts("mean year by species | where species = \"Ge▮") == ["\"Gentoo\""])
  }

  @Test(arguments: [
    "", "(", ")", "\"", "`", "|", "where where", "in (", "set set set", "let =", "as sql sqlite x", "; ;", "\u{301}",
    "count by by", "🏳️‍🌈 =",
  ])
  func nothingTraps(_ text: String) {
    for cursor in 0...text.utf8.count {
      let result = Completion.candidates(text: text, cursor: cursor, catalog: Self.catalog, settings: Settings())
      #expect(result.range.upperBound <= text.utf8.count + 2)
      _ = Highlight.spans(of: text, catalog: Self.catalog)
    }
  }

  @Test func highlightsWhatWordsAre() {
    let text = "count where species = \"x\" and year > 2 # why"
    let spans = Highlight.spans(of: text, catalog: Self.catalog)
    let words = spans.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) }
    #expect(words == ["count", "where", "species", "\"x\"", "and", "year", "2", "# why"])
    #expect(spans.map(\.kind) == [.function, .keyword, .column, .text, .keyword, .column, .number, .comment])
  }
}
