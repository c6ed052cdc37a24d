import TallyData
import TallyFunctions

/// An expression of one dictionary column, computed once for each word and looked up by the rows' codes.
struct WordLookup: BlockExpression {
  let codes: ColumnStorage
  /// The expression's value for each code, missing (code 0) first.
  let values: Column

  func evaluate(_ block: Block) -> Vector {
    switch codes {
    case .codes8(let codes, _): gathered(codes, block)
    case .codes16(let codes, _): gathered(codes, block)
    case .codes32(let codes, _): gathered(codes, block)
    case .int8, .int16, .int32, .int64, .double, .arena: preconditionFailure("only codes are looked up")
    }
  }

  private func gathered<I: FixedWidthInteger & BitwiseCopyable>(_ codes: Buffer<I>, _ block: Block) -> Vector {
    let input = UnsafePointer(codes.pointer + block.rows.lowerBound)
    func gather<T: BitwiseCopyable, U>(
      _ table: Buffer<T>, _ output: UnsafeMutablePointer<U>, _ body: (T) -> U
    ) -> UnsafePointer<U> {
      // The table has a value for every code of the column's dictionary.
      for row in 0..<block.count { output[row] = body(table.pointer[Int(input[row])]) }
      return UnsafePointer(output)
    }
    func whole<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ table: Buffer<T>) -> Vector {
      .integers(gather(table, block.memory.integers()) { $0 == .min ? .min : Int64($0) })
    }
    switch values.storage {
    case .int8(let table): return whole(table)
    case .int16(let table): return whole(table)
    case .int32(let table): return whole(table)
    case .int64(let table): return whole(table)
    case .double(let table): return .numbers(gather(table, block.memory.numbers()) { $0 })
    case .codes8, .codes16, .codes32, .arena:
      let output = block.memory.texts()
      for row in 0..<block.count { output[row] = text(Int(input[row])) }
      return .texts(output)
    }
  }

  private func text(_ code: Int) -> TextView {
    func word(_ code: Int, _ dictionary: TextDictionary) -> TextView {
      code == 0 ? .missing : dictionary.view(code - 1)
    }
    switch values.storage {
    case .codes8(let codes, let dictionary): return word(Int(codes[code]), dictionary)
    case .codes16(let codes, let dictionary): return word(Int(codes[code]), dictionary)
    case .codes32(let codes, let dictionary): return word(Int(codes[code]), dictionary)
    case .arena(let arena): return arena.view(code)
    case .int8, .int16, .int32, .int64, .double: return .missing
    }
  }
}
