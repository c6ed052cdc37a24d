import CKernels
import TallyData
import TallyFunctions
import TallySyntax
import TallyText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Two numbers, or two texts joined; missing where one of them is.
struct Arithmetic: BlockExpression {
  let op: ArithmeticOperator
  let left: any BlockExpression
  let right: any BlockExpression
  let range: SourceRange
  /// The right side where it is one whole number for all rows.
  var constant: Int64?

  func evaluate(_ block: Block) -> Vector {
    let (a, b) = (left.evaluate(block), right.evaluate(block))
    switch a {
    case .integers(let values): return integers(values, b.integers, block)
    case .numbers(let values): return numbers(values, b.numbers, block)
    case .texts(let values): return joined(values, b.texts, block)
    case .truths: preconditionFailure("conditions have no arithmetic")
    }
  }

  private func joined(_ a: UnsafePointer<TextView>, _ b: UnsafePointer<TextView>, _ block: Block) -> Vector {
    let output = block.memory.texts()
    for row in 0..<block.count { output[row] = a[row].joined(b[row], in: block.memory) }
    if let lost = block.lost(.texts(output), from: [.texts(a), .texts(b)]) { block.note(.outOfRange, at: range, lost) }
    return .texts(output)
  }
}

/// Whole numbers.
extension Arithmetic {
  private func integers(_ a: UnsafePointer<Int64>, _ b: UnsafePointer<Int64>, _ block: Block) -> Vector {
    let output = block.memory.integers()
    if op == .modulo, let constant, constant != 0, tally_modulo_by_64(a, constant, block.count, output) {
      return .integers(output)
    }
    let mayHaveLost: Bool
    switch op {
    case .add: mayHaveLost = tally_add_64(a, b, block.count, output)
    case .subtract: mayHaveLost = tally_subtract_64(a, b, block.count, output)
    case .multiply: mayHaveLost = tally_multiply_64(a, b, block.count, output)
    case .modulo: mayHaveLost = tally_modulo_64(a, b, block.count, output)
    case .divide, .power: preconditionFailure("the binder makes quotients and powers of numbers")
    }
    guard mayHaveLost, let lost = block.lost(.integers(output), from: [.integers(a), .integers(b)]) else {
      return .integers(output)
    }
    if op == .modulo {
      block.note(.divisionByZero, at: range, lost)
    } else if let row = (0..<block.count).first(where: { lost[$0] != 0 }) {
      block.fail(row, .integerOverflow(row: block.rows.lowerBound + row + 1, range: range))
    }
    return .integers(output)
  }
}

/// Numbers; what is not finite becomes missing and is counted.
extension Arithmetic {
  private func numbers(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ block: Block) -> Vector {
    let output = block.memory.numbers()
    let mayHaveLost: Bool
    switch op {
    case .add: mayHaveLost = tally_add_double(a, b, block.count, output)
    case .subtract: mayHaveLost = tally_subtract_double(a, b, block.count, output)
    case .multiply: mayHaveLost = tally_multiply_double(a, b, block.count, output)
    case .divide: mayHaveLost = tally_divide_double(a, b, block.count, output)
    case .power: mayHaveLost = finite(a, b, block, output) { pow($0, $1) }
    case .modulo:
      mayHaveLost = finite(a, b, block, output) { x, y in
        let rest = fmod(x, y)
        return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest
      }
    }
    if mayHaveLost, let lost = block.lost(.numbers(output), from: [.numbers(a), .numbers(b)]) {
      note(lost, divisors: b, block)
    }
    return .numbers(output)
  }

  /// Says whether something became missing that two known numbers gave.
  @inline(__always)
  private func finite(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ block: Block, _ output: UnsafeMutablePointer<Double>,
    _ body: (Double, Double) -> Double
  ) -> Bool {
    var anyLost: UInt8 = 0
    for row in 0..<block.count {
      let value = body(a[row], b[row])
      // `pow` gives 1 for some missing arguments.
      let isGiven: UInt8 = bit(a[row] == a[row]) & bit(b[row] == b[row])
      let isFinite: UInt8 = bit(value - value == 0)
      output[row] = isGiven & isFinite != 0 ? value : .nan
      anyLost |= isGiven & (isFinite ^ 1)
    }
    return anyLost != 0
  }

  private func note(_ lost: UnsafePointer<UInt8>, divisors: UnsafePointer<Double>, _ block: Block) {
    guard op == .divide || op == .modulo else { return block.note(.outOfRange, at: range, lost) }
    let (byZero, others) = (block.memory.truths(), block.memory.truths())
    for row in 0..<block.count {
      byZero[row] = lost[row] & bit(divisors[row] == 0)
      others[row] = lost[row] ^ byZero[row]
    }
    block.note(.divisionByZero, at: range, byZero)
    block.note(.outOfRange, at: range, others)
  }
}

/// Minus the number or duration; it cannot overflow, for the smallest integer stands for missing.
struct Negative: BlockExpression {
  let operand: any BlockExpression

  func evaluate(_ block: Block) -> Vector {
    switch operand.evaluate(block) {
    case .integers(let values):
      let output = block.memory.integers()
      tally_negate_64(values, block.count, output)
      return .integers(output)
    case .numbers(let values):
      let output = block.memory.numbers()
      tally_negate_double(values, block.count, output)
      return .numbers(output)
    case .texts, .truths: preconditionFailure("the binder takes the minus of numbers and durations only")
    }
  }
}

/// Whole numbers as doubles.
struct ToNumber: BlockExpression {
  let operand: any BlockExpression

  func evaluate(_ block: Block) -> Vector {
    let input = operand.evaluate(block).integers
    let output = block.memory.numbers()
    tally_to_double(input, block.count, output)
    return .numbers(output)
  }
}

/// Days as the instants of their midnights.
struct ToDatetime: BlockExpression {
  let operand: any BlockExpression

  func evaluate(_ block: Block) -> Vector {
    let input = operand.evaluate(block).integers
    let output = block.memory.integers()
    for row in 0..<block.count { output[row] = input[row] == .min ? .min : input[row] &* Microseconds.day }
    return .integers(output)
  }
}
