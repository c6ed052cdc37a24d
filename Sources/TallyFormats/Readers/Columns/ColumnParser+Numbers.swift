extension ColumnParser {
  func numberPart(_ input: Input, isLenient: Bool) throws(Failure) -> ColumnPart? {
    if !expectsDoubles {
      return try integralPart(
        DecimalParser(scale: expectedScale, isLenient: isLenient), .number, input, scale: expectedScale)
    }
    return try doublePart(input, isLenient: isLenient)
  }

  /// Makes the next attempt able to read a number that stopped the last one.
  func prepareNumber(_ cell: Cell, _ input: Input) {
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

  func forcedNumberPart(_ input: Input) throws(Failure) -> ColumnPart? {
    while true {
      resetMissing(input)
      if let part = try numberPart(input, isLenient: true) { return part }
      let cell = input.cells[stopRow].trimmed(in: input.text)
      let bytes = cell.bytes(in: input.text)
      guard let number = DecimalNumber(bytes, leniently: true), number.double(bytes).isFinite else { return nil }
      prepareNumber(cell, input)
    }
  }

  func doublePart(_ input: Input, isLenient: Bool) throws(Failure) -> ColumnPart? {
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

  func stop(_ row: Int, _ missing: Int) -> ColumnPart? {
    stopRow = row
    knownBeforeStop = row > missing
    return nil
  }
}
