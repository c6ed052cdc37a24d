import TallyData

extension Column {
  /// The cells of some rows, in the order given; row `UInt32.max` stands for a missing cell.
  func gathered(_ rows: Buffer<UInt32>, _ workers: Workers) throws(RunError) -> Column {
    switch storage {
    case .int8(let values): try taking(values, rows, workers, ColumnStorage.int8)
    case .int16(let values): try taking(values, rows, workers, ColumnStorage.int16)
    case .int32(let values): try taking(values, rows, workers, ColumnStorage.int32)
    case .int64(let values): try taking(values, rows, workers, ColumnStorage.int64)
    case .double(let values): try taking(values, rows, workers, ColumnStorage.double)
    case .codes8(let codes, let words): try taking(codes, rows, workers) { .codes8($0, words) }
    case .codes16(let codes, let words): try taking(codes, rows, workers) { .codes16($0, words) }
    case .codes32(let codes, let words): try taking(codes, rows, workers) { .codes32($0, words) }
    case .arena(let arena): try TextGather(arena: arena, rows: rows, workers: workers).column()
    }
  }

  private func taking<V: StoredValue>(
    _ source: Buffer<V>, _ rows: Buffer<UInt32>, _ workers: Workers, _ wrap: (Buffer<V>) -> ColumnStorage
  ) throws(RunError) -> Column {
    try MemoryLimit.check(rows.count, MemoryLayout<V>.stride, for: "the rows")
    let target = Buffer<V>(count: rows.count)
    let parts = RowParts(rowCount: rows.count)
    let missing = Buffer<Int>(count: parts.count)
    try workers.forEach(parts.count) { part in
      var total = 0
      let (from, to, order) = (source.pointer, target.pointer, rows.pointer)
      for place in parts[part] {
        let row = order[place]
        let value = row == .max ? V.missing : from[Int(row)]
        to[place] = value
        total &+= bit(value.isMissing)
      }
      missing.pointer[part] = total
    }
    return Column(
      type: type, storage: wrap(target), scale: scale, count: rows.count, missingCount: missing.values.reduce(0, +))
  }

  /// The same texts in a form with a dictionary; every other column as it is.
  func encoded(_ workers: Workers) throws(RunError) -> Column {
    guard case .arena(let arena) = storage else { return self }
    let ranks = try TextRanks(arena, workers: workers)
    var size = 0
    for word in ranks.words.values { size += word.count }
    guard size <= Int(UInt32.max) else { throw .tooLarge(what: "the different texts", bytes: size, range: 0..<0) }
    let bytes = Buffer<UInt8>(count: size)
    let offsets = Buffer<UInt32>(count: ranks.words.count + 1)
    offsets.pointer[0] = 0
    var place = 0
    for (index, word) in ranks.words.values.enumerated() {
      if let base = word.base { (bytes.pointer + place).initialize(from: base, count: word.count) }
      place += word.count
      offsets.pointer[index + 1] = UInt32(place)
    }
    return Column(
      type: .text, storage: .codes32(ranks.codes, TextDictionary(bytes: bytes, offsets: offsets)), count: count,
      missingCount: missingCount)
  }
}

extension Frame {
  /// The numbers of the rows that count, in order; nil where all do.
  func countingRows(_ workers: Workers) throws(RunError) -> Buffer<UInt32>? {
    guard let mask else { return nil }
    let sweep = Sweep(rowCount: physicalCount, mask: mask, workers: workers)
    let rows = Buffer<UInt32>(count: rowCount)
    let parts = RowParts(rowCount: physicalCount)
    var starts = [0]
    for part in 0..<parts.count { starts.append(starts[part] + mask.ones(in: parts[part])) }
    let firsts = starts
    try workers.forEach(parts.count) { part in
      var target = rows.pointer + firsts[part]
      parts.forEachBlock(of: part, workers.interrupt) { block in
        sweep.forEachRow(of: block) { row in
          target.initialize(to: UInt32(truncatingIfNeeded: block.lowerBound &+ row))
          target += 1
        }
      }
    }
    return rows
  }

  /// A frame of some rows, in the order given; columns that are not read become missing, which costs
  /// little.
  func gathered(
    _ rows: Buffer<UInt32>, _ workers: Workers, isRead: (Int) -> Bool = { _ in true }
  ) throws(RunError) -> Frame {
    var gathered: [Column] = []
    for (index, column) in columns.enumerated() {
      let isRead = isRead(index)
      gathered.append(isRead ? try column.gathered(rows, workers) : .missing(column.type, count: rows.count))
    }
    return Frame(columns: gathered, physicalCount: rows.count)
  }

  /// The rows that count and no others.
  func compacted(_ workers: Workers, isRead: (Int) -> Bool = { _ in true }) throws(RunError) -> Frame {
    guard let rows = try countingRows(workers) else { return self }
    return try gathered(rows, workers, isRead: isRead)
  }
}
