import TallyData
import TallyTestSupport
import Testing

/// The oracle judges the engine; these judge the oracle, by cases worked out by hand.
@Suite struct OracleOwnTests {
  @Test(arguments: [
    ("^a", "abc", true), ("^a", "bac", false), ("b$", "ab", true), ("^$", "", true), ("^$", "a", false),
    ("a|b", "xb", true), ("^(ab)*c?$", "ababc", true), ("^(ab)*c?$", "aba", false), ("a{2,3}", "baab", true),
    ("^a{2}$", "aaa", false), ("[a-c]+x", "zbcx", true), ("[^a]", "aaa", false), ("^.b", "éb", true),
    ("\\d+", "a1", true), ("\\D", "12", false), ("a\\.b", "axb", false), ("x;|;z", "y;z", true),
    ("(a|b)(b|c)", "bc", true),
    ("[a-]", "-", true), ("\\s", "a b", true), ("ba?$", "abba", true),
  ])
  func patternsMatch(_ pattern: String, _ text: String, _ expected: Bool) {
    #expect(OracleProbe.matches(pattern, text) == expected, "\(pattern) in \(text)")
  }

  @Test func brokenPatternsAreNone() {
    for pattern in ["(", ")", "a**(", "[a", "a{2", "*a"] { #expect(OracleProbe.matches(pattern, "a") == nil) }
  }

  @Test func daysHaveTheirParts() {
    for day in stride(from: Int64(-719_162), through: 2_932_896, by: 997) {
      let date = CalendarDate(days: Int(day))
      #expect(OracleProbe.component("year", day: day) == Int64(date.year))
      #expect(OracleProbe.component("month", day: day) == Int64(date.month))
      #expect(OracleProbe.component("day", day: day) == Int64(date.day))
      #expect(OracleProbe.component("weekday", day: day) == Int64(CalendarDate.weekday(days: Int(day))))
      #expect(OracleProbe.component("week", day: day) == Int64(CalendarDate.isoWeek(days: Int(day))))
    }
  }

  /// R: `quantile(c(1, 2, 4, 8), c(0, .25, .5, .9, 1))`.
  @Test func quantilesAreOfTypeSeven() throws {
    for (percentage, expected) in [(0.0, 1.0), (25, 1.75), (50, 3), (90, 6.8), (100, 8)] {
      let quantile = try #require(OracleProbe.quantile([8, 1, 4, 2], percentage: percentage))
      #expect((quantile - expected).magnitude < 1e-12)
    }
    #expect(OracleProbe.quantile([], percentage: 50) == nil)
  }

  @Test func functionsHaveTheirValues() {
    let cases: [(String, [Value], Value)] = [
      ("round", [.number(2.5)], .integer(3)), ("round", [.number(-2.5)], .integer(-3)),
      ("floor", [.number(-0.5)], .integer(-1)), ("bin", [.integer(-1), .integer(10)], .integer(-10)),
      ("split", [.text("a;b"), .text(";"), .integer(3)], .missing), ("slice", [.text("abc"), .integer(4)], .missing),
      ("slice", [.text("abc"), .integer(2), .integer(9)], .text("bc")), ("length", [.text("e\u{301}")], .integer(2)),
      ("integer", [.text("+5")], .missing), ("date", [.text("2013/01/05")], .date(15_710)),
      ("date", [.integer(2023), .integer(2), .integer(29)], .missing),
      ("add_months", [.date(19_753), .integer(1)], .date(19_782)),
    ]
    for (name, arguments, expected) in cases {
      #expect(OracleProbe.call(name, arguments, .integer) == expected, "\(name) \(arguments)")
    }
  }
}
