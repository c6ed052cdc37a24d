import TallyData
import TallyFunctions
import TallyLocal
import TallyPlan
import Testing

/// Each function at its edges, at sizes around the ends of words and blocks.
@Suite struct FunctionTests {
  private static let sizes = [0, 1, 64, 4095, 4096, 4097]

  /// The column that a call gives for the same arguments in `count` rows.
  private static func column(
    _ name: String, _ arguments: [Value], count: Int, losses: inout Losses
  ) throws -> Column {
    let function = try #require(Function.named(name))
    let known = arguments.compactMap(\.type)
    let types = arguments.map { $0.type ?? known.first ?? .text }
    let binding = try #require(function.bind(types), "\(name) \(types)")
    let columns = zip(arguments, types).map { value, type in
      Column(type: type, values: Array(repeating: value, count: count))
    }
    let parts = columns.indices.map { index in
      let column = BoundExpression(.column(index), type: types[index], range: 0..<1)
      let isWidened = types[index] == .integer && binding.arguments[index] == .number
      return isWidened ? BoundExpression(.toNumber(column), type: .number, range: 0..<1) : column
    }
    let call = BoundExpression(.call(function, parts), type: binding.result, range: 2..<5)
    let frame = Frame(columns: columns, physicalCount: count)
    return try Evaluator(frame: frame, interrupt: Interrupt(), threads: 2).column(call, losses: &losses)
  }

  private static func check(
    _ name: String, _ arguments: [Value], _ expected: Value, _ lost: Losses.Kind? = nil
  ) throws {
    for count in sizes {
      var losses = Losses()
      let column = try column(name, arguments, count: count, losses: &losses)
      #expect(column.count == count && column.missingCount == (expected.isMissing ? count : 0))
      for row in [0, count / 2, count - 1] where row >= 0 && row < count {
        #expect(column[row] == expected, "\(name) \(arguments) of \(count)")
      }
      let expectedLosses = lost.map { [Losses.Key($0, range: 2..<5): count] } ?? [:]
      #expect(losses.counts == expectedLosses.filter { $0.value > 0 }, "\(name) \(arguments)")
    }
  }

  @Test func roundingGoesAwayFromZeroAndStaysWhole() throws {
    for (x, rounded) in [(2.5, 3), (-2.5, -3), (0.49999999999999994, 0), (-0.4, 0)] as [(Double, Int64)] {
      try Self.check("round", [.number(x)], .integer(rounded))
    }
    try Self.check("floor", [.number(-0.5)], .integer(-1))
    try Self.check("ceil", [.number(-0.5)], .integer(0))
    try Self.check("round", [.number(2.345), .integer(2)], .number(2.35))
    try Self.check("round", [.number(1234.5), .integer(-2)], .number(1200))
    try Self.check("round", [.integer(1250), .integer(-2)], .integer(1300))
    try Self.check("round", [.integer(-1250), .integer(-2)], .integer(-1300))
    try Self.check("round", [.integer(7), .integer(-19)], .integer(0))
    try Self.check("round", [.number(1e300)], .missing, .outOfRange)
    try Self.check("bin", [.missing, .integer(10)], .missing)
    try Self.check("bin", [.integer(-1), .integer(10)], .integer(-10))
    try Self.check("bin", [.number(2.7), .number(0.5)], .number(2.5))
    try Self.check("bin", [.number(27.5), .integer(10)], .integer(20))
    try Self.check("bin", [.integer(1), .integer(0)], .missing, .outOfRange)
  }

  @Test func numbersOutsideAFunctionsDomainAreLost() throws {
    try Self.check("sqrt", [.number(2.25)], .number(1.5))
    try Self.check("sqrt", [.number(-1)], .missing, .outOfRange)
    try Self.check("ln", [.integer(0)], .missing, .outOfRange)
    try Self.check("log10", [.integer(1000)], .number(3))
    try Self.check("exp", [.integer(1000)], .missing, .outOfRange)
    try Self.check("abs", [.integer(-.max)], .integer(.max))
    try Self.check("abs", [.duration(-5)], .duration(5))
    try Self.check("sign", [.number(-0.1)], .integer(-1))
    try Self.check("sign", [.number(-0.0)], .integer(0))
  }

  @Test func choicesTakeTheValueOrCountTheLoss() throws {
    try Self.check("least", [.integer(3), .number(2.5)], .number(2.5))
    try Self.check("greatest", [.text("a"), .text("é"), .text("z")], .text("é"))
    try Self.check("greatest", [.integer(3), .missing], .missing, .missingArgument)
    try Self.check("coalesce", [.missing, .text("x")], .text("x"))
    try Self.check("coalesce", [.missing, .missing], .missing)
  }

  @Test func textsAreTakenApartByScalars() throws {
    let cases: [(String, [Value], Value)] = [
      ("lower", [.text("ÀÉÎ Straße İ")], .text("àéî straße i\u{307}")), ("upper", [.text("straße")], .text("STRASSE")),
      ("lower", [.text("")], .text("")), ("trim", [.text("\u{A0} a b\u{3000}\n")], .text("a b")),
      ("trim", [.text(" ")], .text("")), ("length", [.text("e\u{301}🙂")], .integer(3)),
      ("left", [.text("éa🙂b"), .integer(3)], .text("éa🙂")), ("left", [.text("ab"), .integer(-1)], .text("")),
      ("right", [.text("éa🙂b"), .integer(2)], .text("🙂b")), ("right", [.text("ab"), .integer(9)], .text("ab")),
      ("slice", [.text("éa🙂b"), .integer(2), .integer(2)], .text("a🙂")),
      ("slice", [.text("ab"), .integer(3)], .missing), ("slice", [.text("ab"), .integer(0)], .missing),
      ("slice", [.text("ab"), .integer(.max)], .missing),
      ("slice", [.text("ab"), .integer(2), .integer(0)], .text("")),
      ("replace", [.text("aXbX"), .text("X"), .text("--")], .text("a--b--")),
      ("replace", [.text("aaa"), .text("aa"), .text("b")], .text("ba")),
      ("replace", [.text("abc"), .text(""), .text("x")], .text("abc")),
      ("split", [.text("a;b;"), .text(";"), .integer(3)], .text("")),
      ("split", [.text("a;b"), .text(";"), .integer(3)], .missing),
      ("split", [.text("a;b"), .text(";;"), .integer(1)], .text("a;b")),
      ("split", [.text("a"), .text(""), .integer(1)], .text("a")),
    ]
    for (name, arguments, expected) in cases { try Self.check(name, arguments, expected) }
    try Self.check("upper", [.missing], .missing)
  }

  @Test func calendarPartsAndUnits() throws {
    let day = Value.date(Int64(CalendarDate.days(year: 2024, month: 12, day: 31)))
    let instant = Value.datetime(-1)
    let cases: [(String, [Value], Value)] = [
      ("year", [day], .integer(2024)), ("quarter", [day], .integer(4)), ("week", [day], .integer(1)),
      ("weekday", [day], .integer(2)), ("day", [day], .integer(31)), ("month", [instant], .integer(12)),
      ("hour", [instant], .integer(23)), ("minute", [instant], .integer(59)), ("second", [instant], .integer(59)),
      ("floor", [day, .text("quarter")], .date(Int64(CalendarDate.days(year: 2024, month: 10, day: 1)))),
      ("floor", [instant, .text("minute")], .datetime(-60_000_000)),
      ("date", [instant], .date(-1)), ("date", [.text(" 2013-01-05 ")], .date(15_710)),
      ("date", [.integer(2024), .integer(2), .integer(29)], .date(19_782)),
    ]
    for (name, arguments, expected) in cases { try Self.check(name, arguments, expected) }
    try Self.check("date", [.text("2013-02-30")], .missing, .conversion)
    try Self.check("date", [.integer(2023), .integer(2), .integer(29)], .missing, .conversion)
    try Self.check(
      "floor", [.date(Int64(CalendarDate.firstDay) + 6), .text("week")], .date(Int64(CalendarDate.firstDay)))
  }

  @Test func conversionsParseOrLose() throws {
    let parsed: [(String, Value, Value)] = [
      ("number", .text("-.5"), .number(-0.5)), ("number", .text("5."), .number(5)),
      ("number", .text(" 1e3 "), .number(1000)),
      ("number", .boolean(true), .number(1)), ("integer", .text("-9223372036854775807"), .integer(-.max)),
      ("integer", .number(-2.9), .integer(-2)), ("integer", .boolean(false), .integer(0)),
      ("boolean", .text("YES"), .boolean(true)), ("boolean", .integer(0), .boolean(false)),
      ("text", .number(1e16), .text("1e+16")), ("text", .number(2), .text("2")), ("text", .integer(-7), .text("-7")),
      ("text", .boolean(true), .text("true")), ("text", .date(0), .text("1970-01-01")),
      ("text", .duration(86_400_000_000), .text("P1D")), ("text", .missing, .missing),
    ]
    for (name, argument, expected) in parsed { try Self.check(name, [argument], expected) }
    for text in ["", "+5", "1,000", "Infinity", "nan", "0x1F", "1e", ".", "-", "1e400", "1 2"] {
      try Self.check("number", [.text(text)], .missing, .conversion)
    }
    for text in ["2.5", "9223372036854775808", "-9223372036854775808", "-", ""] {
      try Self.check("integer", [.text(text)], .missing, .conversion)
    }
    try Self.check("boolean", [.integer(2)], .missing, .conversion)
    try Self.check("integer", [.number(1e19)], .missing, .conversion)
  }

  @Test func everyFunctionSaysWhatItIs() {
    let names = Function.all.map(\.name)
    #expect(Set(names).count == names.count)
    for function in Function.all {
      #expect(
        function.summary.hasSuffix(".") && !function.examples.isEmpty && function.signature.hasPrefix(function.name))
      #expect(Function.named(function.name.uppercased())?.name == function.name)
    }
    #expect(Function.named(Function.addMonths.name) == nil)
  }
}
