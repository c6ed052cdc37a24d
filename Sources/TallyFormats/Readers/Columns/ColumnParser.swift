import TallyData

/// Turns the cells of one column, chunk after chunk, into parts; one for each column and thread.
///
/// What earlier chunks held is only a guess at what the next one holds: each part's kind is that of its own cells,
/// or a wider one that an earlier part of the column has already proved.
final class ColumnParser {
  let rules: CellRules
  /// The type that the person named.
  let forced: DataType?
  let thread: Int32
  private var expected = CellKind.missing
  var expectedScale = 0
  var expectsDoubles = false
  var usesArena = false
  var words = WordTable()
  var wordLookups = 0
  var pool: PartPool
  var offsetCount = 0
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
      proven = proven.joined(with: rules.kind(of: cell, in: input.text))
      kind = proven
      if kind == .number { prepareNumber(cell, input) }
    }
  }

  /// Makes ready for cells that are all texts: what numbers taught says nothing of them.
  func expectDates() {
    switch expected {
    case .date, .datetime, .text: break
    case .missing, .truth, .agreement, .integer, .number, .duration: expected = .missing
    }
  }

  var stopRow = 0
  var knownBeforeStop = false

  /// The kind of the first cell that is not missing.
  private func firstKind(_ input: Input) -> CellKind {
    for row in 0..<input.count {
      let cell = input.cells[row].trimmed(in: input.text)
      if !cell.isQuoted, rules.missing.index(of: cell.bytes(in: input.text)) >= 0 { continue }
      return rules.kind(of: cell, in: input.text)
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

  func resetMissing(_ input: Input) {
    input.missing.update(repeating: 0, count: missingCounts.count)
  }
}
