import TallyData

/// What one thread of a load of records works with: its text, the cells of the block at hand and its parsers.
///
/// The threads of a pass pass it on; only one uses it at a time.
final class RecordThread: @unchecked Sendable {
  let number: Int
  let text = RecordText()
  let columns = RecordColumns()
  /// Each column's path of keys, as text.
  private(set) var names: [String] = []
  /// Whether each path has several keys.
  private(set) var areNested: [Bool] = []
  /// The chunk and the place among the thread's columns in which each was first met.
  private(set) var firstMet: [(chunk: Int, place: Int)] = []
  private(set) var parsers: [ColumnParser] = []
  private(set) var tallies: [RecordTally] = []
  /// The records of the block at hand.
  var rowCount = 0
  private let plan: RecordPlan
  private var values = Buffer<Int64>(count: 0)
  private let missing: Buffer<Int32>
  private var bytesTold = 0

  init(_ number: Int, plan: RecordPlan) {
    self.number = number
    self.plan = plan
    missing = Buffer(count: plan.rules.missing.words.count + 1)
  }

  /// A column that the thread has not met before; `chunk` is `Int.max` where its place says nothing.
  func addColumn(_ name: String, chunk: Int, isNested: Bool = false) -> Int {
    columns.add()
    areNested.append(isNested)
    names.append(name)
    firstMet.append((chunk, names.count))
    tallies.append(RecordTally())
    parsers.append(plan.parser(for: name, thread: number))
    return names.count - 1
  }

  /// Makes ready for the next block.
  func clear() {
    rowCount = 0
    columns.clear()
  }

  /// The parts of the columns that the block has, counted into the tallies; `position` tells where a row's cell is.
  func parts(chunk: Int, position: (_ row: Int, Cell) -> Int) throws(RowFault) -> [RecordPart] {
    var parts: [RecordPart] = []
    for column in 0..<columns.count where columns[column].count > 0 {
      let nulls = columns[column].nulls
      columns.pad(column, to: rowCount)
      takeMissing(column)
      count(column, position)
      tallies[column].nulls += nulls
      let isText = parsers[column].forced == nil && columns[column].forms.isMixed
      let part = try part(column, chunk: chunk, isText: isText, position: position)
      parts.append(RecordPart(thread: number, column: column, part: part))
    }
    return parts
  }

  /// One column of the block as text, whatever its cells are.
  func textPart(_ column: Int, chunk: Int) throws(RowFault) -> ColumnPart {
    columns.pad(column, to: rowCount)
    takeMissing(column, counts: false)
    return try part(column, chunk: chunk, isText: true) { _, _ in 0 }
  }

  private func part(
    _ column: Int, chunk: Int, isText: Bool, position: (_ row: Int, Cell) -> Int
  ) throws(RowFault) -> ColumnPart {
    if values.count < rowCount { values = Buffer(count: rowCount * 5 / 4) }
    let cells = columns[column].cells
    let input = ColumnParser.Input(
      chunk: chunk, text: UnsafePointer(text.base), cells: UnsafePointer(cells), count: rowCount,
      values: values.pointer, missing: missing.pointer)
    if columns[column].forms == .text { parsers[column].expectDates() }
    do throws(ColumnParser.Failure) { return try parsers[column].part(input, isText: isText) } catch {
      switch error {
      case .noMemory: throw RowFault(kind: .tooLarge(needed: byteCount), offset: text.offset)
      case .misfit(let row):
        let column = LoadColumn(name: names[column], forced: parsers[column].forced)
        let cell = String(decoding: cells[row].bytes(in: input.text), as: UTF8.self)
        throw RowFault(kind: column.misfit(cell), offset: position(row, cells[row]))
      }
    }
  }

  /// Turns the spellings of missing that the person named into missing.
  private func takeMissing(_ column: Int, counts: Bool = true) {
    guard !plan.missing.words.isEmpty else { return }
    let cells = columns[column].cells
    var forms: ValueForm = []
    for row in 0..<rowCount where cells[row].size > 0 {
      let spelling = plan.missing.index(of: cells[row].bytes(in: text.base))
      if spelling > 0 {
        cells[row] = .empty
        if counts { tallies[column].missing[plan.missing.text(spelling), default: 0] += 1 }
      } else {
        forms.formUnion(.of(cells[row], in: text.base))
      }
    }
    columns.setForms(forms, column: column)
  }

  private func count(_ column: Int, _ position: (_ row: Int, Cell) -> Int) {
    let slot = columns[column]
    let text = UnsafePointer(text.base)
    func add(_ row: Int, _ count: Int) {
      let cell = slot.cells[row]
      tallies[column].add(
        .of(cell, in: text), count: count, at: position(row, cell),
        sample: String(decoding: cell.bytes(in: text), as: UTF8.self))
    }
    if slot.forms.isMixed {
      for row in 0..<rowCount where slot.cells[row].size > 0 { add(row, 1) }
    } else if let first = (0..<rowCount).first(where: { slot.cells[$0].size > 0 }) {
      var known = 0
      for row in 0..<rowCount where slot.cells[row].size > 0 { known &+= 1 }
      add(first, known)
    }
  }

  private var byteCount: Int { parsers.reduce(0) { $0 + $1.byteCount } }

  /// Bytes that the parsers hold more than when this was asked last.
  func byteGrowth() -> Int {
    let bytes = byteCount
    defer { bytesTold = bytes }
    return bytes - bytesTold
  }
}

/// A part of a column by the thread and the thread's column that it is of.
struct RecordPart: Sendable {
  let thread: Int
  let column: Int
  var part: ColumnPart
}

/// How the values of one load of records are read.
struct RecordPlan: Sendable {
  /// Nothing but an absent value is missing for the parsers.
  let rules: CellRules
  /// The spellings of missing that the person named.
  let missing: MissingWords
  let types: [(column: String, type: DataType)]

  init(_ options: LoadOptions) {
    var own = options
    own.missing = []
    rules = CellRules(own, readsTextsAsDates: true)
    missing = MissingWords(options.missing ?? [], dates: rules.dates)
    types = options.types
  }

  func parser(for name: String, thread: Int) -> ColumnParser {
    let forced = types.last { ColumnNames.index(of: $0.column, in: [name]) != nil }?.type
    return ColumnParser(rules: rules, forced: forced, thread: thread, firstBlock: 1 << 14)
  }
}
