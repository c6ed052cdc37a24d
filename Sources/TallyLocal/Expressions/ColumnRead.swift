import CKernels
import TallyData
import TallyFunctions

/// A column's values as a vector.
struct ColumnRead: BlockExpression {
  let column: Column

  func evaluate(_ block: Block) -> Vector {
    switch column.storage {
    case .int8(let buffer) where column.type == .boolean: truths(buffer, block)
    case .int8(let buffer): whole(buffer, block, tally_widen_8, tally_decimals_8)
    case .int16(let buffer): whole(buffer, block, tally_widen_16, tally_decimals_16)
    case .int32(let buffer): whole(buffer, block, tally_widen_32, tally_decimals_32)
    case .int64(let buffer):
      column.type.isIntegral && column.type != .boolean
        ? .integers(buffer.pointer + block.rows.lowerBound)
        : whole(buffer, block, { $2.update(from: $0, count: $1) }, tally_decimals_64)
    case .double(let buffer): .numbers(buffer.pointer + block.rows.lowerBound)
    case .codes8(let codes, let dictionary): words(codes, dictionary, block)
    case .codes16(let codes, let dictionary): words(codes, dictionary, block)
    case .codes32(let codes, let dictionary): words(codes, dictionary, block)
    case .arena(let arena): texts(arena, block)
    }
  }

  private func whole<I: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ buffer: Buffer<I>, _ block: Block,
    _ widen: (UnsafePointer<I>, Int, UnsafeMutablePointer<Int64>) -> Void,
    _ divide: (UnsafePointer<I>, Int, Double, UnsafeMutablePointer<Double>) -> Void
  ) -> Vector {
    let values = UnsafePointer(buffer.pointer + block.rows.lowerBound)
    switch column.type {
    case .number:
      let output = block.memory.numbers()
      divide(values, block.count, Column.powersOfTen[column.scale], output)
      return .numbers(output)
    case .boolean:
      let output = block.memory.truths()
      for row in 0..<block.count {
        let isYes: UInt8 = bit(values[row] != 0)
        output[row] = values[row] == .min ? Truth.unknown : isYes << 1
      }
      return .truths(output)
    case .integer, .date, .datetime, .duration, .text:
      let output = block.memory.integers()
      widen(values, block.count, output)
      return .integers(output)
    }
  }

  private func truths(_ buffer: Buffer<Int8>, _ block: Block) -> Vector {
    let output = block.memory.truths()
    tally_outcomes_of_8(buffer.pointer + block.rows.lowerBound, block.count, output)
    return .truths(output)
  }

  private func words<I: FixedWidthInteger & BitwiseCopyable>(
    _ codes: Buffer<I>, _ dictionary: TextDictionary, _ block: Block
  ) -> Vector {
    let output = block.memory.texts()
    let codes = UnsafePointer(codes.pointer + block.rows.lowerBound)
    // A code is at most the number of words: both loader and operators keep that.
    let offsets = dictionary.offsets.pointer
    let bytes = UnsafePointer(dictionary.bytes.pointer)
    for row in 0..<block.count {
      let code = Int(codes[row])
      if code == 0 {
        output[row] = .missing
      } else {
        let start = offsets[code - 1]
        output[row] = TextView(base: bytes + Int(start), count: Int(offsets[code] &- start))
      }
    }
    return .texts(output)
  }

  private func texts(_ arena: TextArena, _ block: Block) -> Vector {
    let output = block.memory.texts()
    arena.copyViews(block.rows, to: output)
    return .texts(output)
  }
}

/// One value in every row, written once for all blocks.
struct ConstantRead: BlockExpression {
  private enum Values {
    case integers(Buffer<Int64>)
    case numbers(Buffer<Double>)
    case texts(Buffer<TextView>, bytes: Buffer<UInt8>)
    case truths(Buffer<UInt8>)
  }

  private let values: Values

  /// `count` is the number of rows of the longest block.
  init(_ value: Value, type: DataType, count: Int) {
    func filled<T: BitwiseCopyable>(_ value: T) -> Buffer<T> {
      let buffer = Buffer<T>(count: min(count, BlockMemory.rowCount))
      buffer.pointer.initialize(repeating: value, count: buffer.count)
      return buffer
    }
    switch type {
    case .number: values = .numbers(filled(value.double ?? .nan))
    case .integer, .date, .datetime, .duration: values = .integers(filled(value.integral ?? .min))
    case .boolean: values = .truths(filled(value.integral.map { $0 == 0 ? Truth.no : Truth.yes } ?? Truth.unknown))
    case .text:
      guard case .text(let text) = value else {
        values = .texts(filled(.missing), bytes: Buffer(count: 0))
        return
      }
      let bytes = Buffer<UInt8>(Array(text.utf8))
      values = .texts(filled(TextView(base: UnsafePointer(bytes.pointer), count: bytes.count)), bytes: bytes)
    }
  }

  func evaluate(_ block: Block) -> Vector {
    switch values {
    case .integers(let buffer): .integers(buffer.pointer)
    case .numbers(let buffer): .numbers(buffer.pointer)
    case .texts(let buffer, _): .texts(buffer.pointer)
    case .truths(let buffer): .truths(buffer.pointer)
    }
  }
}
