import TallyData

/// Joins the parts of columns into columns.
///
/// Each column takes the narrowest form that holds all of its parts; its parts are given back on the way.
struct ColumnAssembly: @unchecked Sendable {
  let parts: PartGrid
  let parsers: [[ColumnParser]]
  /// The rows before each chunk, and before the end.
  let firstRows: [Int]
  let threads: Int

  /// `parsers` are those of each thread.
  init(_ parts: PartGrid, parsers: [[ColumnParser]], firstRows: [Int], threads: Int) {
    self.parts = parts
    self.parsers = parsers
    self.firstRows = firstRows
    self.threads = threads
  }

  var rowCount: Int { firstRows[firstRows.count - 1] }

  /// All columns, of the given kinds.
  func columns(_ kinds: [CellKind]) -> [Column] {
    let columns = ColumnSlots(count: kinds.count)
    // Many columns are shared out whole; of few columns, each is built by all threads.
    let areMany = kinds.count >= 8 * threads || rowCount < 1 << 16
    Parallel.forEach(kinds.count, threads: areMany && rowCount * kinds.count > 1 << 14 ? threads : 1) { index in
      columns[index] = column(index, kinds[index], threads: areMany ? 1 : threads)
      for parsers in parsers { parsers[index].releaseParts() }
    }
    return columns.all
  }

  private func column(_ index: Int, _ kind: CellKind, threads: Int) -> Column {
    let assembly = OneColumn(assembly: self, index: index, kind: kind, threads: threads)
    switch kind {
    case .missing, .text: return assembly.text()
    case .number: return assembly.number()
    case .truth, .agreement, .integer, .date, .datetime, .duration: return assembly.integral()
    }
  }
}

/// Room for columns that several threads fill, each its own.
private final class ColumnSlots: @unchecked Sendable {
  private let slots: UnsafeMutablePointer<Column?>
  private let count: Int

  init(count: Int) {
    self.count = count
    slots = .allocate(capacity: max(1, count))
    slots.initialize(repeating: nil, count: count)
  }

  deinit {
    slots.deinitialize(count: count)
    slots.deallocate()
  }

  subscript(index: Int) -> Column? {
    get { slots[index] }
    set { slots[index] = newValue }
  }

  var all: [Column] { (0..<count).compactMap { slots[$0] } }
}

/// The parts of one column, on their way to be one.
struct OneColumn: @unchecked Sendable {
  let assembly: ColumnAssembly
  let index: Int
  let kind: CellKind
  let threads: Int

  var rowCount: Int { assembly.rowCount }
  var chunkCount: Int { assembly.parts.chunkCount }

  func part(_ chunk: Int) -> ColumnPart { assembly.parts[chunk, index] }

  var missingCount: Int {
    (0..<chunkCount).reduce(0) { total, chunk in
      let part = part(chunk)
      return total + (part.form == .none ? rows(chunk).count : Int(part.missingCount))
    }
  }

  /// The rows of a chunk.
  func rows(_ chunk: Int) -> Range<Int> { assembly.firstRows[chunk]..<assembly.firstRows[chunk + 1] }

  /// Calls `body` once for each chunk, on all threads; with `releasing`, the parts of a chunk are gone some time after.
  func forEachChunk(releasing: Bool = true, _ body: @escaping @Sendable (Int) -> Void) {
    for start in stride(from: 0, to: chunkCount, by: Self.roundSize) {
      let chunks = start..<min(start + Self.roundSize, chunkCount)
      let groups = threads == 1 ? 1 : min(chunks.count, 4 * threads)
      Parallel.forEach(groups, threads: threads) { group in
        let (first, last) = (group * chunks.count / groups, (group + 1) * chunks.count / groups)
        for chunk in first..<last { body(start + chunk) }
      }
      if releasing { for parsers in assembly.parsers { parsers[index].releaseParts(before: chunks.upperBound) } }
    }
  }

  /// Chunks between which memory is given back: so the parts and the column that they become are never both there
  /// as a whole.
  private static let roundSize = 256

  // MARK: - Whole numbers

  /// The smallest and largest known value, each part's multiplied by its factor; nil where that is no exact double
  /// or no 64-bit number.
  func extremes(exact: Bool, factor: (ColumnPart) -> Int64) -> (low: Int64, high: Int64)? {
    var (low, high) = (Int64.max, Int64.min)
    for chunk in 0..<chunkCount {
      let part = part(chunk)
      guard part.form == .integral else { continue }
      for value in [part.low, part.high] {
        let (product, overflow) = value.multipliedReportingOverflow(by: factor(part))
        if overflow || product == .min || (exact && product.magnitude > DecimalNumber.exactLimit) { return nil }
        low = min(low, product)
        high = max(high, product)
      }
    }
    return low <= high ? (low, high) : (0, 0)
  }

  func integral() -> Column {
    let isDatetime = kind == .datetime
    let factor: @Sendable (ColumnPart) -> Int64 = { isDatetime && $0.kind == .date ? Microseconds.day : 1 }
    let (low, high) = extremes(exact: false, factor: factor) ?? (.min + 1, .max)
    let storage = storage(holding: low, high, factor: factor)
    return Column(type: kind.type, storage: storage, count: rowCount, missingCount: missingCount)
  }

  private func storage(
    holding low: Int64, _ high: Int64, factor: @escaping @Sendable (ColumnPart) -> Int64
  ) -> ColumnStorage {
    switch IntegralWidth(holding: low, high) {
    case .one: .int8(joined(factor))
    case .two: .int16(joined(factor))
    case .four: .int32(joined(factor))
    case .eight: .int64(joined(factor))
    }
  }

  private func joined<To: FixedWidthInteger & SignedInteger & BitwiseCopyable & Sendable>(
    _ factor: @escaping @Sendable (ColumnPart) -> Int64
  ) -> Buffer<To> {
    let target = Buffer<To>(count: rowCount)
    forEachChunk { chunk in
      let (part, rows) = (part(chunk), rows(chunk))
      let place = target.pointer + rows.lowerBound
      guard part.form == .integral, let values = part.values else {
        place.update(repeating: .min, count: rows.count)
        return
      }
      let factor = To(truncatingIfNeeded: factor(part))
      switch part.width {
      case 1: PartCopy.integral(values.assumingMemoryBound(to: Int8.self), rows.count, place, factor)
      case 2: PartCopy.integral(values.assumingMemoryBound(to: Int16.self), rows.count, place, factor)
      case 4: PartCopy.integral(values.assumingMemoryBound(to: Int32.self), rows.count, place, factor)
      default: PartCopy.integral(values.assumingMemoryBound(to: Int64.self), rows.count, place, factor)
      }
    }
    return target
  }

  // MARK: - Numbers

  func number() -> Column {
    let known = (0..<chunkCount).map(part).filter { $0.form != .none }
    let scale = known.map { Int($0.scale) }.max() ?? 0
    let factor: @Sendable (ColumnPart) -> Int64 = { Self.powersOfTen[scale - Int($0.scale)] }
    if known.allSatisfy({ $0.form == .integral }), let (low, high) = extremes(exact: true, factor: factor),
      IntegralWidth(holding: low, high) != .eight || scale <= Self.largestWideScale
    {
      return Column(
        type: .number, storage: storage(holding: low, high, factor: factor), scale: scale, count: rowCount,
        missingCount: missingCount)
    }
    return Column(type: .number, storage: .double(doubles()), count: rowCount, missingCount: missingCount)
  }

  /// Money in eight bytes is worth exact sums; measurements in eight bytes are faster as doubles.
  private static let largestWideScale = 4

  private static let powersOfTen: [Int64] = (0...18).map { power in (0..<power).reduce(1) { value, _ in value * 10 } }

  private func doubles() -> Buffer<Double> {
    let target = Buffer<Double>(count: rowCount)
    forEachChunk { chunk in
      let (part, rows) = (part(chunk), rows(chunk))
      let place = target.pointer + rows.lowerBound
      guard let values = part.values else {
        place.update(repeating: .nan, count: rows.count)
        return
      }
      if part.form == .double {
        place.update(from: values.assumingMemoryBound(to: Double.self), count: rows.count)
        return
      }
      let divisor = Column.powersOfTen[Int(part.scale)]
      switch part.width {
      case 1: PartCopy.doubles(values.assumingMemoryBound(to: Int8.self), rows.count, place, divisor)
      case 2: PartCopy.doubles(values.assumingMemoryBound(to: Int16.self), rows.count, place, divisor)
      case 4: PartCopy.doubles(values.assumingMemoryBound(to: Int32.self), rows.count, place, divisor)
      default: PartCopy.doubles(values.assumingMemoryBound(to: Int64.self), rows.count, place, divisor)
      }
    }
    return target
  }
}

/// The loops that copy a part to its place in a column.
enum PartCopy {
  static func integral<From: FixedWidthInteger & SignedInteger, To: FixedWidthInteger & SignedInteger>(
    _ source: UnsafeMutablePointer<From>, _ count: Int, _ target: UnsafeMutablePointer<To>, _ factor: To
  ) {
    for row in 0..<count {
      let value = source[row]
      target[row] = value == .min ? .min : To(truncatingIfNeeded: value) &* factor
    }
  }

  static func doubles<From: FixedWidthInteger & SignedInteger>(
    _ source: UnsafeMutablePointer<From>, _ count: Int, _ target: UnsafeMutablePointer<Double>, _ divisor: Double
  ) {
    for row in 0..<count {
      let value = source[row]
      target[row] = value == .min ? .nan : Double(value) / divisor
    }
  }

  static func codes<From: FixedWidthInteger & UnsignedInteger, To: FixedWidthInteger & UnsignedInteger>(
    _ source: UnsafeMutablePointer<From>, _ count: Int, _ target: UnsafeMutablePointer<To>, _ map: UnsafePointer<UInt32>
  ) {
    for row in 0..<count { target[row] = To(truncatingIfNeeded: map[Int(source[row])]) }
  }
}
