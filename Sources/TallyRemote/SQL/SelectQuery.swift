import TallyData

/// A column of a query being written: its SQL over the tables after FROM.
struct SelectColumn: Sendable {
  /// Decides what may be said about it without a query around the one that computes it.
  enum Origin: Sendable {
    case stored, computed, aggregated, window
  }

  let name: String
  let text: PrintedText
  let type: DataType
  let origin: Origin
  /// Counts rows, so that it is never missing.
  let isCount: Bool

  init(_ name: String, _ text: PrintedText, _ type: DataType, _ origin: Origin, isCount: Bool = false) {
    self.name = name
    self.text = text
    self.type = type
    self.origin = origin
    self.isCount = isCount
  }
}

/// One key of an order, over the tables after FROM.
struct OrderTerm: Sendable {
  let text: PrintedText
  let type: DataType
  let isDescending: Bool
  /// Missing comes last, but in an order turned round to cut rows from its end.
  let isMissingLast: Bool
  /// Never missing, as the place of a row is.
  let isKnown: Bool
  /// A column's name and nothing more.
  let isName: Bool

  init(
    _ text: PrintedText, _ type: DataType, isDescending: Bool = false, isMissingLast: Bool = true,
    isKnown: Bool = false, isName: Bool = false
  ) {
    self.text = text
    self.type = type
    self.isDescending = isDescending
    self.isMissingLast = isMissingLast
    self.isKnown = isKnown
    self.isName = isName
  }

  var reversed: OrderTerm {
    OrderTerm(
      text, type, isDescending: !isDescending, isMissingLast: !isMissingLast, isKnown: isKnown, isName: isName)
  }

  /// The key where the row of its table may be absent.
  var perhapsMissing: OrderTerm {
    OrderTerm(text, type, isDescending: isDescending, isMissingLast: isMissingLast, isName: isName)
  }

  /// The same key as the column of a name.
  func called(_ name: PrintedText) -> OrderTerm {
    OrderTerm(name, type, isDescending: isDescending, isMissingLast: isMissingLast, isKnown: isKnown, isName: true)
  }
}

/// One SELECT while steps are folded into it.
struct SelectQuery: Sendable {
  /// What stands after FROM, joins included.
  var from: String
  /// What qualifies a column of it: `"arrivals"`.
  var source: String
  /// The names of what FROM gives, in its order.
  var inputNames: [String]
  /// What FROM gives besides, for the order of the rows.
  var hiddenNames: [String] = []
  /// Whether `*` means `inputNames` and `hiddenNames`.
  var isWhole = true
  var columns: [SelectColumn]
  var conditions: [PrintedText] = []
  /// Nil: not grouped; empty: all rows are one group.
  var keys: [PrintedText]?
  var having: [PrintedText] = []
  /// A total order of the rows.
  var order: [OrderTerm]
  var limit: Int?

  /// Whether some of its columns look at many rows.
  var isGathered: Bool { keys != nil || hasWindows }

  var hasWindows: Bool { columns.contains { $0.origin == .window } }

  /// Whether it is a table and nothing else is said about it; its order may be one of columns.
  var isPlain: Bool {
    conditions.isEmpty && keys == nil && limit == nil && columns.allSatisfy { $0.origin == .stored }
      && order.allSatisfy(\.isName)
  }
}
