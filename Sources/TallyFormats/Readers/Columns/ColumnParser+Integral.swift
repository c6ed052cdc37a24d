import TallyData

extension ColumnParser {
  struct Range {
    var low = Int64.max
    var high = Int64.min
    var missing = 0
  }

  /// Reads all cells; nil where one does not fit.
  func read<Parser: IntegralParser>(_ parser: inout Parser, _ input: Input) -> Range? {
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

  func integralPart<Parser: IntegralParser>(
    _ parser: Parser, _ kind: CellKind, _ input: Input, scale: Int = 0
  ) throws(Failure) -> ColumnPart? {
    var parser = parser
    guard let range = read(&parser, input) else { return nil }
    return try packed(range, kind, input, scale: scale)
  }

  func datetimePart(_ input: Input) throws(Failure) -> ColumnPart? {
    var parser = DatetimeParser(rule: rules.dates)
    guard let range = read(&parser, input) else { return nil }
    offsetCount += parser.offsetCount
    return try packed(range, .datetime, input)
  }

  func packed(_ range: Range, _ kind: CellKind, _ input: Input, scale: Int = 0) throws(Failure) -> ColumnPart {
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

  func narrow<I: FixedWidthInteger & SignedInteger>(_ input: Input, to target: UnsafeMutablePointer<I>) {
    for row in 0..<input.count {
      let value = input.values[row]
      target[row] = value == .min ? .min : I(truncatingIfNeeded: value)
    }
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
