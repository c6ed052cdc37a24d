import CKernels
import Synchronization
import TallyData
import TallyFunctions

/// Turns the outcomes of blocks into bits of two bitmaps.
///
/// Each block has words of its own, so threads do not meet; the bitmaps' owner waits for all of them.
struct OutcomePacker: @unchecked Sendable {
  let held: UnsafeMutableBufferPointer<UInt64>
  /// Empty where nothing can be unknown.
  let unknown: UnsafeMutableBufferPointer<UInt64>
  let mask: [UInt64]?

  /// How many rows of the block hold, and how many are unknown.
  func pack(_ truths: UnsafePointer<UInt8>, _ block: Block) -> (held: Int, unknown: Int) {
    (pack(truths, Truth.yes, into: held, block), pack(truths, Truth.unknown, into: unknown, block))
  }

  private func pack(
    _ truths: UnsafePointer<UInt8>, _ outcome: UInt8, into words: UnsafeMutableBufferPointer<UInt64>, _ block: Block
  ) -> Int {
    guard let base = words.baseAddress, !words.isEmpty else { return 0 }
    let first = block.rows.lowerBound / 64
    guard let mask else { return tally_pack(truths, block.count, outcome, nil, base + first) }
    return mask.withUnsafeBufferPointer { mask in
      tally_pack(truths, block.count, outcome, mask.baseAddress.map { $0 + first }, base + first)
    }
  }
}

/// How many rows hold and are unknown, added up by several threads.
final class OutcomeTally: Sendable {
  private let held = Atomic<Int>(0)
  private let unknown = Atomic<Int>(0)

  func add(_ counts: (held: Int, unknown: Int)) {
    held.wrappingAdd(counts.held, ordering: .relaxed)
    unknown.wrappingAdd(counts.unknown, ordering: .relaxed)
  }

  /// Once every thread is done.
  var totals: (held: Int, unknown: Int) { (held.load(ordering: .relaxed), unknown.load(ordering: .relaxed)) }
}
