import TallyData

/// How a known value that is held as a whole number is spelled.
protocol WholeCell {
  func write(_ value: Int64, to cells: inout TextBytes)
}

struct IntegerCell: WholeCell {
  func write(_ value: Int64, to cells: inout TextBytes) { cells.append(integer: value) }
}

struct ScaledCell: WholeCell {
  let scale: Int

  func write(_ value: Int64, to cells: inout TextBytes) { cells.append(scaled: value, scale: scale) }
}

struct BooleanCell: WholeCell {
  func write(_ value: Int64, to cells: inout TextBytes) { cells.append(value == 0 ? "false" : "true") }
}

struct DateCell: WholeCell {
  let quote: [UInt8]

  func write(_ value: Int64, to cells: inout TextBytes) {
    cells.append(quote)
    cells.append(days: value)
    cells.append(quote)
  }
}

struct DatetimeCell: WholeCell {
  let quote: [UInt8]

  func write(_ value: Int64, to cells: inout TextBytes) {
    cells.append(quote)
    cells.append(datetime: value)
    cells.append(quote)
  }
}

struct DurationCell: WholeCell {
  let quote: [UInt8]

  func write(_ value: Int64, to cells: inout TextBytes) {
    cells.append(quote)
    cells.append(CalendarText.duration(value))
    cells.append(quote)
  }
}
