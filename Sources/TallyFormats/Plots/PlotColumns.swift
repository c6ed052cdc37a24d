import TallyData

/// Which columns of a table a picture is made from, and as what.
struct PlotColumns: Equatable, Sendable {
  /// What names a bar, a box or a picture of its own.
  var labels: [Int] = []
  /// What lies along the bottom of a line or scatter picture.
  var across: Int?
  /// What is measured; empty: the rows of each label are counted.
  var measures: [Int] = []
  /// A row of nothing but numbers: its bars are named after the columns.
  var namesAreLabels = false
}

extension PlotColumns {
  /// Nil where the columns do not make such a picture.
  init?(_ kind: PlotKind, of table: Table) {
    let all = Array(table.fields.indices)
    let isNumber = table.fields.map(\.type.isNumeric)
    switch kind {
    case .bar: self.init(barsOf: table)
    case .line, .scatter:
      guard let across = all.first(where: { table.fields[$0].type.liesOnAxis }) else { return nil }
      let measures = all.filter { $0 > across && isNumber[$0] }
      let labels = all.filter { $0 != across && !measures.contains($0) }
      guard !measures.isEmpty, !labels.contains(where: { table.fields[$0].type.liesOnAxis }) else { return nil }
      self.init(labels: labels, across: across, measures: measures)
    case .histogram:
      let measures = all.filter { isNumber[$0] }
      guard !measures.isEmpty else { return nil }
      self.init(labels: all.filter { !isNumber[$0] }, measures: measures)
    case .box:
      // A number that comes first groups the one after it: `plot box year, age`.
      let isGrouped = all.count == 2 && isNumber[1]
      let measures = isGrouped ? [1] : all.filter { isNumber[$0] }
      guard !measures.isEmpty else { return nil }
      self.init(labels: all.filter { !measures.contains($0) }, measures: measures)
    }
  }
}

extension PlotColumns {
  /// The first column names the bars, with every column that is no number, and with as many of the numbers as it takes
  /// to tell the rows apart; the other numbers are measured.
  private init?(barsOf table: Table) {
    let all = Array(table.fields.indices)
    let numbers = all.filter { table.fields[$0].type.isNumeric }
    if all.count == 1, table.rowCount != 1 || numbers.isEmpty {
      self.init(labels: all)
    } else if numbers.count == all.count, table.rowCount <= 1, all.count != 2 {
      self.init(measures: all, namesAreLabels: true)
    } else {
      guard let first = all.first else { return nil }
      // A number that comes first names the bars, unless it is the only one.
      var measures = numbers.count == 1 ? numbers : numbers.filter { $0 != first }
      guard !measures.isEmpty else { return nil }
      func labels() -> [Int] { all.filter { !measures.contains($0) } }
      while measures.count > 1, !PlotGroups(of: labels(), in: table).areSingleRows { measures.removeFirst() }
      self.init(labels: labels(), measures: measures)
    }
  }
}

extension DataType {
  /// Whether values have a distance, so that they lie along an axis.
  var liesOnAxis: Bool {
    switch self {
    case .integer, .number, .date, .datetime: true
    case .text, .boolean, .duration: false
    }
  }
}

extension PlotKind {
  /// A picture that suits the columns; nil where none does.
  init?(suiting table: Table) {
    let fields = table.fields
    guard let first = fields.first else { return nil }
    let isNumber = fields.map(\.type.isNumeric)
    if fields.count == 1 {
      self = isNumber[0] && table.rowCount > 1 ? .histogram : .bar
    } else if !isNumber.contains(true) {
      return nil
    } else if table.rowCount <= 1 {
      self = .bar
    } else if first.type == .date || first.type == .datetime {
      self = .line
    } else if isNumber[0], isNumber[1...].contains(true) {
      let labels = fields.indices.filter { !fields[$0].type.liesOnAxis }
      self = PlotGroups(of: labels + [0], in: table).areSingleRows ? .line : .scatter
    } else {
      let labels = fields.indices.filter { !isNumber[$0] }
      self = PlotGroups(of: labels, in: table).areSingleRows || isNumber.count(where: { $0 }) > 1 ? .bar : .box
    }
  }
}
