import TallyData

extension Column {
  /// The least and greatest known value, as days or microseconds where they are dates or times; nil where none is.
  package var knownRange: ClosedRange<Double>? {
    switch storage {
    case .int8(let buffer): Self.range(buffer, scale)
    case .int16(let buffer): Self.range(buffer, scale)
    case .int32(let buffer): Self.range(buffer, scale)
    case .int64(let buffer): Self.range(buffer, scale)
    case .double(let buffer):
      buffer.values.reduce(nil) { range, value in
        if value.isNaN { return range }
        return min(range?.lowerBound ?? value, value)...max(range?.upperBound ?? value, value)
      }
    case .codes8, .codes16, .codes32, .arena: nil
    }
  }

  private static func range<I: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ buffer: Buffer<I>, _ scale: Int
  ) -> ClosedRange<Double>? {
    var low = I.max
    var high = I.min
    for value in buffer.values where value != .min {
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? Double(low) / powersOfTen[scale]...Double(high) / powersOfTen[scale] : nil
  }

  /// A value of the column's range in words.
  func spelled(_ value: Double) -> String {
    switch type {
    case .date: CalendarDate(days: Int(value)).text
    case .datetime: CalendarText.datetime(Int64(value))
    case .boolean: value == 0 ? "false" : "true"
    case .integer: "\(Int64(value))"
    case .number, .duration, .text: "\(value)"
    }
  }
}
