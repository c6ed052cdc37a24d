import CKernels
import TallyData

/// How many rows a condition holds for, and for how many it is unknown.
package struct JudgementCounts: Sendable {
  package var held = 0
  package var unknown = 0
  /// Of each column that was asked for, its missing cells in unknown rows.
  package var missing: [Int] = []

  mutating func add(_ block: tally_verdict) {
    held &+= block.yes
    unknown &+= block.unknown
  }

  mutating func add(_ other: JudgementCounts) {
    held += other.held
    unknown += other.unknown
    for (place, count) in other.missing.enumerated() { missing[place] += count }
  }
}

/// Takes over the outcomes of blocks: counts them, and writes their bits where they are wanted.
///
/// Each block has words of its own, so threads do not meet; the bits' owner waits for all of them.
struct OutcomePacker: @unchecked Sendable {
  /// Nil where no bits are wanted.
  let held: UnsafeMutablePointer<UInt64>?
  let unknown: UnsafeMutablePointer<UInt64>?
  let mask: Bitmap?

  /// How many rows of the block hold, and how many are unknown; `open` takes the bits of the latter.
  func pack(_ verdict: Verdict, _ block: Block, open: UnsafeMutablePointer<UInt64>?) -> tally_verdict {
    let first = block.rows.lowerBound / 64
    func settled(_ mask: UnsafePointer<UInt64>?) -> tally_verdict {
      tally_settle(verdict.yes, verdict.possible, block.count, mask, held.map { $0 + first }, open)
    }
    let counts =
      mask.map { $0.words.withUnsafeBufferPointer { words in settled(words.baseAddress.map { $0 + first }) } }
      ?? settled(nil)
    if let unknown, let open { (unknown + first).update(from: open, count: verdict.wordCount) }
    return counts
  }

  /// Notes that no row of a block counts.
  func skip(_ block: Block) {
    let (first, words) = (block.rows.lowerBound / 64, (block.count + 63) / 64)
    for bits in [held, unknown].compactMap(\.self) { (bits + first).update(repeating: 0, count: words) }
  }
}
