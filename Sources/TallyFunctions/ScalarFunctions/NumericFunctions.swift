import TallyData

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Function {
  package static let absolute = Function(
    "abs", summary: "The number, or duration, without its sign.", signature: "abs(x)",
    examples: ["from arrivals_by_year | show year, abs(men - women) as gap"],
    bind: either(
      takes(.integer, gives: .integer), takes(.number, gives: .number), takes(.duration, gives: .duration))
  ) { call, binding in
    binding.result == .number ? call.numbers { $0.magnitude } : call.integers { Swift.abs($0) }
  }

  static let sign = Function(
    "sign", summary: "−1, 0 or 1: whether the number is below, at or above zero.", signature: "sign(x)",
    examples: ["from arrivals_by_year | count by sign(men - women) as more"],
    bind: either(takes(.integer, gives: .integer), takes(.number, gives: .integer))
  ) { call, binding in
    if binding.arguments[0] == .integer { return call.integers { $0.signum() } }
    return call.wholes { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 * 0 }
  }

  static let squareRoot = Function(
    "sqrt", summary: "The square root; missing for a number below zero.", signature: "sqrt(x)",
    examples: ["from arrivals_by_year | show year, sqrt(total) as root"], loss: .outOfRange,
    bind: takes(.number, gives: .number)
  ) { call, _ in call.numbers { $0.squareRoot() } }

  static let exponential = Function(
    "exp", summary: "The power of e to a number.", signature: "exp(x)", examples: ["show exp(1) as e | first 1"],
    loss: .outOfRange, bind: takes(.number, gives: .number)
  ) { call, _ in call.numbers { exp($0) } }

  static let naturalLogarithm = Function(
    "ln", summary: "The natural logarithm; missing unless the number is above zero.", signature: "ln(x)",
    examples: ["from arrivals_by_year | show year, ln(total) as log"], loss: .outOfRange,
    bind: takes(.number, gives: .number)
  ) { call, _ in call.numbers { log($0) } }

  static let decimalLogarithm = Function(
    "log10", summary: "The logarithm to base 10; missing unless the number is above zero.", signature: "log10(x)",
    examples: ["from arrivals_by_year | show year, log10(total) as magnitude"], loss: .outOfRange,
    bind: takes(.number, gives: .number)
  ) { call, _ in call.numbers { log10($0) } }
}
