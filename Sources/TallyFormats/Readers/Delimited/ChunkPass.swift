#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization
import TallyData

/// One way through all chunks of a text, on several threads, that leaves some or all columns in parts.
///
/// A chunk is read at once, but divided into rows only when the chunk before it has told where its first row begins:
/// dividing is a tenth of the work, and so no guess about open quotes is ever wrong.
final class ChunkPass: @unchecked Sendable {
  let layout: ChunkLayout
  let parts: PartGrid
  private(set) var counts: RowCounts
  private let interrupt: Interrupt
  private let progress: ProgressClock
  private let memoryLimit: Int
  private let rules: CellRules
  /// The columns that are read; what follows counts these alone.
  let columns: [LoadColumn]

  /// The chunk whose first row is known and whose turn it is to be divided.
  private let turn = Atomic<Int>(0)
  /// The first chunk with a fault; chunks behind it are not read.
  private let stopped = Atomic<Int>(.max)
  private let bytesDone = Atomic<Int>(0)
  private let bytesUsed = Atomic<Int>(0)
  private let fault = Mutex<RowFault?>(nil)
  private let idle = Mutex<[LoadThread]>([])
  private let threadsMade = Mutex<[LoadThread]>([])

  init(
    _ layout: ChunkLayout, rules: CellRules, columns: [LoadColumn], memoryLimit: Int, interrupt: Interrupt,
    progress: ProgressClock
  ) {
    self.layout = layout
    self.rules = rules
    self.columns = columns
    self.memoryLimit = memoryLimit
    self.interrupt = interrupt
    self.progress = progress
    parts = PartGrid(chunks: layout.chunkCount, columns: columns.count)
    counts = RowCounts(chunks: layout.chunkCount)
    layout.starts[0] = layout.dataStart
  }

  /// Reads every chunk once.
  func run(threads: Int) throws(RowFault) {
    Parallel.forEach(layout.chunkCount, threads: threads) { self.read($0) }
    if let fault = fault.withLock({ $0 }) { throw fault }
  }

  /// The threads' parsers, for what they hold beside the parts.
  var threads: [LoadThread] { threadsMade.withLock { $0 } }

  /// Reads some columns of some chunks again, as text.
  func reread(_ columnsOfChunk: [(chunk: Int, columns: [Int])], threads: Int) throws(RowFault) {
    Parallel.forEach(columnsOfChunk.count, threads: threads) { task in
      let (chunk, columns) = columnsOfChunk[task]
      if self.stopped.load(ordering: .relaxed) <= chunk { return }
      let thread = self.takeThread()
      defer { self.idle.withLock { $0.append(thread) } }
      do throws(RowFault) {
        if self.interrupt.isRaised { throw RowFault(kind: .interrupted, offset: self.layout.starts[chunk]) }
        try self.divideAgain(chunk, thread)
        try self.parse(chunk, columns, thread, isText: true)
      } catch { self.stop(chunk, error) }
    }
    if let fault = fault.withLock({ $0 }) { throw fault }
  }

  // MARK: - One chunk

  private func read(_ chunk: Int) {
    if stopped.load(ordering: .relaxed) <= chunk { return }
    let thread = takeThread()
    defer { idle.withLock { $0.append(thread) } }
    do throws(RowFault) {
      if interrupt.isRaised { throw RowFault(kind: .interrupted, offset: layout.range(chunk).lowerBound) }
      try load(chunk, thread)
      guard waitForTurn(chunk) else { return }
      try divide(chunk, thread)
      turn.store(chunk + 1, ordering: .releasing)
      try thread.text.checkUTF8()
      try parse(chunk, columns.indices, thread, isText: false)
      try account(chunk, thread)
    } catch { stop(chunk, error) }
  }

  private func load(_ chunk: Int, _ thread: LoadThread) throws(RowFault) {
    try thread.text.load(layout.range(chunk), overlap: layout.overlap, of: layout.source, end: layout.textEnd)
  }

  /// False where an earlier chunk stopped the pass.
  private func waitForTurn(_ chunk: Int) -> Bool {
    var spins = 0
    while turn.load(ordering: .acquiring) != chunk {
      if stopped.load(ordering: .relaxed) < chunk { return false }
      spins += 1
      if spins > 64 { sched_yield() }
    }
    return true
  }

  private func divide(_ chunk: Int, _ thread: LoadThread) throws(RowFault) {
    let text = thread.text
    layout.starts[chunk + 1] = try text.divide(
      from: layout.starts[chunk], chunkEnd: layout.range(chunk).upperBound, textEnd: layout.textEnd,
      dialect: layout.dialect, source: layout.source)
    counts.rows[chunk] = text.rowCount
    counts.add(blank: text.blankLines, short: text.shortRows, long: text.longRows)
  }

  private func divideAgain(_ chunk: Int, _ thread: LoadThread) throws(RowFault) {
    try load(chunk, thread)
    let next = try thread.text.divide(
      from: layout.starts[chunk], chunkEnd: layout.range(chunk).upperBound, textEnd: layout.textEnd,
      dialect: layout.dialect, source: layout.source)
    guard next == layout.starts[chunk + 1], thread.text.rowCount == counts.rows[chunk] else {
      throw RowFault(kind: .source(.changed(file: layout.source.name)), offset: layout.starts[chunk])
    }
  }

  private func parse(
    _ chunk: Int, _ indices: some Sequence<Int>, _ thread: LoadThread, isText: Bool
  ) throws(RowFault) {
    guard thread.text.rowCount > 0 else { return }
    for column in indices {
      let input = thread.input(columns[column].place, chunk: chunk, dialect: layout.dialect)
      do throws(ColumnParser.Failure) {
        parts[chunk, column] = try thread.parsers[column].part(input, isText: isText)
      } catch {
        switch error {
        case .noMemory: throw RowFault(kind: .tooLarge(needed: layout.source.count), offset: layout.starts[chunk])
        case .misfit(let row):
          let cell = input.cells[row]
          let text = String(decoding: cell.bytes(in: input.text), as: UTF8.self)
          throw RowFault(kind: columns[column].misfit(text), offset: thread.text.sourceOffset(of: cell))
        }
      }
    }
  }

  /// Tells how far the pass is, and ends it where the table would not fit.
  private func account(_ chunk: Int, _ thread: LoadThread) throws(RowFault) {
    let size = layout.range(chunk).count
    let done = bytesDone.wrappingAdd(size, ordering: .relaxed).newValue
    progress.tell(done)
    let total = layout.textEnd - layout.dataStart
    let grown = thread.byteGrowth()
    let used = bytesUsed.wrappingAdd(grown, ordering: .relaxed).newValue
    // The parts and, column by column, what they become: a fifth more at the worst moment.
    let needed = Double(used) * Double(total) / Double(max(done, 1)) * 1.2
    guard done >= min(total, 1 << 22), needed > Double(memoryLimit) else { return }
    throw RowFault(kind: .tooLarge(needed: Int(min(needed, 1e18))), offset: layout.starts[chunk])
  }

  private func stop(_ chunk: Int, _ error: RowFault) {
    fault.withLock { fault in
      guard chunk < stopped.load(ordering: .relaxed) else { return }
      fault = error
      stopped.store(chunk, ordering: .relaxed)
    }
  }

  private func takeThread() -> LoadThread {
    if let thread = idle.withLock({ $0.popLast() }) { return thread }
    return threadsMade.withLock { made in
      let thread = LoadThread(
        made.count, rules: rules, columns: columns, textCount: layout.textEnd - layout.dataStart)
      made.append(thread)
      return thread
    }
  }
}
