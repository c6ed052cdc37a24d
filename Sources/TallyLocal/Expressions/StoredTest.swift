import CKernels
import TallyData
import TallyFunctions

/// Whether a column's stored values lie in given ranges: comparison, membership and missing test at once.
///
/// It reads the narrow form the column is stored in: whole numbers, or codes of a sorted dictionary.
struct StoredTest: BlockExpression {
  let storage: ColumnStorage
  /// Ascending and apart.
  let ranges: [ClosedRange<Int64>]
  let outcomes: tally_outcomes

  init(
    _ storage: ColumnStorage, in ranges: [ClosedRange<Int64>], inside: UInt8 = Truth.yes, outside: UInt8 = Truth.no,
    missing: UInt8 = Truth.unknown
  ) {
    self.storage = storage
    self.ranges = ranges
    outcomes = tally_outcomes(inside: inside, outside: outside, missing: missing)
  }

  /// More ranges than this are looked up in a table.
  static let rangeLimit = 6

  func evaluate(_ block: Block) -> Vector {
    let output = block.memory.truths()
    test(ranges.first, block, output)
    for range in ranges.dropFirst() {
      let part = block.memory.truths()
      test(range, block, part)
      outcomes.combine(part, into: output, count: block.count)
    }
    return .truths(output)
  }

  private func test(
    _ range: ClosedRange<Int64>?, _ block: Block, _ output: UnsafeMutablePointer<UInt8>
  ) {
    let first = block.rows.lowerBound
    // Nothing lies inside where there is no range: then both outcomes are the outer one.
    var outcomes = outcomes
    if range == nil { outcomes.inside = outcomes.outside }
    let (low, high) = (range?.lowerBound ?? 0, range?.upperBound ?? 0)
    func bounds<I: FixedWidthInteger & UnsignedInteger>(_: I.Type) -> (low: I, span: I) {
      (I(truncatingIfNeeded: low), I(truncatingIfNeeded: high &- low))
    }
    // Signed and unsigned integers of one width have the same layout, and the kernels compare bit patterns.
    func pointer<T, U>(_ buffer: Buffer<T>, as _: U.Type) -> UnsafePointer<U> {
      UnsafeRawPointer(buffer.pointer + first).assumingMemoryBound(to: U.self)
    }
    switch storage {
    case .int8(let buffer):
      let (low, span) = bounds(UInt8.self)
      tally_test_8(pointer(buffer, as: UInt8.self), block.count, low, span, 1 << 7, outcomes, output)
    case .int16(let buffer):
      let (low, span) = bounds(UInt16.self)
      tally_test_16(pointer(buffer, as: UInt16.self), block.count, low, span, 1 << 15, outcomes, output)
    case .int32(let buffer):
      let (low, span) = bounds(UInt32.self)
      tally_test_32(pointer(buffer, as: UInt32.self), block.count, low, span, 1 << 31, outcomes, output)
    case .int64(let buffer):
      let (low, span) = bounds(UInt64.self)
      tally_test_64(pointer(buffer, as: UInt64.self), block.count, low, span, 1 << 63, outcomes, output)
    case .codes8(let buffer, _):
      let (low, span) = bounds(UInt8.self)
      tally_test_8(buffer.pointer + first, block.count, low, span, 0, outcomes, output)
    case .codes16(let buffer, _):
      let (low, span) = bounds(UInt16.self)
      tally_test_16(buffer.pointer + first, block.count, low, span, 0, outcomes, output)
    case .codes32(let buffer, _):
      let (low, span) = bounds(UInt32.self)
      tally_test_32(buffer.pointer + first, block.count, low, span, 0, outcomes, output)
    case .double, .arena: preconditionFailure("only whole numbers and codes are tested as stored")
    }
  }
}

/// Whether the doubles of a column lie in given ranges.
struct NumberTest: BlockExpression {
  let values: Buffer<Double>
  let ranges: [ClosedRange<Double>]
  let outcomes: tally_outcomes

  func evaluate(_ block: Block) -> Vector {
    let output = block.memory.truths()
    var first = outcomes
    if ranges.isEmpty { first.inside = first.outside }
    test(ranges.first ?? 0...0, first, block, output)
    for range in ranges.dropFirst() {
      let part = block.memory.truths()
      test(range, outcomes, block, part)
      outcomes.combine(part, into: output, count: block.count)
    }
    return .truths(output)
  }

  private func test(
    _ range: ClosedRange<Double>, _ outcomes: tally_outcomes, _ block: Block, _ output: UnsafeMutablePointer<UInt8>
  ) {
    let input = values.pointer + block.rows.lowerBound
    tally_test_double(input, block.count, range.lowerBound, range.upperBound, outcomes, output)
  }
}

extension tally_outcomes {
  /// Adds the outcomes for one more range: what lies in either lies inside, and missing stays what it is.
  func combine(_ part: UnsafePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>, count: Int) {
    if inside > outside {
      for row in 0..<count { output[row] = max(output[row], part[row]) }
    } else {
      for row in 0..<count { output[row] = min(output[row], part[row]) }
    }
  }
}
