import CKernels
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
  /// The frame's rows are the words of a dictionary: conditions on single words are not prepared once more.
  let isOverWords: Bool

  package init(frame: Frame, interrupt: Interrupt, threads: Int = Parallel.threadCount) {
    self.init(frame: frame, interrupt: interrupt, threads: threads, isOverWords: false)
  }

  init(frame: Frame, interrupt: Interrupt, threads: Int, isOverWords: Bool) {
    self.frame = frame
    self.interrupt = interrupt
    self.threads = threads
    self.isOverWords = isOverWords
  }

  /// Which of the frame's rows satisfy the condition, and for which it is unknown; bits outside the mask are zero.
  package func judge(_ condition: BoundExpression, losses: inout Losses) throws(RunError) -> Judgement {
    var preparation = Preparation(evaluator: self)
    let prepared = try preparation.prepared(condition)
    let wordCount = (frame.physicalCount + 63) / 64
    let held = Buffer<UInt64>(count: wordCount)
    let unknown = condition.mayBeMissing(in: frame) ? Buffer<UInt64>(count: wordCount) : nil
    let tally = OutcomeTally()
    let mask = frame.mask?.words
    try run(losses: &losses, needsActive: condition.mayLose) { block in
      let word = block.rows.lowerBound / 64
      if block.isEmpty {
        (held.pointer + word).update(repeating: 0, count: (block.count + 63) / 64)
        if let unknown { (unknown.pointer + word).update(repeating: 0, count: (block.count + 63) / 64) }
        return
      }
      let truths = prepared.evaluate(block).truths
      func pack(_ outcome: UInt8, into words: Buffer<UInt64>) -> Int {
        guard let mask else { return tally_pack(truths, block.count, outcome, nil, words.pointer + word) }
        return mask.withUnsafeBufferPointer { mask in
          tally_pack(truths, block.count, outcome, mask.baseAddress.map { $0 + word }, words.pointer + word)
        }
      }
      tally.add(
        held: pack(Truth.yes, into: held), unknown: unknown.map { pack(Truth.unknown, into: $0) } ?? 0)
    }
    return Judgement(count: frame.physicalCount, held: held, unknown: unknown, tally)
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
    let (count, mask) = (frame.physicalCount, needsActive || frame.mask != nil ? frame.mask : nil)
    let chunks = (count + Self.rowsPerChunk - 1) / Self.rowsPerChunk
    Parallel.forEach(chunks, threads: min(threads, max(1, chunks))) { chunk in
      pool.use { workspace in
        let end = min(count, (chunk + 1) * Self.rowsPerChunk)
        for start in stride(from: chunk * Self.rowsPerChunk, to: end, by: BlockMemory.rowCount) {
          if interrupt.isRaised { return }
          let rows = start..<min(end, start + BlockMemory.rowCount)
          body(workspace.block(rows, mask: mask, needsActive: needsActive))
        }
        finish(chunk, workspace)
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

  fileprivate init(count: Int, held: Buffer<UInt64>, unknown: Buffer<UInt64>?, _ tally: OutcomeTally) {
    self.held = Bitmap(words: Array(held.values), count: count)
    (heldCount, unknownCount) = tally.totals
    self.unknown = unknownCount == 0 ? nil : unknown.map { Bitmap(words: Array($0.values), count: count) }
  }
}
