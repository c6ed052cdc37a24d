import CKernels
import TallyData

/// Counts the missing cells of some columns in the rows that a condition cannot judge, while these are at hand.
struct MissingTally: Sendable {
  private enum Cells {
    case stored(StoredCells)
    case doubles(Buffer<Double>)
    case texts(TextArena)
  }

  private let columns: [Cells]

  init(columns: [Column]) {
    self.columns = columns.compactMap { column in
      switch column.storage {
      case .int8, .int16, .int32, .int64, .codes8, .codes16, .codes32: StoredCells(column.storage).map(Cells.stored)
      case .double(let values): .doubles(values)
      case .arena(let arena): .texts(arena)
      }
    }
  }

  var isEmpty: Bool { columns.isEmpty }

  /// Adds the numbers of one block, `open` having the bits of its unknown rows, to those found before, if any.
  func add(_ block: Block, open: UnsafePointer<UInt64>, to counts: inout [Int]) {
    if counts.isEmpty { counts = columns.map { _ in 0 } }
    for place in columns.indices {
      switch columns[place] {
      case .stored(let cells): counts[place] += cells.missingCount(in: block.rows, among: open)
      case .doubles(let values):
        counts[place] += tally_missing_double(values.pointer + block.rows.lowerBound, block.count, open)
      case .texts(let arena):
        for (bit, row) in block.rows.enumerated() where open[bit / 64] >> UInt64(bit % 64) & 1 != 0 {
          counts[place] += arena.view(row).isMissing ? 1 : 0
        }
      }
    }
  }
}
