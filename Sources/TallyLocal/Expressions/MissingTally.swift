import Synchronization
import TallyData
import TallyFunctions

/// Counts the missing cells of some columns in the rows that a condition cannot judge, while these are at hand.
final class MissingTally: Sendable {
  private let columns: [Column]
  private let counts: Mutex<[Int]>

  init(columns: [Column]) {
    self.columns = columns
    counts = Mutex(columns.map { _ in 0 })
  }

  /// Once every thread is done.
  var totals: [Int] { counts.withLock { $0 } }

  func add(_ truths: UnsafePointer<UInt8>, _ block: Block) {
    if columns.isEmpty { return }
    let found = columns.map { ($0.storage.missingCount(in: block.rows, where: truths, block.active)) }
    counts.withLock { for (place, count) in found.enumerated() { $0[place] += count } }
  }
}

extension ColumnStorage {
  /// Missing cells of a block where the outcome is unknown and `active` is 1.
  fileprivate func missingCount(
    in rows: Range<Int>, where truths: UnsafePointer<UInt8>, _ active: UnsafePointer<UInt8>
  ) -> Int {
    func count<V: StoredValue>(_ values: Buffer<V>) -> Int {
      V.countMissing(values.pointer + rows.lowerBound, rows.count, where: truths, is: Truth.unknown, active)
    }
    switch self {
    case .int8(let values): return count(values)
    case .int16(let values): return count(values)
    case .int32(let values): return count(values)
    case .int64(let values): return count(values)
    case .double(let values): return count(values)
    case .codes8(let codes, _): return count(codes)
    case .codes16(let codes, _): return count(codes)
    case .codes32(let codes, _): return count(codes)
    case .arena(let arena):
      var total = 0
      for (place, row) in rows.enumerated() where truths[place] == Truth.unknown && active[place] != 0 {
        total += arena.view(row).isMissing ? 1 : 0
      }
      return total
    }
  }
}
