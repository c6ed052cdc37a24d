import TallyData

/// The stretches of memory that hold a column's values, in the order in which a snapshot has them.
enum SnapshotParts {
  /// Those of a column that is there.
  static func of(_ column: Column) -> [UnsafeRawBufferPointer] {
    switch column.storage {
    case .int8(let values): [raw(values)]
    case .int16(let values): [raw(values)]
    case .int32(let values): [raw(values)]
    case .int64(let values): [raw(values)]
    case .double(let values): [raw(values)]
    case .codes8(let codes, let dictionary): [raw(codes)] + words(dictionary)
    case .codes16(let codes, let dictionary): [raw(codes)] + words(dictionary)
    case .codes32(let codes, let dictionary): [raw(codes)] + words(dictionary)
    case .arena(let arena): arena.segments.flatMap { [raw($0.offsets), raw($0.bytes)] }
    }
  }

  /// Room for a column of so many rows; it is a column once its parts are filled.
  static func room(for column: SnapshotColumn, rowCount: Int) -> Column {
    let texts = column.texts.map {
      (offsets: Buffer<UInt32>(count: $0.count + 1), bytes: Buffer<UInt8>(count: $0.byteCount))
    }
    func dictionary() -> TextDictionary {
      TextDictionary(bytes: texts[0].bytes, offsets: texts[0].offsets)
    }
    let storage: ColumnStorage =
      switch column.form {
      case .int8: .int8(Buffer(count: rowCount))
      case .int16: .int16(Buffer(count: rowCount))
      case .int32: .int32(Buffer(count: rowCount))
      case .int64: .int64(Buffer(count: rowCount))
      case .double: .double(Buffer(count: rowCount))
      case .codes8: .codes8(Buffer(count: rowCount), dictionary())
      case .codes16: .codes16(Buffer(count: rowCount), dictionary())
      case .codes32: .codes32(Buffer(count: rowCount), dictionary())
      case .arena: .arena(arena(texts))
      }
    return Column(
      type: column.field.type, storage: storage, scale: column.scale, count: rowCount,
      missingCount: column.missingCount)
  }

  private static func arena(_ texts: [(offsets: Buffer<UInt32>, bytes: Buffer<UInt8>)]) -> TextArena {
    var firstRow = 0
    return TextArena(
      segments: texts.map { offsets, bytes in
        defer { firstRow += offsets.count - 1 }
        return TextArena.Segment(firstRow: firstRow, bytes: bytes, offsets: offsets)
      })
  }

  private static func words(_ dictionary: TextDictionary) -> [UnsafeRawBufferPointer] {
    [raw(dictionary.offsets), raw(dictionary.bytes)]
  }

  private static func raw<Element>(_ buffer: Buffer<Element>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: buffer.pointer, count: buffer.byteCount)
  }
}
