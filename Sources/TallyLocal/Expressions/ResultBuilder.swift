import CKernels
import Synchronization
import TallyData
import TallyFunctions

/// Collects the vectors of all blocks into one column, in the narrowest form that holds them.
///
/// Blocks of one chunk arrive in order on one thread; chunks finish in any order.
final class ResultBuilder: Sendable {
  private enum Target {
    /// Each chunk is stored by itself as narrow as it can be, and all are widened to the widest in the end.
    case integrals
    case numbers(Buffer<Double>)
    case truths(Buffer<Int8>)
    case texts
  }

  private struct Finished {
    var storages: [Int: ColumnStorage] = [:]
    var texts: [Int: ChunkTexts] = [:]
    var missingCount = 0
  }

  private let type: DataType
  private let count: Int
  private let threads: Int
  private let target: Target
  private let missing: ConstantRead
  private let finished = Mutex(Finished())

  init(type: DataType, count: Int, threads: Int) {
    self.type = type
    self.count = count
    self.threads = threads
    missing = ConstantRead(.missing, type: type, count: count)
    switch type {
    case .number: target = .numbers(Buffer(count: count))
    case .boolean: target = .truths(Buffer(count: count))
    case .text: target = .texts
    case .integer, .date, .datetime, .duration: target = .integrals
    }
  }

  func add(_ vector: Vector, _ block: Block) {
    let marks = block.memory.truths()
    if vector.markMissing(into: marks, count: block.count) {
      for row in 0..<block.count { block.workspace.results.missingCount &+= Int(marks[row]) }
    }
    switch target {
    case .numbers(let buffer):
      (buffer.pointer + block.rows.lowerBound).update(from: vector.numbers, count: block.count)
    case .truths(let buffer):
      let (output, truths) = (buffer.pointer + block.rows.lowerBound, vector.truths)
      for row in 0..<block.count {
        output[row] = truths[row] == Truth.unknown ? .min : Int8(truncatingIfNeeded: truths[row] >> 1)
      }
    case .integrals: block.workspace.results.append(vector.integers, count: block.count)
    case .texts: block.workspace.results.append(vector.texts, count: block.count)
    }
  }

  /// A block none of whose rows counts.
  func addMissing(_ block: Block) { add(missing.evaluate(block), block) }

  func finish(_ chunk: Int, _ workspace: Workspace) {
    var storage: ColumnStorage?
    var texts: ChunkTexts?
    switch target {
    case .integrals: storage = workspace.results.takeIntegers()
    case .texts: texts = workspace.results.takeTexts()
    case .numbers, .truths: break
    }
    let missing = workspace.results.missingCount
    workspace.results.missingCount = 0
    finished.withLock { [storage, texts] in
      $0.missingCount += missing
      $0.storages[chunk] = storage
      $0.texts[chunk] = texts
    }
  }

  /// The longest text of a chunk, in bytes.
  var largestText: Int { finished.withLock { $0.texts.values.map(\.byteCount).max() ?? 0 } }

  /// After the last chunk; nil where the texts of one chunk are more than an arena's segment holds.
  func column() -> Column? {
    let all = finished.withLock { $0 }
    let storage: ColumnStorage
    switch target {
    case .numbers(let buffer): storage = .double(buffer)
    case .truths(let buffer): storage = .int8(buffer)
    case .integrals: storage = WidthJoin(chunks: all.storages.sorted { $0.key < $1.key }.map(\.value)).joined(threads)
    case .texts: return TextJoin(chunks: all.texts.sorted { $0.key < $1.key }.map(\.value)).column(threads)
    }
    return Column(type: type, storage: storage, count: count, missingCount: all.missingCount)
  }
}

/// The results of the chunk that a workspace is working on.
struct ChunkResults: ~Copyable {
  var missingCount = 0
  private var integers: Buffer<Int64>?
  private var integerCount = 0
  private var texts = ChunkTexts()

  mutating func append(_ values: UnsafePointer<Int64>, count: Int) {
    let buffer = integers ?? Buffer(count: Evaluator.rowsPerChunk)
    integers = buffer
    (buffer.pointer + integerCount).update(from: values, count: count)
    integerCount += count
  }

  mutating func append(_ values: UnsafePointer<TextView>, count: Int) { texts.append(values, count: count) }

  mutating func takeTexts() -> ChunkTexts {
    let result = texts
    texts = ChunkTexts()
    return result
  }

  /// The integers in the narrowest width that holds them.
  mutating func takeIntegers() -> ColumnStorage {
    let count = integerCount
    integerCount = 0
    guard let values = integers?.pointer, count > 0 else { return .int8(Buffer(count: 0)) }
    // Missing is the one value whose bits all flip to the largest: it must not widen the column.
    let reach = tally_reach_64(values, count)
    func narrowed<I: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_: I.Type) -> Buffer<I> {
      let buffer = Buffer<I>(count: count)
      let output = buffer.pointer
      for row in 0..<count { output[row] = values[row] == .min ? .min : I(truncatingIfNeeded: values[row]) }
      return buffer
    }
    if reach <= UInt64(Int8.max) { return .int8(narrowed(Int8.self)) }
    if reach <= UInt64(Int16.max) { return .int16(narrowed(Int16.self)) }
    if reach <= UInt64(Int32.max) { return .int32(narrowed(Int32.self)) }
    return .int64(narrowed(Int64.self))
  }
}

/// Chunks of whole numbers, each as narrow as it can be, joined in the width of the widest.
struct WidthJoin: Sendable {
  let chunks: [ColumnStorage]

  func joined(_ threads: Int) -> ColumnStorage {
    if chunks.isEmpty { return .int8(Buffer(count: 0)) }
    if chunks.count == 1 { return chunks[0] }
    switch chunks.map(width).max() ?? 1 {
    case ...1: return .int8(joined(as: Int8.self, threads))
    case 2: return .int16(joined(as: Int16.self, threads))
    case 3...4: return .int32(joined(as: Int32.self, threads))
    default: return .int64(joined(as: Int64.self, threads))
    }
  }

  private func width(_ storage: ColumnStorage) -> Int {
    switch storage {
    case .int8: 1
    case .int16: 2
    case .int32: 4
    case .int64, .double, .codes8, .codes16, .codes32, .arena: 8
    }
  }

  private func count(_ storage: ColumnStorage) -> Int {
    switch storage {
    case .int8(let buffer): buffer.count
    case .int16(let buffer): buffer.count
    case .int32(let buffer): buffer.count
    case .int64(let buffer): buffer.count
    case .double, .codes8, .codes16, .codes32, .arena: 0
    }
  }

  private func joined<I: FixedWidthInteger & SignedInteger & BitwiseCopyable & SendableMetatype>(
    as _: I.Type, _ threads: Int
  ) -> Buffer<I> {
    let result = Buffer<I>(count: chunks.reduce(0) { $0 + count($1) })
    // Every chunk but the last is full.
    Parallel.forEach(chunks.count, threads: threads) { [chunks] chunk in
      let output = result.pointer + chunk * Evaluator.rowsPerChunk
      func widen<N: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ input: Buffer<N>) {
        let values = input.pointer
        for row in 0..<input.count { output[row] = values[row] == .min ? .min : I(truncatingIfNeeded: values[row]) }
      }
      switch chunks[chunk] {
      case .int8(let input): widen(input)
      case .int16(let input): widen(input)
      case .int32(let input): widen(input)
      case .int64(let input): widen(input)
      case .double, .codes8, .codes16, .codes32, .arena: break
      }
    }
    return result
  }
}
