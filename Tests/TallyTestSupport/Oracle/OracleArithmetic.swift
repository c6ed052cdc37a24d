import TallyData
import TallySyntax

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Arithmetic of two known values.
enum OracleArithmetic {
  static func compute(
    _ op: ArithmeticOperator, _ left: Value, _ right: Value, type: DataType
  ) throws(OracleError) -> Value {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): return try integers(op, a, b)
    case (.number(let a), .number(let b)): return numbers(op, a, b)
    case (.text(let a), .text(let b)): return .text(a + b)
    case (.duration(let a), .duration(let b)) where op == .divide:
      return b == 0 ? .missing : number(Double(a) / Double(b))
    case (.duration(let a), .number(let b)): return op == .divide && b == 0 ? .missing : scaled(a, op, b)
    case (.number(let a), .duration(let b)): return scaled(b, op, a)
    default: return try moments(op, left, right, type)
    }
  }

  static func negative(_ value: Value) throws(OracleError) -> Value {
    switch value {
    case .integer(let number): return .integer(-number)
    case .number(let number): return .number(-number)
    case .duration(let length): return .duration(-length)
    case .missing, .text, .boolean, .date, .datetime: return .missing
    }
  }

  /// A finite number; what no double holds is missing.
  static func number(_ value: Double) -> Value { value.isFinite ? .number(value) : .missing }

  /// The smallest 64-bit number stands for missing, so it is out of range too.
  static func integer(_ value: Int128) throws(OracleError) -> Int64 {
    guard let narrow = Int64(exactly: value), narrow != .min else { throw .integerOverflow }
    return narrow
  }

  private static func integers(_ op: ArithmeticOperator, _ a: Int64, _ b: Int64) throws(OracleError) -> Value {
    let (x, y) = (Int128(a), Int128(b))
    switch op {
    case .add: return .integer(try integer(x + y))
    case .subtract: return .integer(try integer(x - y))
    case .multiply: return .integer(try integer(x * y))
    case .modulo:
      if y == 0 { return .missing }
      let rest = x % y
      return .integer(try integer(rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest))
    case .divide, .power: return numbers(op, Double(a), Double(b))
    }
  }

  private static func numbers(_ op: ArithmeticOperator, _ a: Double, _ b: Double) -> Value {
    switch op {
    case .add: return number(a + b)
    case .subtract: return number(a - b)
    case .multiply: return number(a * b)
    case .divide: return b == 0 ? .missing : number(a / b)
    case .power: return number(pow(a, b))
    case .modulo:
      if b == 0 { return .missing }
      let rest = fmod(a, b)
      return number(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest)
    }
  }

  private static func scaled(_ length: Int64, _ op: ArithmeticOperator, _ factor: Double) -> Value {
    let exact = op == .divide ? Double(length) / factor : Double(length) * factor
    return rounded(exact).map(Value.duration) ?? .missing
  }

  /// To the nearest whole number, halves away from zero; nil where 64 bits do not hold it.
  static func rounded(_ value: Double) -> Int64? {
    guard value.isFinite, let whole = Int64(exactly: value.rounded(.toNearestOrAwayFromZero)), whole != .min else {
      return nil
    }
    return whole
  }

  private static func moments(
    _ op: ArithmeticOperator, _ left: Value, _ right: Value, _ type: DataType
  ) throws(OracleError) -> Value {
    func microseconds(_ value: Value) -> Int128 {
      if case .date(let days) = value { return Int128(days) * Int128(Microseconds.day) }
      return Int128(value.integral ?? 0)
    }
    let (a, b) = (microseconds(left), microseconds(right))
    let total = op == .subtract ? a - b : a + b
    switch type {
    case .duration: return .duration(try integer(total))
    case .date:
      let days = OracleCalendar.floorDivide(total, Int128(Microseconds.day))
      return OracleCalendar.isDay(days) ? .date(Int64(days)) : .missing
    case .datetime:
      let days = OracleCalendar.floorDivide(total, Int128(Microseconds.day))
      return OracleCalendar.isDay(days) ? .datetime(Int64(total)) : .missing
    case .integer, .number, .text, .boolean: return .missing
    }
  }
}
