import CKernels
import TallyData
import TallyFunctions

/// What a test of stored values says of one inside its ranges, of one outside and of a missing one.
struct TestOutcomes {
  var inside = Truth.yes
  var outside = Truth.no
  var missing = Truth.unknown

  static let inverted = TestOutcomes(inside: Truth.no, outside: Truth.yes)

  /// Turns "inside" in `yes`, and "missing" in `possible`, into the outcomes.
  func settle(_ verdict: Verdict) {
    func mask(_ condition: Bool) -> UInt64 { condition ? ~0 : 0 }
    let (inside, outside) = (mask(inside == Truth.yes), mask(outside == Truth.yes))
    let (certain, open) = (mask(missing == Truth.yes), mask(missing != Truth.no))
    for word in 0..<verdict.wordCount {
      let (found, absent) = (verdict.yes[word], verdict.possible[word])
      let known = (found & inside | ~found & outside) & ~absent
      verdict.yes[word] = known | absent & certain
      verdict.possible[word] = known | absent & open
    }
  }
}

/// Whether a column's stored values lie in given ranges: comparison, membership and missing test at once.
///
/// It reads the narrow form the column is stored in: whole numbers, or codes of a sorted dictionary.
struct StoredTest: BlockCondition {
  let cells: StoredCells
  /// Ascending and apart.
  let ranges: [ClosedRange<Int64>]
  let outcomes: TestOutcomes
  let zones: ZoneTest?

  /// More ranges than this are looked up in a table.
  static let rangeLimit = 6

  func tallied(_ rows: Range<Int>) -> tally_verdict? { zones?.tallied(rows) }

  func judge(_ block: Block) -> Verdict {
    let verdict = Verdict(for: block)
    if let outcome = zones?.outcome(of: block.rows) {
      verdict.fill(outcome)
      return verdict
    }
    cells.find(ranges.first, in: block.rows, inside: verdict.yes, absent: verdict.possible)
    if ranges.count > 1 {
      let more = block.memory.bits()
      for range in ranges.dropFirst() {
        cells.find(range, in: block.rows, inside: more, absent: verdict.possible)
        for word in 0..<verdict.wordCount { verdict.yes[word] |= more[word] }
      }
    }
    outcomes.settle(verdict)
    return verdict
  }
}

/// Whether the doubles of a column lie in given ranges.
struct NumberTest: BlockCondition {
  let values: Buffer<Double>
  let ranges: [ClosedRange<Double>]
  let outcomes: TestOutcomes
  let zones: ZoneTest?

  func tallied(_ rows: Range<Int>) -> tally_verdict? { zones?.tallied(rows) }

  func judge(_ block: Block) -> Verdict {
    let verdict = Verdict(for: block)
    if let outcome = zones?.outcome(of: block.rows) {
      verdict.fill(outcome)
      return verdict
    }
    // Nothing lies between two ends that are turned round.
    find(ranges.first?.lowerBound ?? 1, ranges.first?.upperBound ?? 0, block, verdict.yes, verdict.possible)
    if ranges.count > 1 {
      let more = block.memory.bits()
      for range in ranges.dropFirst() {
        find(range.lowerBound, range.upperBound, block, more, verdict.possible)
        for word in 0..<verdict.wordCount { verdict.yes[word] |= more[word] }
      }
    }
    outcomes.settle(verdict)
    return verdict
  }

  private func find(
    _ low: Double, _ high: Double, _ block: Block, _ inside: UnsafeMutablePointer<UInt64>,
    _ absent: UnsafeMutablePointer<UInt64>
  ) {
    tally_find_double(values.pointer + block.rows.lowerBound, block.count, low, high, inside, absent)
  }
}
