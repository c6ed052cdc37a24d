import Synchronization
import TallyData

/// One way through all chunks of a JSON text, on several threads, that leaves every column in parts.
final class JSONPass: @unchecked Sendable {
  let layout: JSONLayout
  private let plan: RecordPlan
  private let interrupt: Interrupt
  private let progress: ProgressClock
  private let memoryLimit: Int

  /// A thread's cells and the reader that fills them.
  private final class Worker: @unchecked Sendable {
    let thread: RecordThread
    let reader: JSONBlockReader

    init(_ number: Int, _ plan: RecordPlan) {
      thread = RecordThread(number, plan: plan)
      reader = JSONBlockReader(thread)
    }
  }

  /// What chunks have that is told of the file as a whole.
  struct Counts: Sendable {
    var blankLines = 0
    var loneSurrogates = 0
    var emptyObjects = 0
    var repeatedKeys = 0
    /// The chunk and its row in which a key first came twice.
    var firstRepeat: (chunk: Int, row: Int)?
  }

  private let stopped = Atomic<Int>(.max)
  private let bytesDone = Atomic<Int>(0)
  private let bytesUsed = Atomic<Int>(0)
  private let fault = Mutex<RowFault?>(nil)
  private let idle = Mutex<[Worker]>([])
  private let workersMade = Mutex<[Worker]>([])
  private let content: Mutex<[RecordChunk]>
  private let counted = Mutex(Counts())

  init(
    _ layout: JSONLayout, plan: RecordPlan, memoryLimit: Int, interrupt: Interrupt, progress: ProgressClock
  ) {
    self.layout = layout
    self.plan = plan
    self.memoryLimit = memoryLimit
    self.interrupt = interrupt
    self.progress = progress
    content = Mutex(Array(repeating: RecordChunk(), count: layout.chunks.count))
  }

  var threads: [RecordThread] { workersMade.withLock { $0.map(\.thread) } }
  var chunks: [RecordChunk] { content.withLock { $0 } }
  var counts: Counts { counted.withLock { $0 } }

  /// Reads every chunk once.
  func run(threads: Int) throws(RowFault) {
    Parallel.forEach(layout.chunks.count, threads: threads) { chunk in
      self.withWorker(chunk) { (worker) throws(RowFault) in try self.read(chunk, worker) }
    }
    if let fault = fault.withLock({ $0 }) { throw fault }
  }

  /// Reads some columns of some chunks again, as text.
  func reread(_ again: [(chunk: Int, parts: [(place: Int, path: String)])], threads: Int) throws(RowFault) {
    Parallel.forEach(again.count, threads: threads) { task in
      let (chunk, parts) = again[task]
      self.withWorker(chunk) { (worker) throws(RowFault) in
        try self.fill(worker, chunk, isFirstTime: false)
        for (place, path) in parts {
          guard let column = worker.thread.names.firstIndex(of: path) else { continue }
          let part = try worker.thread.textPart(column, chunk: chunk)
          let new = RecordPart(thread: worker.thread.number, column: column, part: part)
          self.content.withLock { $0[chunk].parts[place] = new }
        }
      }
    }
    if let fault = fault.withLock({ $0 }) { throw fault }
  }

  /// Where the value of a row, counted from the chunk's first, lies in the source.
  func offset(ofRow row: Int, inChunk chunk: Int, path: String) throws(RowFault) -> Int {
    let first = chunks[..<chunk].reduce(0) { $0 + $1.rowCount }
    return try offset(ofRow: first + row, path: path)
  }

  /// Where the value of a row lies in the source.
  func offset(ofRow row: Int, path: String) throws(RowFault) -> Int {
    var first = 0
    for (chunk, content) in chunks.enumerated() {
      if row < first + content.rowCount {
        let worker = takeWorker()
        defer { idle.withLock { $0.append(worker) } }
        try fill(worker, chunk, isFirstTime: false)
        guard let column = worker.thread.names.firstIndex(of: path) else { return layout.chunks[chunk].lowerBound }
        worker.thread.columns.pad(column, to: worker.thread.rowCount)
        return layout.chunks[chunk].lowerBound + Int(worker.thread.columns[column].cells[row - first].start)
      }
      first += content.rowCount
    }
    return layout.source.count
  }

  // MARK: - One chunk

  private func withWorker(_ chunk: Int, _ body: (Worker) throws(RowFault) -> Void) {
    if stopped.load(ordering: .relaxed) <= chunk { return }
    let worker = takeWorker()
    defer { idle.withLock { $0.append(worker) } }
    do throws(RowFault) {
      if interrupt.isRaised { throw RowFault(kind: .interrupted, offset: layout.chunks[chunk].lowerBound) }
      try body(worker)
    } catch { stop(chunk, error) }
  }

  private func fill(_ worker: Worker, _ chunk: Int, isFirstTime: Bool) throws(RowFault) {
    let range = layout.chunks[chunk]
    let number = isFirstTime ? chunk : Int.max
    switch layout.form {
    case .lines: try worker.reader.read(range, .lines, of: layout.source, chunk: number)
    case .elements:
      let isLast = chunk == layout.chunks.count - 1
      try worker.reader.read(range, .elements(isLast: isLast), of: layout.source, chunk: number)
    case .columns: try worker.reader.readColumns(range, of: layout.source)
    }
  }

  private func read(_ chunk: Int, _ worker: Worker) throws(RowFault) {
    try fill(worker, chunk, isFirstTime: true)
    let start = layout.chunks[chunk].lowerBound
    let parts = try worker.thread.parts(chunk: chunk) { _, cell in start + Int(cell.start) }
    let rowCount = worker.thread.rowCount
    content.withLock { $0[chunk] = RecordChunk(rowCount: rowCount, parts: parts) }
    count(chunk, worker)
    try account(chunk, worker.thread)
  }

  private func count(_ chunk: Int, _ worker: Worker) {
    let (reader, columns) = (worker.reader, worker.thread.columns)
    counted.withLock { counts in
      counts.blankLines += reader.blankLines
      counts.loneSurrogates += reader.loneSurrogates
      counts.emptyObjects += reader.emptyObjects
      counts.repeatedKeys += columns.repeats
      if columns.repeats > 0, chunk < counts.firstRepeat?.chunk ?? .max {
        counts.firstRepeat = (chunk, columns.firstRepeat)
      }
    }
  }

  /// Tells how far the pass is, and ends it where the table would not fit.
  private func account(_ chunk: Int, _ thread: RecordThread) throws(RowFault) {
    let done = bytesDone.wrappingAdd(layout.chunks[chunk].count, ordering: .relaxed).newValue
    progress.tell(done)
    let total = max(1, layout.source.count)
    let used = bytesUsed.wrappingAdd(thread.byteGrowth(), ordering: .relaxed).newValue
    // The parts and, column by column, what they become: a fifth more at the worst moment.
    let needed = Double(used) * Double(total) / Double(max(done, 1)) * 1.2
    guard done >= min(total, 1 << 22), needed > Double(memoryLimit) else { return }
    throw RowFault(kind: .tooLarge(needed: Int(min(needed, 1e18))), offset: layout.chunks[chunk].lowerBound)
  }

  private func stop(_ chunk: Int, _ error: RowFault) {
    fault.withLock { fault in
      guard chunk < stopped.load(ordering: .relaxed) else { return }
      fault = error
      stopped.store(chunk, ordering: .relaxed)
    }
  }

  private func takeWorker() -> Worker {
    if let worker = idle.withLock({ $0.popLast() }) { return worker }
    return workersMade.withLock { made in
      let worker = Worker(made.count, plan)
      made.append(worker)
      return worker
    }
  }
}
