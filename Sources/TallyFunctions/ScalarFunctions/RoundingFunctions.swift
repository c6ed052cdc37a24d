import CKernels
import TallyData

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Function {
  package static let round = Function(
    "round", summary: "The nearest whole number, or number with n decimals; halves go away from zero.",
    signature: "round(x [, n])",
    examples: ["from arrivals_by_year | show year, round(women / total, 2) as share"], loss: .outOfRange,
    bind: either(
      takes(.integer, gives: .integer), takes(.number, gives: .integer),
      takes(.integer, .integer, gives: .integer), takes(.number, .integer, gives: .number))
  ) { call, binding in
    switch (binding.arguments[0], binding.arguments.count) {
    case (.integer, 1): call.arguments[0]
    case (.integer, _): roundedIntegers(&call)
    case (_, 1): call.wholes(tally_round)
    default: roundedNumbers(call)
    }
  }

  package static let ceiling = Function(
    "ceil", summary: "The smallest whole number that is not below.", signature: "ceil(x)",
    examples: ["from arrivals_by_year | show year, ceil(women / men) as ratio"], loss: .outOfRange,
    bind: either(takes(.integer, gives: .integer), takes(.number, gives: .integer))
  ) { call, binding in
    binding.arguments[0] == .integer ? call.arguments[0] : call.wholes(tally_ceiling)
  }

  package static let floor = Function(
    "floor", summary: "The largest whole number that is not above; of a date, the beginning of its unit.",
    signature: "floor(x) or floor(date, unit)",
    examples: ["from arrivals_by_year | show year, floor(women / men) as ratio"], loss: .outOfRange,
    bind: either(
      takes(.integer, gives: .integer), takes(.number, gives: .integer),
      takes(.date, .text, gives: .date), takes(.datetime, .text, gives: .datetime))
  ) { call, binding in
    switch binding.arguments[0] {
    case .integer: call.arguments[0]
    case .date, .datetime: CalendarUnit.floors(call, isDate: binding.result == .date)
    case .number, .text, .boolean, .duration: call.wholes(tally_floor)
    }
  }

  static let bin = Function(
    "bin", summary: "The lower edge of the bin of a width that holds the number.", signature: "bin(x, width)",
    examples: ["from arrivals_by_year | count by bin(year, 5) as years"], loss: .outOfRange,
    bind: { types in
      guard types.count == 2, types.allSatisfy(\.isNumeric) else { return nil }
      if types == [.integer, .integer] { return Binding(arguments: types, result: .integer) }
      return Binding(arguments: [.number, .number], result: types[1] == .integer ? .integer : .number)
    }
  ) { call, binding in
    binding.arguments[0] == .integer ? integerBins(&call) : numberBins(call, isWhole: binding.result == .integer)
  }

  private static func integerBins(_ call: inout CallBlock) -> Vector {
    let (values, widths) = (call.arguments[0].integers, call.arguments[1].integers)
    let output = call.memory.integers()
    for row in 0..<call.count {
      output[row] = .min
      guard values[row] != .min, widths[row] > 0 else { continue }
      let rest = values[row] % widths[row]
      let (edge, overflow) = values[row].subtractingReportingOverflow(rest < 0 ? rest + widths[row] : rest)
      if overflow || edge == .min { call.noteOverflow(row) } else { output[row] = edge }
    }
    return .integers(output)
  }

  private static func numberBins(_ call: CallBlock, isWhole: Bool) -> Vector {
    let (values, widths) = (call.arguments[0].numbers, call.arguments[1].numbers)
    let edges = call.memory.numbers()
    for row in 0..<call.count {
      let edge = (values[row] / widths[row]).rounded(.down) * widths[row]
      edges[row] = widths[row] > 0 && edge.isFinite ? edge : .nan
    }
    guard isWhole else { return .numbers(edges) }
    let output = call.memory.integers()
    for row in 0..<call.count { output[row] = whole(edges[row]) }
    return .integers(output)
  }

  /// Rounds whole numbers to tens, hundreds …: a number of decimals below zero.
  private static func roundedIntegers(_ call: inout CallBlock) -> Vector {
    let (values, digits) = (call.arguments[0].integers, call.arguments[1].integers)
    let output = call.memory.integers()
    for row in 0..<call.count {
      output[row] = values[row]
      if digits[row] == .min { output[row] = .min }
      guard digits[row] < 0, digits[row] != .min, values[row] != .min else { continue }
      guard digits[row] >= -18 else {
        output[row] = 0
        continue
      }
      let unit = UInt64(Column.powersOfTen[Int(-digits[row])])
      let magnitude = (values[row].magnitude + unit / 2) / unit * unit
      if magnitude <= UInt64(Int64.max) {
        output[row] = values[row] < 0 ? -Int64(magnitude) : Int64(magnitude)
      } else {
        output[row] = .min
        call.noteOverflow(row)
      }
    }
    return .integers(output)
  }

  private static func roundedNumbers(_ call: CallBlock) -> Vector {
    let (values, digits) = (call.arguments[0].numbers, call.arguments[1].integers)
    let output = call.memory.numbers()
    for row in 0..<call.count { output[row] = digits[row] == .min ? .nan : rounded(values[row], digits[row]) }
    return .numbers(output)
  }

  /// Beyond 2^53 a number has no decimals to round.
  private static func rounded(_ value: Double, _ digits: Int64) -> Double {
    if value.isNaN { return value }
    if digits >= 0 {
      let unit = digits <= 18 ? Column.powersOfTen[Int(digits)] : pow(10, Double(digits))
      let scaled = value * unit
      return scaled.magnitude < 0x1p53 ? scaled.rounded(.toNearestOrAwayFromZero) / unit : value
    }
    let unit = digits >= -18 ? Column.powersOfTen[Int(-digits)] : pow(10, -Double(digits))
    let result = (value / unit).rounded(.toNearestOrAwayFromZero) * unit
    return unit.isFinite ? (result.isFinite ? result : .nan) : 0
  }
}
