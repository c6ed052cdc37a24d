import TallyData
import TallyFormats
import TallyTestSupport
import Testing

@Suite struct PlotTests {
  @Test(arguments: [
    (0.0...1, DataType.number, 6, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0...97, .integer, 5, ["0", "50", "100"]),
    (2017...2023, .integer, 5, ["2016", "2018", "2020", "2022", "2024"]),
    (3...3, .integer, 5, ["2", "3", "4"]),
    (-0.31...0.42, .number, 5, ["-0.4", "-0.2", "0.0", "0.2", "0.4", "0.6"]),
    (12_000...48_000, .integer, 5, ["10,000", "20,000", "30,000", "40,000", "50,000"]),
    (0.000012...0.000031, .number, 3, ["0.00001", "0.00002", "0.00003", "0.00004"]),
  ])
  func ticksAreRound(reach: ClosedRange<Double>, type: DataType, count: Int, labels: [String]) {
    #expect(Axis(reach, type: type, tickCount: count).labels == labels)
  }

  @Test func datesHaveCalendarTicks() {
    func days(_ year: Int, _ month: Int, _ day: Int) -> Double {
      Double(CalendarDate.days(year: year, month: month, day: day))
    }
    #expect(
      Axis(days(2013, 2, 3)...days(2013, 10, 9), type: .date, tickCount: 5).labels
        == ["2013-01", "2013-04", "2013-07", "2013-10", "2014-01"])
    #expect(
      Axis(days(1952, 1, 1)...days(2007, 1, 1), type: .date, tickCount: 5).labels
        == ["1940", "1960", "1980", "2000", "2020"])
    #expect(Axis(days(2020, 2, 28)...days(2020, 3, 1), type: .date, tickCount: 3).labels.contains("2020-02-29"))
    let morning = days(2020, 2, 28) * 86_400_000_000
    #expect(
      Axis(morning...(morning + 3 * 3_600_000_000), type: .datetime, tickCount: 4).labels
        == ["2020-02-28 00:00", "2020-02-28 01:00", "2020-02-28 02:00", "2020-02-28 03:00"])
  }

  /// Ticks rise, hold the values between them, and are not many, whatever the values are.
  @Test func axesHoldTheirValues() {
    var random = SeededGenerator(seed: 11)
    for type in [DataType.integer, .number, .date, .datetime] {
      for _ in 0..<2000 {
        let low: Double
        let high: Double
        switch type {
        case .date:
          let ends = [0, 1].map { _ in Int.random(in: CalendarDate.firstDay...CalendarDate.lastDay, using: &random) }
          (low, high) = (Double(ends.min() ?? 0), Double(ends.max() ?? 0))
        case .integer, .number, .datetime, .text, .boolean, .duration:
          let size = type == .number ? Double(Int.random(in: -300...300, using: &random)) : 14
          func value() -> Double {
            let share = Double.random(in: -1...1, using: &random)
            var power = 1.0
            for _ in 0..<Int(size.magnitude) { power *= 10 }
            let value = size < 0 ? share / power : share * power
            return type == .number ? value : value.rounded()
          }
          let ends = [value(), value()]
          (low, high) = (min(ends[0], ends[1]), max(ends[0], ends[1]))
        }
        let axis = Axis(low...high, type: type, tickCount: Int.random(in: 2...9, using: &random))
        #expect(axis.ticks.count == axis.labels.count && (2..<60).contains(axis.ticks.count), "\(low) \(high)")
        #expect(zip(axis.ticks, axis.ticks.dropFirst()).allSatisfy { $0 < $1 }, "\(type) \(low)...\(high)")
        let slack = max(low.magnitude, high.magnitude) * 1e-9
        #expect(axis.low <= low + slack && axis.high >= high - slack, "\(type) \(low)...\(high)")
      }
    }
  }

  @Test func linesAreDrawnInDotsAndInSigns() {
    var canvas = Canvas(width: 4, height: 2, glyphs: .unicode)
    canvas.line(from: (0, 7), to: (7, 0))
    canvas.set(column: 99, row: -1)
    #expect(canvas.lines == ["  ⡠⠊", "⡠⠊"])
    var plain = Canvas(width: 4, height: 2, glyphs: .ascii)
    plain.line(from: (0, 1), to: (3, 0))
    #expect(plain.lines == ["  **", "**"])
  }

  private static let ages = Table(
    name: "ages", fields: [Field("sex", .text), Field("year", .integer), Field("count", .integer)],
    rows: [
      [.text("female"), .integer(2019), .integer(8)], [.text("male"), .integer(2019), .integer(-4)],
      [.text("female"), .integer(2020), .missing], [.missing, .integer(2020), .integer(2)],
    ])

  @Test func barsGoBothWaysFromZero() throws {
    var options = PlotOptions()
    options.width = 40
    #expect(
      try Plot(.bar, of: Self.ages).drawing(options).lines == [
        "female, 2019        █████████          8",
        "male, 2019     █████                  -4",
        "female, 2020                   (missing)",
        "(missing), 2…       ██▍                2",
      ])
    options.glyphs = .ascii
    let lines = try Plot(.bar, of: Self.ages).drawing(options).lines
    #expect(lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x7F } })
  }

  /// Every kind draws every table that it takes within the terminal's width, in both alphabets.
  @Test func picturesFitTheTerminal() throws {
    var random = SeededGenerator(seed: 5)
    for round in 0..<300 {
      let table = Self.randomTable(&random)
      for kind in [nil] + PlotKind.allCases {
        guard let plot = try? Plot(kind, of: table) else { continue }
        var options = PlotOptions()
        options.width = Int.random(in: 40...120, using: &random)
        options.glyphs = round % 2 == 0 ? .unicode : .ascii
        guard let drawing = try? plot.drawing(options) else { continue }
        for line in drawing.lines {
          #expect(DisplayWidth.of(line) <= options.width, "\(plot.kind) \(line)")
          #expect(line.last != " ", "\(plot.kind) \(line)|")
        }
      }
    }
  }

  private static func randomTable(_ random: inout SeededGenerator) -> Table {
    let types: [DataType] = [.integer, .number, .text, .date, .datetime, .boolean, .duration]
    let fields = (0..<Int.random(in: 1...3, using: &random)).map {
      Field("c\($0)", types.randomElement(using: &random) ?? .text)
    }
    let extremes = [Double.greatestFiniteMagnitude, -.greatestFiniteMagnitude, .infinity, 1e-310, 0, -1.5, 7]
    func value(_ type: DataType) -> Value {
      if Int.random(in: 0..<6, using: &random) == 0 { return .missing }
      switch type {
      case .integer: return .integer([0, 1, -9, 2020, Int64.max, -Int64.max].randomElement(using: &random) ?? 0)
      case .number: return .number(extremes.randomElement(using: &random) ?? 0)
      case .text: return .text(["a", "한국어", "", "long \u{1B} text"].randomElement(using: &random) ?? "")
      case .boolean: return .boolean(Bool.random(using: &random))
      case .date: return .date(Int64(Int.random(in: CalendarDate.firstDay...CalendarDate.lastDay, using: &random)))
      case .datetime: return .datetime(Int64.random(in: -1_000_000_000_000_000...1_000_000_000_000_000, using: &random))
      case .duration: return .duration(Int64.random(in: -1_000_000...1_000_000, using: &random))
      }
    }
    let rows = (0..<Int.random(in: 0...12, using: &random)).map { _ in fields.map { value($0.type) } }
    return Table(name: "t", fields: fields, rows: rows)
  }
}
