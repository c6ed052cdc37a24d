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
    _ condition: BoundExpression, causes: [Int] = [], needsUnknown: Bool = true, losses: inout Losses
  ) throws(RunError) -> Judgement {
    let mayBeUnknown = needsUnknown && condition.mayBeMissing(in: frame)
    let (held, (unknown, counts)) = try bits { (held) throws(RunError) in
      try bits(isNeeded: mayBeUnknown) { (unknown) throws(RunError) in
        try settle(condition, held: held, unknown: unknown, causes: causes, losses: &losses)
      }
    }
    return Judgement(
      held: Bitmap(words: held, count: frame.physicalCount),
      unknown: counts.unknown == 0 || !needsUnknown ? nil : Bitmap(words: unknown, count: frame.physicalCount),
      counts: counts)
  }

  /// How many rows satisfy the condition, and for how many it is unknown, without saying which.
  func count(
    _ condition: BoundExpression, causes: [Int], losses: inout Losses
  ) throws(RunError) -> JudgementCounts {
    try settle(condition, held: nil, unknown: nil, causes: causes, losses: &losses)
  }

  /// Words with a bit for each physical row, which `body` writes.
  private func bits<Other>(
    isNeeded: Bool = true, _ body: (UnsafeMutablePointer<UInt64>?) throws(RunError) -> Other
  ) throws(RunError) -> (words: [UInt64], other: Other) {
    guard isNeeded else { return ([], try body(nil)) }
    var outcome: Result<Other, RunError>?
    let count = (frame.physicalCount + 63) / 64
    let words = [UInt64](unsafeUninitializedCapacity: count) { buffer, used in
      outcome = Result { () throws(RunError) in try body(buffer.baseAddress) }
      used = count
    }
    guard let outcome else { preconditionFailure("an array calls what initializes it") }
    return (words, try outcome.get())
  }

  private func settle(
    _ condition: BoundExpression, held: UnsafeMutablePointer<UInt64>?, unknown: UnsafeMutablePointer<UInt64>?,
    causes: [Int], losses: inout Losses
  ) throws(RunError) -> JudgementCounts {
    let missing = MissingTally(columns: causes.map { frame.columns[$0] })
    let packer = OutcomePacker(held: held, unknown: unknown, mask: frame.mask)
    let needsOpen = unknown != nil || !missing.isEmpty
    let countsAll = held == nil && !needsOpen && frame.mask == nil
    var preparation = Preparation(evaluator: self)
    preparation.countsBlocks = countsAll
    let prepared = try preparation.prepared(condition)
    let workspaces = try run(losses: &losses, needsActive: condition.mayLose) { block in
      if block.isEmpty { return packer.skip(block) }
      if countsAll, let counts = prepared.tallied(block.rows) { return block.workspace.counts.add(counts) }
      let open = needsOpen ? block.memory.bits() : nil
      let counts = packer.pack(prepared.judge(block), block, open: open)
      block.workspace.counts.add(counts)
      if let open, counts.unknown > 0 { missing.add(block, open: open, to: &block.workspace.counts.missing) }
    }
    var counts = JudgementCounts(missing: causes.map { _ in 0 })
    for workspace in workspaces { counts.add(workspace.counts) }
    return counts
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

  /// Calls `body` for each block and `finish` after the last of each chunk, on one thread for a chunk; gives what the
  /// threads worked with.
  @discardableResult
  private func run(
    losses: inout Losses, needsActive: Bool, _ body: @escaping @Sendable (Block) -> Void,
    finish: @escaping @Sendable (_ chunk: Int, Workspace) -> Void = { _, _ in }
  ) throws(RunError) -> [Workspace] {
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
    return try pool.settle(into: &losses)
  }
}

/// Rows that satisfy a condition, and rows for which it is unknown.
package struct Judgement: Sendable {
  package let held: Bitmap
  /// Nil where there are none, or nobody asked.
  package let unknown: Bitmap?
  package let counts: JudgementCounts

  package var heldCount: Int { counts.held }
  package var unknownCount: Int { counts.unknown }
}
