import CKernels
import TallyData
import TallyFunctions
import TallyText

/// Kleene's `and` or `or` of two or more conditions.
struct Junction: BlockCondition {
  let operands: [any BlockExpression]
  let isAnd: Bool
  /// A later operand is computed only for rows that the earlier leave open, so that it loses nothing elsewhere.
  let narrows: Bool
  /// Of each operand whether no row of it can lose a value or stop the run.
  let areSafe: [Bool]

  func judge(_ block: Block) -> Verdict {
    let verdict = operands[0].judge(block)
    let open = block.memory.bits()
    for place in 1..<operands.count {
      if !verdict.markOpen(isAnd: isAnd, into: open, block) { break }
      let other = operands[place].judge(narrows ? block.narrowed(toBits: open) : block)
      if isAnd { verdict.formAnd(other) } else { verdict.formOr(other) }
    }
    return verdict
  }

  /// Known where one operand decides all rows, or all but one leave them as that one does. Rows that can lose a value or
  /// stop the run are computed, whatever the zones say of later operands.
  func tallied(_ rows: Range<Int>) -> tally_verdict? {
    let (decided, neutral) = isAnd ? (Truth.no, Truth.yes) : (Truth.yes, Truth.no)
    var openCount = 0
    var last: tally_verdict? = tally_verdict(yes: isAnd ? rows.count : 0, unknown: 0)
    for (operand, isSafe) in zip(operands, areSafe) {
      let counts = operand.tallied(rows)
      if let counts, counts.isAll(decided, of: rows.count) { return counts }
      if let counts, counts.isAll(neutral, of: rows.count) { continue }
      if counts == nil, !isSafe { return nil }
      openCount += 1
      last = counts
    }
    return openCount > 1 ? nil : last
  }
}

extension tally_verdict {
  /// Whether all of some rows have one outcome, yes or no.
  fileprivate func isAll(_ outcome: UInt8, of count: Int) -> Bool {
    outcome == Truth.yes ? yes == count : yes == 0 && unknown == 0
  }
}

struct Negation: BlockCondition {
  let operand: any BlockExpression

  func judge(_ block: Block) -> Verdict {
    let verdict = operand.judge(block)
    verdict.negate()
    return verdict
  }

  func tallied(_ rows: Range<Int>) -> tally_verdict? {
    operand.tallied(rows).map { tally_verdict(yes: rows.count - $0.yes - $0.unknown, unknown: $0.unknown) }
  }
}

/// `is missing`: never unknown.
struct MissingTest: BlockExpression {
  let operand: any BlockExpression

  func evaluate(_ block: Block) -> Vector {
    let output = block.memory.truths()
    guard operand.evaluate(block).markMissing(into: output, count: block.count) else { return .truths(output) }
    for row in 0..<block.count { output[row] <<= 1 }
    return .truths(output)
  }
}

/// A whole number as a condition: anything but 0 is yes.
struct Indicator: BlockExpression {
  let operand: any BlockExpression

  func evaluate(_ block: Block) -> Vector {
    let input = operand.evaluate(block).integers
    let output = block.memory.truths()
    for row in 0..<block.count {
      let isYes: UInt8 = bit(input[row] != 0)
      output[row] = input[row] == .min ? Truth.unknown : isYes << 1
    }
    return .truths(output)
  }
}

/// `if … then … else …`: each branch counts only where it is taken; an unknown condition is counted as a loss.
struct Conditional: BlockExpression {
  let condition: any BlockExpression
  let value: any BlockExpression
  let otherwise: any BlockExpression
  let range: SourceRange

  func evaluate(_ block: Block) -> Vector {
    let truths = condition.evaluate(block).truths
    func marks(of outcome: UInt8) -> UnsafeMutablePointer<UInt8> {
      let marks = block.memory.truths()
      _ = tally_mark(truths, block.count, outcome, marks)
      return marks
    }
    let unknown = marks(of: Truth.unknown)
    block.note(.unknownCondition, at: range, block.narrowed(to: unknown).active)
    let first = value.evaluate(block.narrowed(to: marks(of: Truth.yes)))
    let second = otherwise.evaluate(block.narrowed(to: marks(of: Truth.no)))
    return first.chosen(where: truths, else: second, block)
  }
}

/// `coalesce`: a later value counts only where all earlier are missing.
struct FirstKnown: BlockExpression {
  let candidates: [any BlockExpression]

  func evaluate(_ block: Block) -> Vector {
    var chosen = candidates[0].evaluate(block)
    for candidate in candidates.dropFirst() {
      let missing = block.memory.truths()
      guard chosen.markMissing(into: missing, count: block.count) else { break }
      let other = candidate.evaluate(block.narrowed(to: missing))
      for row in 0..<block.count { missing[row] = (missing[row] ^ 1) << 1 }
      chosen = chosen.chosen(where: missing, else: other, block)
    }
    return chosen
  }
}

extension Vector {
  /// This vector's values where a condition is yes, the other's where it is no, missing where it is unknown.
  func chosen(where truths: UnsafePointer<UInt8>, else other: Vector, _ block: Block) -> Vector {
    func pick<T: BitwiseCopyable>(
      _ first: UnsafePointer<T>, _ second: UnsafePointer<T>, _ missing: T, _ output: UnsafeMutablePointer<T>
    ) -> UnsafePointer<T> {
      for row in 0..<block.count {
        let known = truths[row] == Truth.yes ? first[row] : second[row]
        output[row] = truths[row] == Truth.unknown ? missing : known
      }
      return UnsafePointer(output)
    }
    switch self {
    case .integers(let values):
      let output = block.memory.integers()
      tally_choose_64(truths, values, other.integers, block.count, output)
      return .integers(output)
    case .numbers(let values):
      let output = block.memory.numbers()
      tally_choose_double(truths, values, other.numbers, block.count, output)
      return .numbers(output)
    case .texts(let values): return .texts(pick(values, other.texts, .missing, block.memory.texts()))
    case .truths(let values): return .truths(pick(values, other.truths, Truth.unknown, block.memory.truths()))
    }
  }
}
