import TallyData

/// The narrowest type that the text of a cell has; a column's type is what all of its cells join to.
enum CellKind: UInt8, Sendable, CaseIterable {
  case missing
  /// `true` and `false`, in any case.
  case truth
  /// `yes` and `no`, in any case.
  case agreement
  case integer
  case number
  case date
  case datetime
  case duration
  case text

  /// The narrowest kind that holds cells of both.
  func joined(with other: CellKind) -> CellKind {
    if self == other || other == .missing { return self }
    switch (self, other) {
    case (.missing, _): return other
    case (.integer, .number), (.number, .integer): return .number
    case (.date, .datetime), (.datetime, .date): return .datetime
    default: return .text
    }
  }

  /// The type of a column of such cells; one without any known cell is text.
  var type: DataType {
    switch self {
    case .truth, .agreement: .boolean
    case .integer: .integer
    case .number: .number
    case .date: .date
    case .datetime: .datetime
    case .duration: .duration
    case .missing, .text: .text
    }
  }
}
