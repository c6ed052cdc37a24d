import TallyData

/// Turns the cells of one column, chunk after chunk, into parts; one for each column and thread.
///
/// What earlier chunks held is only a guess at what the next one holds: each part's kind is that of its own cells,
/// or a wider one that an earlier part of the column has already proved.
final class ColumnParser {
  private let rules: CellRules
  /// The type that the person named.
  private let forced: DataType?
  private let thread: Int32
  private var expected = CellKind.missing
  private var expectedScale = 0
  private var expectsDoubles = false
  private var usesArena = false
  private(set) var words = WordTable()
  private(set) var wordLookups = 0
  private(set) var pool: PartPool
  private(set) var offsetCount = 0
  /// Cells read as missing, by their spelling.
  private(set) var missingCounts: [Int]

  init(rules: CellRules, forced: DataType?, thread: Int, firstBlock: Int) {
    self.rules = rules
    self.forced = forced
    self.thread = Int32(thread)
    pool = PartPool(firstSize: firstBlock)
    missingCounts = Array(repeating: 0, count: rules.missing.words.count + 1)
  }

  /// Gives back the memory of parts of chunks before `chunk`.
  func releaseParts(before chunk: Int) { pool.release(before: chunk) }

  /// Gives back the memory of all parts, and the words.
  func releaseParts() {
    pool = PartPool(firstSize: 4096)
    words = WordTable()
  }

  var byteCount: Int { pool.byteCount + words.byteCount }

  enum Failure: Error {
    /// The cell of this row is not of the type that the person named.
    case misfit(row: Int)
    case noMemory
  }

  /// The cells of a chunk and room for their values.
  struct Input {
    let chunk: Int
    let text: UnsafePointer<UInt8>
    let cells: UnsafePointer<Cell>
    let count: Int
    let values: UnsafeMutablePointer<Int64>
    /// Cells read as missing in this attempt, by their spelling.
    let missing: UnsafeMutablePointer<Int32>
  }

  /// `isText` reads the cells as text whatever they are, and counts nothing: an earlier pass has counted them.
  func part(_ input: Input, isText: Bool) throws(Failure) -> ColumnPart {
    if isText {
      resetMissing(input)
      return try textPart(input)
    }
    let part: ColumnPart
    if let forced { part = try forcedPart(input, forced) } else { part = try guessedPart(input) }
    for spelling in missingCounts.indices { missingCounts[spelling] += Int(input.missing[spelling]) }
    return part
  }

  // MARK: - Kinds

  private func guessedPart(_ input: Input) throws(Failure) -> ColumnPart {
    var kind = expected == .missing ? firstKind(input) : expected
    // What the cells read so far join to; it only widens, so the attempts come to an end.
    var proven = CellKind.missing
    while true {
      if let part = try attempt(kind, input) {
        if part.kind != .missing { expected = part.kind }
        return part
      }
      // The attempt ended at `stopRow`, whose cell is of no kind the attempt can read.
      let cell = input.cells[stopRow].trimmed(in: input.text)
      if knownBeforeStop { proven = proven.joined(with: kind) }
      proven = proven.joined(with: rules.kind(of: cell.bytes(in: input.text)))
      kind = proven
      if kind == .number { prepareNumber(cell, input) }
    }
  }

  private var stopRow = 0
  private var knownBeforeStop = false

  /// The kind of the first cell that is not missing.
  private func firstKind(_ input: Input) -> CellKind {
    for row in 0..<input.count {
      let cell = input.cells[row].trimmed(in: input.text)
      if !cell.isQuoted, rules.missing.index(of: cell.bytes(in: input.text)) >= 0 { continue }
      return rules.kind(of: cell.bytes(in: input.text))
    }
    return .missing
  }

  /// Nil where a cell does not fit; `stopRow` is its row.
  private func attempt(_ kind: CellKind, _ input: Input) throws(Failure) -> ColumnPart? {
    resetMissing(input)
    switch kind {
    case .missing: return try integralPart(MissingParser(), .missing, input)
    case .truth: return try integralPart(BooleanParser(isTruth: true), .truth, input)
    case .agreement: return try integralPart(BooleanParser(isTruth: false), .agreement, input)
    case .integer: return try integralPart(IntegerParser(), .integer, input)
    case .number: return try numberPart(input, isLenient: false)
    case .date: return try integralPart(DateParser(rule: rules.dates), .date, input)
    case .datetime: return try datetimePart(input)
    case .duration: return try integralPart(DurationParser(), .duration, input)
    case .text: return try textPart(input)
    }
  }

  private func forcedPart(_ input: Input, _ type: DataType) throws(Failure) -> ColumnPart {
    resetMissing(input)
    let part: ColumnPart? =
      switch type {
      case .text: try textPart(input)
      case .integer: try integralPart(IntegerParser(isLenient: true), .integer, input)
      case .number: try forcedNumberPart(input)
      case .boolean: try forcedBooleanPart(input)
      case .date: try integralPart(DateParser(rule: rules.dates), .date, input)
      case .datetime: try datetimePart(input)
      case .duration: try integralPart(DurationParser(), .duration, input)
      }
    guard let part else { throw .misfit(row: stopRow) }
    return part
  }

  private func forcedBooleanPart(_ input: Input) throws(Failure) -> ColumnPart? {
    if expected == .missing { expected = firstKind(input) }
    let part: ColumnPart? =
      switch expected {
      case .agreement: try integralPart(BooleanParser(isTruth: false), .agreement, input)
      case .integer: try integralPart(BitParser(), .integer, input)
      case .missing, .truth, .number, .date, .datetime, .duration, .text:
        try integralPart(BooleanParser(isTruth: true), .truth, input)
      }
    if part == nil, !knownBeforeStop { expected = .missing }
    return part
  }

  private func resetMissing(_ input: Input) {
    input.missing.update(repeating: 0, count: missingCounts.count)
  }

  // MARK: - Whole numbers

  private struct Range {
    var low = Int64.max
    var high = Int64.min
    var missing = 0
  }

  /// Reads all cells; nil where one does not fit.
  private func read<Parser: IntegralParser>(_ parser: inout Parser, _ input: Input) -> Range? {
    var range = Range()
    let checksFirst = rules.missing.readAsValues
    for row in 0..<input.count {
      let cell = input.cells[row]
      var value = checksFirst ? Int64.min : parser.usual(input.text, cell)
      if value == .min {
        let trimmed = cell.trimmed(in: input.text)
        let bytes = trimmed.bytes(in: input.text)
        let spelling = cell.isQuoted ? -1 : rules.missing.index(of: bytes)
        if spelling >= 0 {
          input.missing[spelling] &+= 1
          range.missing += 1
          input.values[row] = .min
          continue
        }
        guard let exact = parser.exact(bytes) else {
          stopRow = row
          knownBeforeStop = row > range.missing
          return nil
        }
        value = exact
      }
      input.values[row] = value
      range.low = min(range.low, value)
      range.high = max(range.high, value)
    }
    return range
  }

  private func integralPart<Parser: IntegralParser>(
    _ parser: Parser, _ kind: CellKind, _ input: Input, scale: Int = 0
  ) throws(Failure) -> ColumnPart? {
    var parser = parser
    guard let range = read(&parser, input) else { return nil }
    return try packed(range, kind, input, scale: scale)
  }

  private func datetimePart(_ input: Input) throws(Failure) -> ColumnPart? {
    var parser = DatetimeParser(rule: rules.dates)
    guard let range = read(&parser, input) else { return nil }
    offsetCount += parser.offsetCount
    return try packed(range, .datetime, input)
  }

  private func packed(_ range: Range, _ kind: CellKind, _ input: Input, scale: Int = 0) throws(Failure) -> ColumnPart {
    var part = ColumnPart()
    part.missingCount = Int32(range.missing)
    guard range.missing < input.count else { return part }
    part.kind = kind
    part.form = .integral
    part.scale = UInt8(scale)
    (part.low, part.high) = (range.low, range.high)
    let width = IntegralWidth(holding: range.low, range.high)
    part.width = UInt8(width.rawValue)
    guard let memory = pool.allocate(input.count * width.rawValue, chunk: input.chunk) else { throw .noMemory }
    part.values = memory
    switch width {
    case .one: narrow(input, to: memory.assumingMemoryBound(to: Int8.self))
    case .two: narrow(input, to: memory.assumingMemoryBound(to: Int16.self))
    case .four: narrow(input, to: memory.assumingMemoryBound(to: Int32.self))
    case .eight: narrow(input, to: memory.assumingMemoryBound(to: Int64.self))
    }
    return part
  }

  private func narrow<I: FixedWidthInteger & SignedInteger>(_ input: Input, to target: UnsafeMutablePointer<I>) {
    for row in 0..<input.count {
      let value = input.values[row]
      target[row] = value == .min ? .min : I(truncatingIfNeeded: value)
    }
  }

  // MARK: - Numbers

  private func numberPart(_ input: Input, isLenient: Bool) throws(Failure) -> ColumnPart? {
    if !expectsDoubles {
      return try integralPart(
        DecimalParser(scale: expectedScale, isLenient: isLenient), .number, input, scale: expectedScale)
    }
    return try doublePart(input, isLenient: isLenient)
  }

  /// Makes the next attempt able to read a number that stopped the last one.
  private func prepareNumber(_ cell: Cell, _ input: Input) {
    guard let number = DecimalNumber(cell.bytes(in: input.text), leniently: true) else { return }
    let scale = max(expectedScale, number.scale)
    if scale <= Self.largestScale, number.scaled(by: scale) != nil {
      expectedScale = scale
    } else {
      expectsDoubles = true
    }
  }

  /// Beyond it doubles are as narrow, and faster to compute with.
  private static let largestScale = 15

  private func forcedNumberPart(_ input: Input) throws(Failure) -> ColumnPart? {
    while true {
      resetMissing(input)
      if let part = try numberPart(input, isLenient: true) { return part }
      let cell = input.cells[stopRow].trimmed(in: input.text)
      let bytes = cell.bytes(in: input.text)
      guard let number = DecimalNumber(bytes, leniently: true), number.double(bytes).isFinite else { return nil }
      prepareNumber(cell, input)
    }
  }

  private func doublePart(_ input: Input, isLenient: Bool) throws(Failure) -> ColumnPart? {
    var missing = 0
    let values = UnsafeMutableRawPointer(input.values).assumingMemoryBound(to: Double.self)
    for row in 0..<input.count {
      let cell = input.cells[row].trimmed(in: input.text)
      let bytes = cell.bytes(in: input.text)
      let spelling = cell.isQuoted ? -1 : rules.missing.index(of: bytes)
      if spelling >= 0 {
        input.missing[spelling] &+= 1
        missing += 1
        values[row] = .nan
        continue
      }
      guard let number = DecimalNumber(bytes, leniently: isLenient),
        isLenient || !number.isPlain || number.integer != nil
      else { return stop(row, missing) }
      let value = number.double(bytes)
      guard value.isFinite else { return stop(row, missing) }
      values[row] = value
    }
    var part = ColumnPart()
    part.missingCount = Int32(missing)
    guard missing < input.count else { return part }
    (part.kind, part.form) = (.number, .double)
    guard let memory = pool.allocate(input.count * 8, chunk: input.chunk) else { throw .noMemory }
    memory.copyMemory(from: values, byteCount: input.count * 8)
    part.values = memory
    return part
  }

  private func stop(_ row: Int, _ missing: Int) -> ColumnPart? {
    stopRow = row
    knownBeforeStop = row > missing
    return nil
  }

  // MARK: - Text

  private func textPart(_ input: Input) throws(Failure) -> ColumnPart {
    usesArena ? try arenaPart(input) : try codesPart(input)
  }

  /// The spelling of missing that an unquoted cell is; −1 if it is known.
  @inline(__always)
  private static func spelling(_ cell: Cell, _ text: UnsafePointer<UInt8>, _ rules: CellRules) -> Int {
    // A quoted cell has a high bit set, so its size is no small number.
    if cell.size == 0 { return 0 }
    guard cell.size < 1 << 30 else { return -1 }
    let start = text + Int(cell.start)
    let (first, last) = (start[0], start[Int(cell.size) - 1])
    let mayBePadded = first == 32 || first == 9 || last == 32 || last == 9
    guard mayBePadded || rules.missing.mayBe(first, Int(cell.size)) else { return -1 }
    return rules.missing.index(of: cell.trimmed(in: text).bytes(in: text))
  }

  private func codesPart(_ input: Input) throws(Failure) -> ColumnPart {
    let codes = UnsafeMutableRawPointer(input.values).assumingMemoryBound(to: UInt32.self)
    let wordsBefore = words.count
    let (missing, highest) = encode(input, codes, &words)
    wordLookups += input.count - missing
    chooseForm(newWords: words.count - wordsBefore, lookups: input.count - missing)
    return try packedCodes(codes, highest: highest, missing: missing, input)
  }

  /// Writes the codes of all cells; the table is a parameter so that it is asked for once and not for each cell.
  private func encode(
    _ input: Input, _ codes: UnsafeMutablePointer<UInt32>, _ words: inout WordTable
  ) -> (missing: Int, highest: UInt32) {
    let rules = rules
    var (missing, highest) = (0, UInt32(0))
    for row in 0..<input.count {
      let cell = input.cells[row]
      let spelling = Self.spelling(cell, input.text, rules)
      if spelling >= 0 {
        input.missing[spelling] &+= 1
        missing &+= 1
        codes[row] = 0
        continue
      }
      let code = words.code(input.text + Int(cell.start), cell.count)
      codes[row] = code
      highest = max(highest, code)
    }
    return (missing, highest)
  }

  private func packedCodes(
    _ codes: UnsafeMutablePointer<UInt32>, highest: UInt32, missing: Int, _ input: Input
  ) throws(Failure) -> ColumnPart {
    let count = input.count
    var part = ColumnPart()
    part.missingCount = Int32(missing)
    guard missing < count else { return part }
    (part.kind, part.form, part.table) = (.text, .codes, thread)
    part.width = highest <= 0xFF ? 1 : highest <= 0xFFFF ? 2 : 4
    guard let memory = pool.allocate(count * Int(part.width), chunk: input.chunk) else { throw .noMemory }
    part.values = memory
    switch part.width {
    case 1:
      let target = memory.assumingMemoryBound(to: UInt8.self)
      for row in 0..<count { target[row] = UInt8(truncatingIfNeeded: codes[row]) }
    case 2:
      let target = memory.assumingMemoryBound(to: UInt16.self)
      for row in 0..<count { target[row] = UInt16(truncatingIfNeeded: codes[row]) }
    default: memory.copyMemory(from: codes, byteCount: count * 4)
    }
    return part
  }

  /// Gives up the dictionary where the words hardly repeat.
  ///
  /// Of n cells that hold d different words, the column has about n² / 2(n − d) different ones (the birthday
  /// estimate); that holds while most of the cells are new.
  private func chooseForm(newWords: Int, lookups: Int) {
    if words.textCount > Self.mostWordBytes { usesArena = true }
    guard words.count > 4096, 2 * newWords > lookups else { return }
    let (cells, repeats) = (Double(wordLookups), Double(max(wordLookups - words.count, 1)))
    if words.count > Self.mostWords || cells * cells / (2 * repeats) > Double(Self.mostWords) { usesArena = true }
  }

  /// Words of a column for which a dictionary still fits the caches.
  private static let mostWords = 1 << 18
  private static let mostWordBytes = 1 << 26

  private func arenaPart(_ input: Input) throws(Failure) -> ColumnPart {
    var part = ColumnPart()
    guard let memory = pool.allocate((input.count + 1) * 4, chunk: input.chunk) else { throw .noMemory }
    let offsets = memory.assumingMemoryBound(to: UInt32.self)
    var total: UInt32 = 0
    var missing = 0
    offsets[0] = 0
    for row in 0..<input.count {
      let spelling = Self.spelling(input.cells[row], input.text, rules)
      if spelling >= 0 {
        input.missing[spelling] &+= 1
        missing += 1
        offsets[row + 1] = total | TextArena.missingFlag
        continue
      }
      total &+= input.cells[row].size & Cell.lengthMask
      offsets[row + 1] = total
    }
    part.missingCount = Int32(missing)
    guard missing < input.count else { return part }
    (part.kind, part.form, part.high) = (.text, .arena, Int64(total))
    guard let text = pool.allocate(Int(total), chunk: input.chunk) else { throw .noMemory }
    let target = text.assumingMemoryBound(to: UInt8.self)
    for row in 0..<input.count where offsets[row + 1] & TextArena.missingFlag == 0 {
      let cell = input.cells[row]
      let place = Int(offsets[row] & ~TextArena.missingFlag)
      (target + place).update(from: input.text + Int(cell.start), count: cell.count)
    }
    (part.values, part.text) = (memory, target)
    return part
  }
}

/// The bytes of the narrowest whole number that holds a range of values and missing.
enum IntegralWidth: Int {
  case one = 1, two = 2, four = 4, eight = 8

  /// The smallest value of each width stands for missing.
  init(holding low: Int64, _ high: Int64) {
    let reach = max(low.magnitude, high.magnitude)
    self = reach <= 0x7F ? .one : reach <= 0x7FFF ? .two : reach <= 0x7FFF_FFFF ? .four : .eight
  }
}
