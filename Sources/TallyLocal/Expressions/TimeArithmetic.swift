import TallyData
import TallyFunctions
import TallyPlan
import TallySyntax
import TallyText

/// Arithmetic with dates, datetimes and durations.
struct TimeArithmetic: BlockExpression {
  enum Operation {
    /// A day moved by a duration; `isBack`: to earlier.
    case moveDay(isBack: Bool)
    case moveInstant(isBack: Bool)
    case daysBetween
    case instantsBetween
    case addDurations
    case subtractDurations
    case multiply
    case divide
    case ratio
  }

  let operation: Operation
  /// The date, datetime or duration; the other side of a sum or product comes second.
  let left: any BlockExpression
  let right: any BlockExpression
  let range: SourceRange

  func evaluate(_ block: Block) -> Vector {
    let (a, b) = (left.evaluate(block), right.evaluate(block))
    let output = computed(a, b, block)
    guard let lost = block.lost(output, from: [a, b]) else { return output }
    switch operation {
    case .addDurations, .subtractDurations:
      if let row = (0..<block.count).first(where: { lost[$0] != 0 }) {
        block.fail(row, .integerOverflow(row: block.rows.lowerBound + row + 1, range: range))
      }
    case .divide, .ratio: noteQuotients(lost, b, block)
    case .moveDay, .moveInstant, .daysBetween, .instantsBetween, .multiply: block.note(.outOfRange, at: range, lost)
    }
    return output
  }

  private func computed(_ a: Vector, _ b: Vector, _ block: Block) -> Vector {
    switch operation {
    case .moveDay(let isBack):
      whole(a, b, block) { day, length in
        let days = CalendarText.dividedDown(isBack ? 0 &- length : length, by: Microseconds.day).quotient
        return Self.calendarDay(day + days)
      }
    case .moveInstant(let isBack):
      whole(a, b, block) { instant, length in
        let moved = isBack ? instant.subtractingReportingOverflow(length) : instant.addingReportingOverflow(length)
        return moved.overflow ? .min : Self.calendarInstant(moved.partialValue)
      }
    case .daysBetween: whole(a, b, block) { ($0 - $1) * Microseconds.day }
    case .instantsBetween: whole(a, b, block) { $0 - $1 }
    case .addDurations:
      whole(a, b, block) { a, b in
        let sum = a.addingReportingOverflow(b)
        return sum.overflow ? .min : sum.partialValue
      }
    case .subtractDurations:
      whole(a, b, block) { a, b in
        let difference = a.subtractingReportingOverflow(b)
        return difference.overflow ? .min : difference.partialValue
      }
    case .multiply: scaled(a.integers, b.numbers, block) { $0 * $1 }
    case .divide: scaled(a.integers, b.numbers, block) { $1 == 0 ? .nan : $0 / $1 }
    case .ratio: ratio(a.integers, b.integers, block)
    }
  }

  static func calendarDay(_ day: Int64) -> Int64 {
    day < CalendarDate.firstDay || day > CalendarDate.lastDay ? .min : day
  }

  static func calendarInstant(_ instant: Int64) -> Int64 {
    let day = CalendarText.dividedDown(instant, by: Microseconds.day).quotient
    return calendarDay(day) == .min ? .min : instant
  }

  @inline(__always)
  private func whole(_ a: Vector, _ b: Vector, _ block: Block, _ body: (Int64, Int64) -> Int64) -> Vector {
    let (a, b) = (a.integers, b.integers)
    let output = block.memory.integers()
    for row in 0..<block.count { output[row] = a[row] == .min || b[row] == .min ? .min : body(a[row], b[row]) }
    return .integers(output)
  }

  /// To the nearest microsecond, halves away from zero.
  @inline(__always)
  private func scaled(
    _ lengths: UnsafePointer<Int64>, _ factors: UnsafePointer<Double>, _ block: Block,
    _ body: (Double, Double) -> Double
  ) -> Vector {
    let output = block.memory.integers()
    for row in 0..<block.count {
      let exact = lengths[row] == .min ? .nan : body(Double(lengths[row]), factors[row])
      output[row] = TallyFunctions.whole(exact.rounded(.toNearestOrAwayFromZero))
    }
    return .integers(output)
  }

  private func ratio(_ a: UnsafePointer<Int64>, _ b: UnsafePointer<Int64>, _ block: Block) -> Vector {
    let output = block.memory.numbers()
    for row in 0..<block.count {
      let isKnown = a[row] != .min && b[row] != .min && b[row] != 0
      output[row] = isKnown ? Double(a[row]) / Double(b[row]) : .nan
    }
    return .numbers(output)
  }

  private func noteQuotients(_ lost: UnsafePointer<UInt8>, _ divisors: Vector, _ block: Block) {
    let (byZero, others) = (block.memory.truths(), block.memory.truths())
    for row in 0..<block.count {
      byZero[row] =
        switch divisors {
        case .numbers(let values): lost[row] & bit(values[row] == 0)
        case .integers(let values): lost[row] & bit(values[row] == 0)
        case .texts, .truths: 0
        }
      others[row] = lost[row] ^ byZero[row]
    }
    block.note(.divisionByZero, at: range, byZero)
    block.note(.outOfRange, at: range, others)
  }
}

extension TimeArithmetic.Operation {
  /// What the types of both sides mean, and whether the sides change places; nil where neither is a time.
  static func meant(
    by op: ArithmeticOperator, _ left: DataType, _ right: DataType, gives result: DataType
  ) -> (operation: TimeArithmetic.Operation, swaps: Bool)? {
    let isBack = op == .subtract
    switch (left, right) {
    case (.date, .duration): return (.moveDay(isBack: isBack), false)
    case (.duration, .date): return (.moveDay(isBack: false), true)
    case (.datetime, .duration): return (.moveInstant(isBack: isBack), false)
    case (.duration, .datetime): return (.moveInstant(isBack: false), true)
    case (.date, .date): return (.daysBetween, false)
    case (.datetime, .datetime): return (.instantsBetween, false)
    case (.duration, .duration):
      if result == .number { return (.ratio, false) }
      return (isBack ? .subtractDurations : .addDurations, false)
    case (.duration, .number): return (op == .divide ? .divide : .multiply, false)
    case (.number, .duration): return (.multiply, true)
    default: return nil
    }
  }
}
