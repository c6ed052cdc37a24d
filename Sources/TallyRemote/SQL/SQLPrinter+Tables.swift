import TallyData
import TallyPlan
import TallySyntax

/// Steps that bring in another table, or turn columns into rows and rows into columns.
extension SQLPrinter {
  /// Each value of the last key becomes a column of each aggregate.
  mutating func pivot(_ pivot: PlanPivot, _ output: [Field]) throws(TranslationError) {
    if pivot.values.isEmpty, pivot.keyCount == 0 {
      throw unable("`across` a column without values", "there is no query without columns")
    }
    try close()
    let keys = Array(select.columns.prefix(pivot.keyCount))
    let across = select.columns[pivot.keyCount]
    var columns: [SelectColumn] = []
    for (place, column) in select.columns.dropFirst(pivot.keyCount + 1).enumerated() {
      for value in pivot.values {
        let test =
          value.isMissing
          ? "\(across.text.text) IS NULL" : "\(across.text.text) = \(try literal(value, across.type).text)"
        let cell =
          column.type == .boolean
          ? try filled("largest condition", [column.text]).text : "max(\(column.text.text))"
        var text = "\(cell) FILTER (WHERE \(test))"
        if pivot.isZeroWithoutRows[place] {
          let zero = column.type == .duration ? try literal(.duration(0), .duration).text : "0"
          text =
            column.isCount
            ? "coalesce(\(text), 0)" : "CASE WHEN count(*) FILTER (WHERE \(test)) = 0 THEN \(zero) ELSE \(text) END"
        }
        let name = output[pivot.keyCount + columns.count].name
        columns.append(SelectColumn(name, PrintedText(text), column.type, .aggregated))
      }
    }
    try group(by: keys, with: columns)
  }

  mutating func unpivot(_ unpivot: PlanUnpivot, _ output: [Field]) throws(TranslationError) {
    if !select.isPlain { try close() }
    let order = keepsOrder ? select.order : []
    let columns = select.columns
    let kept = zip(unpivot.kept, output).map { SelectColumn($1.name, columns[$0].text, $1.type, .stored) }
    let places = output.suffix(2).map(\.self)
    var parts: [String] = []
    var hidden: [SelectColumn] = []
    for (place, column) in unpivot.columns.enumerated() {
      var value = columns[column].text
      if columns[column].type != unpivot.valueType {
        value = PrintedText("CAST(\(value.text) AS \(typeName(unpivot.valueType)))")
      }
      select.columns =
        kept + [
          SelectColumn(places[0].name, try literal(.text(unpivot.names[place]), .text), .text, .stored),
          SelectColumn(places[1].name, value, unpivot.valueType, .stored),
        ]
      select.isWhole = false
      hidden = []
      for term in order { hidden.append(SelectColumn(freeName("order", hidden), term.text, term.type, .stored)) }
      if keepsOrder {
        hidden.append(SelectColumn(freeName("place", hidden), PrintedText("\(place + 1)"), .integer, .stored))
      }
      parts.append(rendered(hidden: hidden, isOrdered: false))
    }
    let terms = zip(hidden, order + [OrderTerm(PrintedText(""), .integer, isKnown: true)]).map { column, term in
      term.called(PrintedText(dialect.quoted(column.name)))
    }
    try read(
      parts.joined(separator: "\nUNION ALL\n"), output.map { stored($0) }, order: terms,
      hiddenNames: hidden.map(\.name))
  }

  private func stored(_ field: Field) -> SelectColumn {
    SelectColumn(field.name, PrintedText(dialect.quoted(field.name)), field.type, .stored)
  }

  mutating func append(_ append: PlanAppend, _ output: [Field]) throws(TranslationError) {
    let upper = try part(append.columns.map(\.upper), append, output, place: 1)
    let isOrdered = keepsOrder
    try beginOther(append.lower)
    let lower = try part(append.columns.map(\.lower), append, output, place: 2)
    keepsOrder = isOrdered
    let hidden = upper.hidden.map { OrderTerm(PrintedText(dialect.quoted($0)), .integer, isKnown: true, isName: true) }
    try read(
      upper.text + "\nUNION ALL\n" + lower.text, output.map { stored($0) }, order: hidden,
      hiddenNames: upper.hidden)
  }

  /// The rows of one side, with its place and the place of each row in it where the order matters.
  private mutating func part(
    _ sources: [Int?], _ append: PlanAppend, _ output: [Field], place: Int
  ) throws(TranslationError) -> (text: String, hidden: [String]) {
    if !select.isPlain || hidesInput { try close() }
    var columns: [SelectColumn] = []
    for (source, (field, type)) in zip(sources, zip(output, append.columns.map(\.type))) {
      guard let source else {
        columns.append(SelectColumn(field.name, try literal(.missing, type), type, .stored))
        continue
      }
      let text = select.columns[source].text
      let isSame = select.columns[source].type == type
      columns.append(
        SelectColumn(field.name, isSame ? text : PrintedText("CAST(\(text.text) AS \(typeName(type)))"), type, .stored))
    }
    select.columns = columns
    select.isWhole = false
    guard keepsOrder else { return (rendered(hidden: [], isOrdered: false), []) }
    let number = PrintedText("row_number() \(over([], select.order))")
    let taken = Set(output.map { $0.name.lowercased() })
    let names = ["part", "place"].map { stem in
      (1...).lazy.map { "\(stem)_\($0)" }.first { !taken.contains($0) } ?? stem
    }
    let hidden = [
      SelectColumn(names[0], PrintedText("\(place)"), .integer, .stored),
      SelectColumn(names[1], number, .integer, .window),
    ]
    return (rendered(hidden: hidden, isOrdered: false), names)
  }

  /// Goes on with another plan; its queries come after those there are.
  private mutating func beginOther(_ plan: LogicalPlan) throws(TranslationError) {
    var other = try SQLPrinter(plan.source, dialect, contents)
    other.named = named
    try other.add(plan, keepsOrder: keepsOrder)
    named = other.named
    select = other.select
  }

  mutating func join(_ join: PlanJoin, _ output: [Field]) throws(TranslationError) {
    let isFilter = join.kind == .semi || join.kind == .anti
    if join.kind == .full, keepsOrder, !select.order.contains(where: \.isKnown) {
      // Rows of the right alone come last, also after a row whose keys are missing.
      select.order = [OrderTerm(PrintedText("row_number() \(over([], select.order))"), .integer, isKnown: true)]
    }
    if !select.isPlain || hidesInput { try close() }
    qualify()
    let left = select
    let isOrdered = keepsOrder
    try beginOther(join.right)
    if !select.isPlain || hidesInput { try close() }
    if left.from.contains(select.source) {
      let alias = dialect.quoted("other_\(named.count + 1)")
      select.from += " AS \(alias)"
      select.source = alias
    }
    qualify()
    let right = select
    keepsOrder = isOrdered
    select = left
    let tests = join.keys.map { "\(left.columns[$0.left].text.text) = \(right.columns[$0.right].text.text)" }
    let test = tests.joined(separator: " AND ")
    if isFilter {
      let exists = "EXISTS (SELECT 1 FROM \(right.from) WHERE \(test))"
      select.conditions.append(join.kind == .semi ? PrintedText(exists) : PrintedText("NOT \(exists)", .negation))
      return
    }
    let word =
      switch join.kind {
      case .inner: "JOIN"
      case .full: "FULL JOIN"
      case .left, .lookup, .semi, .anti: "LEFT JOIN"
      }
    select.from += "\n  \(word) \(right.from) ON \(test)"
    if join.kind == .full {
      for key in join.keys {
        let column = left.columns[key.left]
        let text = "coalesce(\(column.text.text), \(right.columns[key.right].text.text))"
        select.columns[key.left] = SelectColumn(column.name, PrintedText(text), column.type, .computed)
      }
    }
    let added = zip(join.rightColumns, output.suffix(join.rightColumns.count)).map { index, field in
      SelectColumn(field.name, right.columns[index].text, field.type, .stored)
    }
    select.columns += added
    select.order = join.kind == .inner ? left.order + right.order : (left.order + right.order).map(\.perhapsMissing)
  }

  /// Writes the table's name before each of its columns, so that another table may stand beside it.
  private mutating func qualify() {
    func qualified(_ text: PrintedText) -> PrintedText {
      guard text.level == .atom, !text.text.contains("\".") else { return text }
      return PrintedText("\(select.source).\(text.text)", .atom)
    }
    select.columns = select.columns.map { SelectColumn($0.name, qualified($0.text), $0.type, $0.origin) }
    select.order = select.order.map { $0.called(qualified($0.text)) }
    select.inputNames = []
    select.isWhole = false
  }
}
