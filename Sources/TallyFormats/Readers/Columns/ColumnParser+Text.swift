import TallyData

extension ColumnParser {
  func textPart(_ input: Input) throws(Failure) -> ColumnPart {
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

  func codesPart(_ input: Input) throws(Failure) -> ColumnPart {
    let codes = UnsafeMutableRawPointer(input.values).assumingMemoryBound(to: UInt32.self)
    let wordsBefore = words.count
    let (missing, highest) = encode(input, codes, &words)
    wordLookups += input.count - missing
    chooseForm(newWords: words.count - wordsBefore, lookups: input.count - missing)
    return try packedCodes(codes, highest: highest, missing: missing, input)
  }

  /// Writes the codes of all cells; the table is a parameter so that it is asked for once and not for each cell.
  func encode(
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

  func packedCodes(
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
  func chooseForm(newWords: Int, lookups: Int) {
    if words.textCount > Self.mostWordBytes { usesArena = true }
    guard words.count > 4096, 2 * newWords > lookups else { return }
    let (cells, repeats) = (Double(wordLookups), Double(max(wordLookups - words.count, 1)))
    if words.count > Self.mostWords || cells * cells / (2 * repeats) > Double(Self.mostWords) { usesArena = true }
  }

  /// Words of a column for which a dictionary still fits the caches.
  private static let mostWords = 1 << 18
  private static let mostWordBytes = 1 << 26

  func arenaPart(_ input: Input) throws(Failure) -> ColumnPart {
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
