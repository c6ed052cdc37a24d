import TallyData
import TallyFunctions
import TallyPlan

/// Works out expressions and conditions over the rows of a frame, block by block on several threads.
///
/// Results, losses and errors are the same for any number of threads.
package struct Evaluator {
  let frame: Frame
  let interrupt: Interrupt
  let threads: Int
  /// The frame's rows are all that one column can store: that is not tried once more.
  let isOverDomain: Bool
  /// What is told how far the work is; nil: nobody asks.
  var progress: QueryProgress?

  package init(frame: Frame, interrupt: Interrupt, threads: Int = Parallel.threadCount) {
    self.init(frame: frame, interrupt: interrupt, threads: threads, isOverDomain: false)
  }

  init(frame: Frame, interrupt: Interrupt, threads: Int, isOverDomain: Bool) {
    self.frame = frame
    self.interrupt = interrupt
    self.threads = threads
    self.isOverDomain = isOverDomain
  }

  /// Which of the frame's rows satisfy the condition, and for which it is unknown; bits outside the mask are zero.
  ///
  /// `causes`: columns of which the missing cells in unknown rows are counted.
  package func judge(
    _ condition: BoundExpression, causes: [Int] = [], losses: inout Losses
  ) throws(RunError) -> Judgement {
    var preparation = Preparation(evaluator: self)
    let prepared = try preparation.prepared(condition)
    let wordCount = (frame.physicalCount + 63) / 64
    var held = [UInt64](repeating: 0, count: wordCount)
    var unknown = [UInt64](repeating: 0, count: condition.mayBeMissing(in: frame) ? wordCount : 0)
    let tally = OutcomeTally()
    let missing = MissingTally(columns: causes.map { frame.columns[$0] })
    let needsActive = condition.mayLose || !causes.isEmpty
    let outcome = held.withUnsafeMutableBufferPointer { held in
      unknown.withUnsafeMutableBufferPointer { unknown in
        let packer = OutcomePacker(held: held, unknown: unknown, mask: frame.mask?.words)
        return Result { () throws(RunError) in
          try run(losses: &losses, needsActive: needsActive) { block in
            if block.isEmpty { return }
            let truths = prepared.evaluate(block).truths
            let counts = packer.pack(truths, block)
            tally.add(counts)
            if counts.unknown > 0 { missing.add(truths, block) }
          }
        }
      }
    }
    try outcome.get()
    let (heldCount, unknownCount) = tally.totals
    return Judgement(
      held: Bitmap(words: held, count: frame.physicalCount), heldCount: heldCount,
      unknown: unknownCount == 0 ? nil : Bitmap(words: unknown, count: frame.physicalCount),
      unknownCount: unknownCount, missing: missing.totals)
  }

  /// The values of all physical rows; rows outside the mask hold anything and raise no error or loss.
  package func column(_ expression: BoundExpression, losses: inout Losses) throws(RunError) -> Column {
    if case .column(let index) = expression.kind { return frame.columns[index] }
    if let column = try wordColumn(expression) { return column }
    var preparation = Preparation(evaluator: self)
    let prepared = try preparation.prepared(expression)
    let builder = ResultBuilder(type: expression.type, count: frame.physicalCount, threads: threads)
    try run(losses: &losses, needsActive: expression.mayLose) { block in
      if block.isEmpty { builder.addMissing(block) } else { builder.add(prepared.evaluate(block), block) }
    } finish: { chunk, workspace in
      builder.finish(chunk, workspace)
    }
    guard let column = builder.column() else {
      throw .tooLarge(what: "the texts of 65,536 rows", bytes: builder.largestText, range: expression.range)
    }
    return column
  }
}

/// The blocks of a frame, shared out over threads.
extension Evaluator {
  /// Blocks that one thread works on in a row: their results fit the second cache.
  static let blocksPerChunk = 16
  static let rowsPerChunk = blocksPerChunk * BlockMemory.rowCount

  /// Calls `body` for each block and `finish` after the last of each chunk, on one thread for a chunk.
  private func run(
    losses: inout Losses, needsActive: Bool, _ body: @escaping @Sendable (Block) -> Void,
    finish: @escaping @Sendable (_ chunk: Int, Workspace) -> Void = { _, _ in }
  ) throws(RunError) {
    let pool = WorkspacePool(interrupt: interrupt)
    let (count, mask, progress) = (frame.physicalCount, frame.mask, progress)
    let chunks = (count + Self.rowsPerChunk - 1) / Self.rowsPerChunk
    progress?.begin(taskCount: chunks)
    Parallel.forEach(chunks, threads: min(threads, max(1, chunks))) { chunk in
      pool.use { workspace in
        let end = min(count, (chunk + 1) * Self.rowsPerChunk)
        for start in stride(from: chunk * Self.rowsPerChunk, to: end, by: BlockMemory.rowCount) {
          if interrupt.isRaised { return }
          let rows = start..<min(end, start + BlockMemory.rowCount)
          body(workspace.block(rows, mask: mask, needsActive: needsActive))
        }
        finish(chunk, workspace)
        progress?.taskIsDone()
      }
    }
    try pool.settle(into: &losses)
  }
}

/// Rows that satisfy a condition, and rows for which it is unknown.
package struct Judgement: Sendable {
  package let held: Bitmap
  package let heldCount: Int
  /// Nil where there are none.
  package let unknown: Bitmap?
  package let unknownCount: Int
  /// Of each column that was asked for, its missing cells in unknown rows.
  package let missing: [Int]
}
