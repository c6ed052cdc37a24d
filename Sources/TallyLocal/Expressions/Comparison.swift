import CKernels
import TallyData
import TallyFunctions
import TallySyntax

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Two values of one type, compared; unknown where one of them is missing.
struct Comparison: BlockExpression {
  let comparison: ComparisonOperator
  let left: any BlockExpression
  let right: any BlockExpression

  func evaluate(_ block: Block) -> Vector {
    .truths(Self.judge(comparison, left.evaluate(block), right.evaluate(block), block))
  }

  /// Everything follows from "equal" and "less": the sides exchanged, or the outcome turned round.
  static func judge(
    _ comparison: ComparisonOperator, _ left: Vector, _ right: Vector, _ block: Block
  ) -> UnsafeMutablePointer<UInt8> {
    switch comparison {
    case .equal: equal(left, right, block)
    case .notEqual: inverted(equal(left, right, block), block)
    case .less: less(left, right, block)
    case .lessOrEqual: inverted(less(right, left, block), block)
    case .greater: less(right, left, block)
    case .greaterOrEqual: inverted(less(left, right, block), block)
    }
  }

  private static func inverted(
    _ truths: UnsafeMutablePointer<UInt8>, _ block: Block
  ) -> UnsafeMutablePointer<UInt8> {
    let output = block.memory.truths()
    tally_not(truths, block.count, output)
    return output
  }

  private static func equal(_ left: Vector, _ right: Vector, _ block: Block) -> UnsafeMutablePointer<UInt8> {
    let output = block.memory.truths()
    switch left {
    case .integers(let a): tally_equal_64(a, right.integers, block.count, output)
    case .numbers(let a): tally_equal_double(a, right.numbers, block.count, output)
    case .truths(let a): compareTruths(a, right.truths, block, output) { $0 == $1 }
    case .texts(let a): compareTexts(a, right.texts, block, output) { Self.isEqual($0, $1) }
    }
    return output
  }

  /// Most texts differ in their length or first byte already.
  @inline(__always)
  private static func isEqual(_ a: TextView, _ b: TextView) -> Bool {
    guard a.count == b.count, let first = a.base, let second = b.base else { return false }
    return a.count == 0 || (first[0] == second[0] && memcmp(first, second, a.count) == 0)
  }

  private static func less(_ left: Vector, _ right: Vector, _ block: Block) -> UnsafeMutablePointer<UInt8> {
    let output = block.memory.truths()
    switch left {
    case .integers(let a): tally_less_64(a, right.integers, block.count, output)
    case .numbers(let a): tally_less_double(a, right.numbers, block.count, output)
    case .truths(let a): compareTruths(a, right.truths, block, output) { $0 < $1 }
    case .texts(let a): compareTexts(a, right.texts, block, output) { $0.bytes.compare($1.bytes) < 0 }
    }
    return output
  }

  @inline(__always)
  private static func compareTruths(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ block: Block, _ output: UnsafeMutablePointer<UInt8>,
    holds: (UInt8, UInt8) -> Bool
  ) {
    for row in 0..<block.count {
      let unknown: UInt8 = bit(a[row] == Truth.unknown) | bit(b[row] == Truth.unknown)
      let yes: UInt8 = bit(holds(a[row], b[row]))
      output[row] = unknown != 0 ? Truth.unknown : yes << 1
    }
  }

  @inline(__always)
  private static func compareTexts(
    _ a: UnsafePointer<TextView>, _ b: UnsafePointer<TextView>, _ block: Block,
    _ output: UnsafeMutablePointer<UInt8>, holds: (TextView, TextView) -> Bool
  ) {
    for row in 0..<block.count {
      if a[row].isMissing || b[row].isMissing {
        output[row] = Truth.unknown
      } else {
        output[row] = holds(a[row], b[row]) ? Truth.yes : Truth.no
      }
    }
  }
}

/// `in` and `between` where a fast test does not serve: an `or` of comparisons with the operand, computed once.
struct Membership: BlockExpression {
  enum Member {
    case value(any BlockExpression)
    case range((any BlockExpression)?, (any BlockExpression)?)
  }

  let operand: any BlockExpression
  let members: [Member]

  func evaluate(_ block: Block) -> Vector {
    let operand = operand.evaluate(block)
    let output = block.memory.truths()
    output.update(repeating: Truth.no, count: block.count)
    for member in members {
      let truths = judge(member, operand, block)
      tally_or(output, truths, block.count)
    }
    return .truths(output)
  }

  private func judge(_ member: Member, _ operand: Vector, _ block: Block) -> UnsafePointer<UInt8> {
    switch member {
    case .value(let value):
      return UnsafePointer(Comparison.judge(.equal, operand, value.evaluate(block), block))
    case .range(let low, let high):
      // A range without ends still does not hold a missing value.
      let truths = Comparison.judge(.equal, operand, operand, block)
      for (end, comparison) in [(low, ComparisonOperator.greaterOrEqual), (high, .lessOrEqual)] {
        guard let end else { continue }
        let within = Comparison.judge(comparison, operand, end.evaluate(block), block)
        tally_and(truths, within, block.count)
      }
      return UnsafePointer(truths)
    }
  }
}
