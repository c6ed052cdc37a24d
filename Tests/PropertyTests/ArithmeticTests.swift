import TallyData
import TallyLocal
import TallyPlan
import TallySyntax
import Testing

/// What overflows, what is lost, and which rows count.
@Suite struct ArithmeticTests {
  private static func bound(_ kind: BoundExpression.Kind, _ type: DataType) -> BoundExpression {
    BoundExpression(kind, type: type, range: 3..<6)
  }

  private static let column = bound(.column(0), .integer)

  private static func constant(_ value: Value, _ type: DataType) -> BoundExpression { bound(.constant(value), type) }

  private static func frame(_ values: [Int64], mask: Bitmap? = nil) -> Frame {
    Frame(columns: [Column(type: .integer, integrals: values)], physicalCount: values.count, mask: mask)
  }

  private static func evaluator(_ frame: Frame, threads: Int = 2) -> Evaluator {
    Evaluator(frame: frame, interrupt: Interrupt(), threads: threads)
  }

  @Test(arguments: [1, 2, 5])
  func overflowNamesTheFirstRow(threads: Int) {
    var values = [Int64](repeating: 1, count: 200_000)
    for row in [150_000, 70_001, 199_999] { values[row] = .max }
    let sum = Self.bound(.arithmetic(.add, Self.column, Self.constant(.integer(1), .integer)), .integer)
    var losses = Losses()
    do {
      _ = try Self.evaluator(Self.frame(values), threads: threads).column(sum, losses: &losses)
      Issue.record("nothing overflowed")
    } catch {
      guard case .integerOverflow(let row, let range) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(row == 70_002 && range == 3..<6)
    }
  }

  @Test func maskedRowsNeitherOverflowNorLose() throws {
    var values = [Int64](repeating: 5, count: 4097)
    var mask = Bitmap(count: 4097, filled: true)
    for row in [0, 63, 64, 4095, 4096] {
      values[row] = .max
      mask[row] = false
    }
    values[7] = 0
    let frame = Self.frame(values, mask: mask)
    var losses = Losses()
    let product = Self.bound(.arithmetic(.multiply, Self.column, Self.constant(.integer(2), .integer)), .integer)
    let column = try Self.evaluator(frame).column(product, losses: &losses)
    #expect(column[1] == .integer(10) && losses == Losses())
    let rest = Self.bound(.arithmetic(.modulo, Self.constant(.integer(7), .integer), Self.column), .integer)
    #expect(try Self.evaluator(frame).column(rest, losses: &losses)[7] == .missing)
    #expect(losses.counts == [Losses.Key(.divisionByZero, range: 3..<6): 1])
  }

  @Test func branchesCountOnlyWhereTheyAreTaken() throws {
    let values: [Int64] = [0, 2, .min, 4]
    let number = Self.bound(.toNumber(Self.column), .number)
    let quotient = Self.bound(.arithmetic(.divide, Self.constant(.number(8), .number), number), .number)
    let isZero = Self.bound(
      .comparison(.equal, Self.column, Self.constant(.integer(0), .integer), ignoringCase: false), .boolean)
    let guarded = Self.bound(
      .conditional(condition: isZero, value: Self.constant(.number(-1), .number), otherwise: quotient), .number)
    var losses = Losses()
    let column = try Self.evaluator(Self.frame(values)).column(guarded, losses: &losses)
    #expect((0..<4).map { column[$0] } == [.number(-1), .number(4), .missing, .number(2)])
    #expect(losses.counts == [Losses.Key(.unknownCondition, range: 3..<6): 1])
  }

  @Test func moduloHasTheDivisorsSign() throws {
    for (a, b, rest) in [(7, 3, 1), (-7, 3, 2), (7, -3, -2), (-7, -3, -1), (6, -3, 0)] as [(Int64, Int64, Int64)] {
      let whole = Self.bound(.arithmetic(.modulo, Self.column, Self.constant(.integer(b), .integer)), .integer)
      var losses = Losses()
      #expect(try Self.evaluator(Self.frame([a])).column(whole, losses: &losses)[0] == .integer(rest))
      let number = Self.bound(
        .arithmetic(
          .modulo, Self.bound(.toNumber(Self.column), .number), Self.constant(.number(Double(b)), .number)), .number)
      #expect(try Self.evaluator(Self.frame([a])).column(number, losses: &losses)[0] == .number(Double(rest)))
    }
  }

  @Test func logicIsKleenes() throws {
    let truths: [Value] = [.boolean(false), .missing, .boolean(true)]
    let pairs = truths.flatMap { a in truths.map { (a, $0) } }
    let frame = Frame(
      columns: [
        Column(type: .boolean, values: pairs.map(\.0)), Column(type: .boolean, values: pairs.map(\.1)),
      ], physicalCount: 9)
    let (a, b) = (Self.bound(.column(0), .boolean), Self.bound(.column(1), .boolean))
    var losses = Losses()
    let and = try Self.evaluator(frame).judge(Self.bound(.and([a, b]), .boolean), losses: &losses)
    #expect((0..<9).filter { and.held[$0] } == [8] && (0..<9).filter { and.unknown?[$0] ?? false } == [4, 5, 7])
    let or = try Self.evaluator(frame).judge(Self.bound(.or([a, b]), .boolean), losses: &losses)
    #expect((0..<9).filter { or.held[$0] } == [2, 5, 6, 7, 8])
    #expect((0..<9).filter { or.unknown?[$0] ?? false } == [1, 3, 4] && or.unknownCount == 3)
    let not = try Self.evaluator(frame).judge(Self.bound(.not(a), .boolean), losses: &losses)
    #expect((0..<9).filter { not.held[$0] } == [0, 1, 2] && not.unknownCount == 3)
    let isMissing = try Self.evaluator(frame).judge(Self.bound(.isMissing(a), .boolean), losses: &losses)
    #expect(isMissing.heldCount == 3 && isMissing.unknown == nil)
  }

  /// The stored integers are compared as the doubles they stand for.
  @Test func scaledNumbersCompareExactly() throws {
    let stored = Buffer<Int16>([.min, -10, 29, 30, 31, 32_767])
    let column = Column(type: .number, storage: .int16(stored), scale: 2, count: 6, missingCount: 1)
    let frame = Frame(columns: [column], physicalCount: 6)
    let x = Self.bound(.column(0), .number)
    for threshold in [0.3, 0.30000000000000004, 0.29999999999999993, -1e9, 1e9, 327.67, -0.1, .leastNonzeroMagnitude] {
      for op in ComparisonOperator.allCases {
        let condition = Self.bound(
          .comparison(op, x, Self.constant(.number(threshold), .number), ignoringCase: false), .boolean)
        var losses = Losses()
        let judged = try Self.evaluator(frame).judge(condition, losses: &losses)
        for row in 1..<6 {
          guard case .number(let value) = column[row] else { continue }
          let expected =
            switch op {
            case .equal: value == threshold
            case .notEqual: value != threshold
            case .less: value < threshold
            case .lessOrEqual: value <= threshold
            case .greater: value > threshold
            case .greaterOrEqual: value >= threshold
            }
          #expect(judged.held[row] == expected, "\(value) \(op) \(threshold)")
        }
        #expect(!judged.held[0] && judged.unknownCount == 1)
      }
    }
  }

  /// So many rows that each storable value is worked out once, and looked up.
  @Test func narrowColumnsAreLookedUp() throws {
    let days = (0..<262_149).map { $0 % 97 == 0 ? Int16.min : Int16(truncatingIfNeeded: $0 &* 31 % 30_011) }
    let dates = Column(type: .date, storage: .int16(Buffer(days)), count: days.count, missingCount: 2_703)
    let frame = Frame(columns: [dates], physicalCount: days.count)
    let month = Self.bound(.call(.month, [Self.bound(.column(0), .date)]), .integer)
    var losses = Losses()
    let column = try Self.evaluator(frame).column(month, losses: &losses)
    #expect(column.missingCount == 2_703)
    let isMarch = Self.bound(
      .comparison(.equal, month, Self.constant(.integer(3), .integer), ignoringCase: false), .boolean)
    let judged = try Self.evaluator(frame).judge(isMarch, losses: &losses)
    #expect(judged.unknownCount == 2_703)
    for (row, day) in days.enumerated() where day != .min {
      let expected = CalendarDate(days: Int(day)).month
      guard column[row] == .integer(Int64(expected)), judged.held[row] == (expected == 3) else {
        Issue.record("row \(row)")
        return
      }
    }
  }

  /// Zero, which the width holds and no row has, must not count as a division by zero.
  @Test func valuesThatNoRowHasLoseNothing() throws {
    let values = (0..<8192).map { Int64($0 % 100 + 1) }
    var losses = Losses()
    let rest = Self.bound(.arithmetic(.modulo, Self.constant(.integer(8), .integer), Self.column), .integer)
    let sum = Self.bound(.arithmetic(.add, Self.column, Self.constant(.integer(1), .integer)), .integer)
    for (expression, body) in [(rest, { 8 % $0 }), (sum, { $0 + 1 })] as [(BoundExpression, (Int64) -> Int64)] {
      let column = try Self.evaluator(Self.frame(values)).column(expression, losses: &losses)
      #expect(values.indices.allSatisfy { column[$0] == .integer(body(values[$0])) })
    }
    #expect(losses == Losses())
  }

  @Test func longListsOfTextsAreSearched() throws {
    let words = (0..<5000).map { "w\($0 * 7919 % 5003)é" }
    let segment = TextArena.Segment(
      firstRow: 0, bytes: Buffer(words.joined().utf8.map { $0 }),
      offsets: Buffer(words.reduce(into: [UInt32(0)]) { $0.append($0[$0.count - 1] + UInt32($1.utf8.count)) }))
    let column = Column(type: .text, storage: .arena(TextArena(segments: [segment])), count: 5000, missingCount: 0)
    let members = (0..<40).map { BoundExpression.Member.value(Self.constant(.text("W\($0 * 100)É"), .text)) }
    for ignoringCase in [false, true] {
      let condition = Self.bound(
        .membership(Self.bound(.column(0), .text), members, ignoringCase: ignoringCase), .boolean)
      var losses = Losses()
      let judged = try Self.evaluator(Frame(columns: [column], physicalCount: 5000)).judge(condition, losses: &losses)
      let expected = words.count { word in
        ignoringCase && (0..<40).contains { "w\($0 * 100)é" == word }
      }
      #expect(judged.heldCount == expected && judged.unknown == nil)
    }
  }

  @Test func aRaisedInterruptStopsTheRun() {
    let interrupt = Interrupt()
    interrupt.raise()
    var losses = Losses()
    let negative = Self.bound(.negative(Self.column), .integer)
    do {
      _ = try Evaluator(frame: Self.frame([1]), interrupt: interrupt, threads: 1).column(negative, losses: &losses)
      Issue.record("it ran")
    } catch {
      guard case .interrupted = error else {
        Issue.record("\(error)")
        return
      }
    }
  }
}
