import CKernels
import TallyData
import TallyFunctions
import TallyText

/// An expression made ready for the columns of a frame; what it gives lives until the next block.
protocol BlockExpression: Sendable {
  func evaluate(_ block: Block) -> Vector
  /// The outcomes of a condition; the caller may change their bits.
  func judge(_ block: Block) -> Verdict
  /// The numbers of a condition's outcomes where they are known without reading the rows; nil where they are not.
  func tallied(_ rows: Range<Int>) -> tally_verdict?
}

/// Consecutive rows that are computed together, at most ``BlockMemory/rowCount``.
struct Block {
  /// In the frame's columns.
  let rows: Range<Int>
  /// 1 for each row that counts: the others may be computed but lose nothing and raise no error.
  let active: UnsafePointer<UInt8>
  /// No row counts.
  let isEmpty: Bool
  let workspace: Workspace

  var count: Int { rows.count }
  var memory: BlockMemory { workspace.memory }

  /// The same rows, of which only those count that counted before and are marked.
  func narrowed(to marks: UnsafePointer<UInt8>) -> Block {
    let narrowed = memory.truths()
    for row in 0..<count { narrowed[row] = active[row] & marks[row] }
    return Block(rows: rows, active: UnsafePointer(narrowed), isEmpty: false, workspace: workspace)
  }

  /// The same rows, of which only those count that counted before and whose bit is set.
  func narrowed(toBits bits: UnsafePointer<UInt64>) -> Block {
    let marks = memory.truths()
    tally_spread(bits, count, marks)
    return narrowed(to: marks)
  }

  func fail(_ row: Int, _ error: RunError) { workspace.fail(row: rows.lowerBound + row, error) }

  /// 1 for each row that counts and where a result is missing though no input is; nil where there is none.
  func lost(_ output: Vector, from inputs: [Vector]) -> UnsafePointer<UInt8>? {
    let marks = memory.truths()
    guard output.markMissing(into: marks, count: count) else { return nil }
    let other = memory.truths()
    for input in inputs where input.markMissing(into: other, count: count) {
      for row in 0..<count { marks[row] &= other[row] ^ 1 }
    }
    var any: UInt8 = 0
    for row in 0..<count {
      marks[row] &= active[row]
      any |= marks[row]
    }
    return any == 0 ? nil : UnsafePointer(marks)
  }

  /// Counts the marked rows as lost at a place of the statement.
  func note(_ kind: Losses.Kind, at range: SourceRange, _ marks: UnsafePointer<UInt8>) {
    var total = 0
    for row in 0..<count { total &+= Int(marks[row]) }
    workspace.losses.add(kind, at: range, count: total)
  }
}

extension Vector {
  /// Writes 1 for each missing value, 0 for the others; says whether there is any.
  func markMissing(into marks: UnsafeMutablePointer<UInt8>, count: Int) -> Bool {
    var any: UInt8 = 0
    switch self {
    case .integers(let values): return tally_mark_missing_64(values, count, marks)
    case .numbers(let values): return tally_mark_missing_double(values, count, marks)
    case .texts(let values):
      for row in 0..<count {
        marks[row] = bit(values[row].base == nil)
        any |= marks[row]
      }
    case .truths(let values): return tally_mark(values, count, Truth.unknown, marks)
    }
    return any != 0
  }
}
