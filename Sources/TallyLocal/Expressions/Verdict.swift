import CKernels
import TallyData
import TallyFunctions

/// The outcomes of a condition for the rows of a block, as bits: row i is bit i % 64 of word i / 64, and bits past the
/// rows are anything.
///
/// `and`, `or` and `not` of unknown outcomes are those of the bits.
struct Verdict {
  let yes: UnsafeMutablePointer<UInt64>
  /// Yes or unknown.
  let possible: UnsafeMutablePointer<UInt64>
  let wordCount: Int

  /// Outcomes that are yet to be written.
  init(for block: Block) {
    yes = block.memory.bits()
    possible = block.memory.bits()
    wordCount = (block.count + 63) / 64
  }

  /// The outcomes that bytes hold.
  init(packing outcomes: UnsafePointer<UInt8>, _ block: Block) {
    self.init(for: block)
    tally_pack_outcomes(outcomes, block.count, yes, possible)
  }

  /// One outcome in every row.
  func fill(_ outcome: UInt8) {
    yes.update(repeating: outcome == Truth.yes ? ~0 : 0, count: wordCount)
    possible.update(repeating: outcome == Truth.no ? 0 : ~0, count: wordCount)
  }

  /// The outcomes as bytes.
  func spread(_ block: Block) -> Vector {
    let output = block.memory.truths()
    tally_spread_outcomes(yes, possible, block.count, output)
    return .truths(output)
  }

  /// The lesser of both outcomes.
  func formAnd(_ other: Verdict) {
    for word in 0..<wordCount {
      yes[word] &= other.yes[word]
      possible[word] &= other.possible[word]
    }
  }

  /// The greater of both outcomes.
  func formOr(_ other: Verdict) {
    for word in 0..<wordCount {
      yes[word] |= other.yes[word]
      possible[word] |= other.possible[word]
    }
  }

  /// The opposite outcomes.
  func negate() {
    for word in 0..<wordCount { (yes[word], possible[word]) = (~possible[word], ~yes[word]) }
  }

  /// Writes a bit for each row that one more condition can still change; false where there is none.
  func markOpen(isAnd: Bool, into open: UnsafeMutablePointer<UInt64>, _ block: Block) -> Bool {
    var any: UInt64 = 0
    for word in 0..<wordCount {
      open[word] = isAnd ? possible[word] : ~yes[word]
      any |= open[word]
    }
    let rest = block.count % 64
    guard rest != 0, any != 0 else { return any != 0 }
    // The bits past the rows count for nothing.
    open[wordCount - 1] &= 1 << UInt64(rest) - 1
    return (0..<wordCount).contains { open[$0] != 0 }
  }
}

/// A condition whose outcomes are bits before they are bytes.
protocol BlockCondition: BlockExpression {}

extension BlockCondition {
  func evaluate(_ block: Block) -> Vector { judge(block).spread(block) }
}

extension BlockExpression {
  func judge(_ block: Block) -> Verdict { Verdict(packing: evaluate(block).truths, block) }
  func tallied(_: Range<Int>) -> tally_verdict? { nil }
}
