import TallyData
import TallyFunctions

/// An outcome for each stored whole number, or code, from a table.
struct StoredLookup: BlockExpression {
  let storage: ColumnStorage
  /// The stored number of the table's first outcome.
  let first: Int64
  let outcomes: Buffer<UInt8>
  /// Of numbers outside the table, and of missing whole numbers; a missing code is the table's first.
  let outside: UInt8
  let missing: UInt8

  func evaluate(_ block: Block) -> Vector {
    let output = block.memory.truths()
    switch storage {
    case .int8(let buffer): lookUp(buffer, block, output)
    case .int16(let buffer): lookUp(buffer, block, output)
    case .int32(let buffer): lookUp(buffer, block, output)
    case .int64(let buffer): lookUp(buffer, block, output)
    case .codes8(let codes, _): lookUpCodes(codes, block, output)
    case .codes16(let codes, _): lookUpCodes(codes, block, output)
    case .codes32(let codes, _): lookUpCodes(codes, block, output)
    case .double, .arena: preconditionFailure("only whole numbers and codes are looked up")
    }
    return .truths(output)
  }

  private func lookUpCodes<I: FixedWidthInteger & BitwiseCopyable>(
    _ codes: Buffer<I>, _ block: Block, _ output: UnsafeMutablePointer<UInt8>
  ) {
    let input = codes.pointer + block.rows.lowerBound
    let table = UnsafePointer(outcomes.pointer)
    // The table has an outcome for every code of the column's dictionary.
    for row in 0..<block.count { output[row] = table[Int(input[row])] }
  }

  private func lookUp<I: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ buffer: Buffer<I>, _ block: Block, _ output: UnsafeMutablePointer<UInt8>
  ) {
    let input = buffer.pointer + block.rows.lowerBound
    let table = UnsafePointer(outcomes.pointer)
    if outcomes.count >> I.bitWidth > 0 {
      // The table has an outcome for everything that the width holds, missing included.
      let first = Int(first)
      for row in 0..<block.count { output[row] = table[Int(truncatingIfNeeded: input[row]) &- first] }
      return
    }
    let (count, first, outside, missing) = (UInt64(outcomes.count), first, outside, missing)
    for row in 0..<block.count {
      let place = UInt64(bitPattern: Int64(input[row]) &- first)
      let known = place < count ? table[Int(truncatingIfNeeded: place)] : outside
      output[row] = input[row] == .min ? missing : known
    }
  }
}

/// Whether whole numbers lie in many ranges that are far apart.
struct SparseTest: BlockExpression {
  let operand: any BlockExpression
  /// Ascending and apart.
  let ranges: [ClosedRange<Int64>]

  func evaluate(_ block: Block) -> Vector {
    let input = operand.evaluate(block).integers
    let output = block.memory.truths()
    for row in 0..<block.count {
      output[row] = input[row] == .min ? Truth.unknown : holds(input[row]) ? Truth.yes : Truth.no
    }
    return .truths(output)
  }

  private func holds(_ value: Int64) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(value)
  }
}
