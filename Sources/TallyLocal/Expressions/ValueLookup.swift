import TallyData
import TallyFunctions

/// An expression of one column, computed once for each value the column can store and looked up for the rows.
struct ValueLookup: BlockExpression {
  private let storage: ColumnStorage
  private let first: Int
  private enum Table {
    case int8(Buffer<Int8>)
    case int16(Buffer<Int16>)
    case int32(Buffer<Int32>)
    case int64(Buffer<Int64>)
    case numbers(Buffer<Double>)
    /// The views point into the column.
    case texts(Buffer<TextView>, Column)
  }

  private let table: Table

  init(domain: StoredDomain, values: Column) {
    storage = domain.column.storage
    first = Int(domain.first)
    table =
      switch values.storage {
      case .int8(let buffer): .int8(buffer)
      case .int16(let buffer): .int16(buffer)
      case .int32(let buffer): .int32(buffer)
      case .int64(let buffer): .int64(buffer)
      case .double(let buffer): .numbers(buffer)
      case .codes8, .codes16, .codes32, .arena: .texts(Buffer((0..<values.count).map(values.textView)), values)
      }
  }

  func evaluate(_ block: Block) -> Vector {
    switch storage {
    case .int8(let stored): gathered(stored, block)
    case .int16(let stored): gathered(stored, block)
    case .codes8(let codes, _): gathered(codes, block)
    case .codes16(let codes, _): gathered(codes, block)
    case .codes32(let codes, _): gathered(codes, block)
    case .int32, .int64, .double, .arena: preconditionFailure("only codes and narrow numbers have a domain")
    }
  }

  private func gathered<I: FixedWidthInteger & BitwiseCopyable>(_ stored: Buffer<I>, _ block: Block) -> Vector {
    let input = UnsafePointer(stored.pointer + block.rows.lowerBound)
    let first = first
    func gather<T: BitwiseCopyable>(_ table: Buffer<T>, _ output: UnsafeMutablePointer<T>) -> UnsafePointer<T> {
      // The table has a value for everything that the column can store.
      let values = UnsafePointer(table.pointer)
      for row in 0..<block.count { output[row] = values[Int(truncatingIfNeeded: input[row]) &- first] }
      return UnsafePointer(output)
    }
    func wholes<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ table: Buffer<T>) -> Vector {
      let values = UnsafePointer(table.pointer)
      let output = block.memory.integers()
      for row in 0..<block.count {
        let value = values[Int(truncatingIfNeeded: input[row]) &- first]
        output[row] = value == .min ? .min : Int64(truncatingIfNeeded: value)
      }
      return .integers(output)
    }
    switch table {
    case .int8(let table): return wholes(table)
    case .int16(let table): return wholes(table)
    case .int32(let table): return wholes(table)
    case .int64(let table): return .integers(gather(table, block.memory.integers()))
    case .numbers(let table): return .numbers(gather(table, block.memory.numbers()))
    case .texts(let table, _): return .texts(gather(table, block.memory.texts()))
    }
  }
}

extension Column {
  /// The text of a row in the column's own memory.
  fileprivate func textView(_ row: Int) -> TextView {
    func word(_ code: Int, _ dictionary: TextDictionary) -> TextView {
      code == 0 ? .missing : dictionary.view(code - 1)
    }
    return switch storage {
    case .codes8(let codes, let dictionary): word(Int(codes[row]), dictionary)
    case .codes16(let codes, let dictionary): word(Int(codes[row]), dictionary)
    case .codes32(let codes, let dictionary): word(Int(codes[row]), dictionary)
    case .arena(let arena): arena.view(row)
    case .int8, .int16, .int32, .int64, .double: .missing
    }
  }
}
