import CKernels
import Synchronization
import TallyData
import TallyFunctions
import TallyText

/// What one thread needs to compute blocks: memory, and what it found out on the way.
final class Workspace {
  let memory = BlockMemory()
  var losses = Losses()
  /// Used by one thread at a time, as all of it; no access is checked for overlap while blocks are counted.
  @exclusivity(unchecked)
  var counts = JudgementCounts()
  /// The failure in the earliest row.
  private(set) var failure: (row: Int, error: RunError)?
  /// The patterns' automata, which grow while they are used, by the number of the test.
  var automata: [Int: PatternAutomaton] = [:]
  var results = ChunkResults()
  /// A block of values as a column holds them, for what reads columns.
  private(set) lazy var integers = Buffer<Int64>(count: BlockMemory.rowCount)
  private(set) lazy var numbers = Buffer<Double>(count: BlockMemory.rowCount)
  private let everyRow: UnsafeMutablePointer<UInt8>
  private let activeRows: UnsafeMutablePointer<UInt8>

  init() {
    everyRow = .allocate(capacity: BlockMemory.rowCount)
    everyRow.initialize(repeating: 1, count: BlockMemory.rowCount)
    activeRows = .allocate(capacity: BlockMemory.rowCount)
    activeRows.initialize(repeating: 0, count: BlockMemory.rowCount)
  }

  deinit {
    everyRow.deallocate()
    activeRows.deallocate()
  }

  /// Notes why the run fails at a row; the earliest row counts, and there the failure found first.
  func fail(row: Int, _ error: RunError) {
    if failure.map({ row < $0.row }) ?? true { failure = (row, error) }
  }

  /// The next block to compute; what the last one computed is gone.
  func block(_ rows: Range<Int>, mask: Bitmap?, needsActive: Bool) -> Block {
    memory.reset()
    guard let mask else {
      return Block(rows: rows, active: UnsafePointer(everyRow), isEmpty: false, workspace: self)
    }
    var any: UInt64 = 0
    let first = rows.lowerBound / 64
    let last = (rows.upperBound + 63) / 64
    mask.words.withUnsafeBufferPointer { words in
      for word in first..<last { any |= words[word] }
      if any != 0, needsActive, let base = words.baseAddress { tally_spread(base + first, rows.count, activeRows) }
    }
    return Block(
      rows: rows, active: UnsafePointer(needsActive ? activeRows : everyRow), isEmpty: any == 0, workspace: self)
  }
}

/// The workspaces of one run, each lent to one thread at a time.
final class WorkspacePool: Sendable {
  /// A workspace is used by the thread that took it and by no other.
  private struct Lent: @unchecked Sendable { let workspace: Workspace }
  private let idle = Mutex<[Lent]>([])
  private let interrupt: Interrupt

  init(interrupt: Interrupt) { self.interrupt = interrupt }

  func use(_ body: (Workspace) -> Void) {
    let lent = idle.withLock { $0.popLast() } ?? Lent(workspace: Workspace())
    body(lent.workspace)
    idle.withLock { $0.append(lent) }
  }

  /// After the last block: throws what failed first, else adds up what was lost and gives the workspaces.
  @discardableResult
  func settle(into losses: inout Losses) throws(RunError) -> [Workspace] {
    if interrupt.isRaised { throw .interrupted }
    let all = idle.withLock { $0 }
    let failures = all.compactMap(\.workspace.failure)
    if let first = failures.min(by: { $0.row < $1.row }) { throw first.error }
    for lent in all { losses.merge(lent.workspace.losses) }
    return all.map(\.workspace)
  }
}
