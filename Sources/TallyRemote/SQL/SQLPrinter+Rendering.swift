import TallyData

/// A SELECT as text, and its turning into a named query.
extension SQLPrinter {
  /// Whether a column it gives has the name of another one it reads: engines differ in which of them a name means.
  var hidesInput: Bool {
    let inputs = Set(select.inputNames.map { $0.lowercased() })
    return select.columns.contains { column in
      inputs.contains(column.name.lowercased()) && !isInput(column)
    }
  }

  /// Whether a column is the one of the same name that FROM gives.
  private func isInput(_ column: SelectColumn) -> Bool {
    let quoted = dialect.quoted(column.name)
    return column.text.text == quoted || column.text.text == "\(select.source).\(quoted)"
  }

  /// Makes the SELECT a query of the WITH clause, and begins one that reads it.
  mutating func close() throws(TranslationError) {
    makeNamesUnique()
    var hidden: [SelectColumn] = []
    var order: [OrderTerm] = []
    for term in keepsOrder ? select.order : [] {
      let known = (select.columns + hidden).first { $0.text == term.text }
      let name = select.hiddenNames.first { dialect.quoted($0) == term.text.text } ?? freeName("order", hidden)
      let column = known ?? SelectColumn(name, term.text, term.type, .stored)
      if known == nil { hidden.append(column) }
      let text = PrintedText(dialect.quoted(column.name))
      order.append(term.called(text))
    }
    let text = rendered(hidden: hidden, isOrdered: select.limit != nil, isNamed: true)
    let columns = select.columns.map {
      SelectColumn($0.name, PrintedText(dialect.quoted($0.name)), $0.type, .stored, isCount: $0.isCount)
    }
    try read(text, columns, order: order, hiddenNames: hidden.map(\.name))
  }

  /// Columns that a step computes for itself alone may have the same name.
  private mutating func makeNamesUnique() {
    var seen: Set<String> = []
    for (place, column) in select.columns.enumerated() where !seen.insert(column.name).inserted {
      select.columns[place] = SelectColumn(freeName("column"), column.text, column.type, column.origin)
    }
  }

  /// Begins a SELECT that reads a named query.
  mutating func read(
    _ text: String, _ columns: [SelectColumn], order: [OrderTerm], hiddenNames: [String]
  ) throws(TranslationError) {
    let name = dialect.quoted("step_\(named.count + 1)")
    named.append((name, text))
    select = SelectQuery(
      from: name, source: name, inputNames: columns.map(\.name), hiddenNames: hiddenNames, columns: columns,
      order: order)
    try checkNames(columns.map(\.name))
  }

  /// A name that no column has, in any capitals.
  func freeName(_ stem: String, _ others: [SelectColumn] = []) -> String {
    let taken = Set(
      (select.columns.map(\.name) + others.map(\.name) + select.inputNames + select.hiddenNames).map { $0.lowercased() }
    )
    var number = 1
    while taken.contains("\(stem)_\(number)") { number += 1 }
    return "\(stem)_\(number)"
  }

  /// A query of the WITH clause may give more columns than are read from it.
  func rendered(hidden: [SelectColumn], isOrdered: Bool, isNamed: Bool = false) -> String {
    var lines = [selectLine(hidden, isNamed: isNamed), "FROM \(select.from)"]
    lines += Self.clause("WHERE", select.conditions, " AND ")
    if let keys = select.keys, !keys.isEmpty { lines.append("GROUP BY " + keys.map(\.text).joined(separator: ", ")) }
    lines += Self.clause("HAVING", select.having, " AND ")
    let order = distinctTerms(select.order)
    if isOrdered, !order.isEmpty {
      let terms = order.map { orderText($0, isInSelect: true) }
      lines.append("ORDER BY " + terms.joined(separator: ", "))
    }
    if let limit = select.limit { lines.append("LIMIT \(limit)") }
    return lines.joined(separator: "\n")
  }

  private func selectLine(_ hidden: [SelectColumn], isNamed: Bool) -> String {
    var columns = select.columns[...]
    var hidden = hidden[...]
    var items: [String] = []
    let isWhole =
      select.isWhole && (isNamed || select.hiddenNames.isEmpty) && select.keys == nil
      && columns.count >= select.inputNames.count
    if isWhole, zip(select.inputNames, columns).allSatisfy({ $0 == $1.name && isInput($1) }) {
      items.append("*")
      columns = columns.dropFirst(select.inputNames.count)
      hidden = hidden.filter { !(select.hiddenNames.contains($0.name) && isInput($0)) }[...]
    }
    items += (columns + hidden).map { column in
      let quoted = dialect.quoted(column.name)
      return column.text.text == quoted ? quoted : "\(column.text.text) AS \(quoted)"
    }
    if items.isEmpty { items = ["1"] }
    let line = "SELECT " + items.joined(separator: ", ")
    return line.count <= 100 ? line : "SELECT\n  " + items.joined(separator: ",\n  ")
  }

  private static func clause(_ word: String, _ conditions: [PrintedText], _ joint: String) -> [String] {
    if conditions.isEmpty { return [] }
    let texts = conditions.count == 1 ? [conditions[0].text] : conditions.map { $0.within(.conjunction) }
    let line = "\(word) " + texts.joined(separator: joint)
    return [line.count <= 100 ? line : "\(word) " + texts.joined(separator: "\n \(joint.dropFirst())")]
  }

  /// One key of ORDER BY. In a SELECT a column it gives is called by its name.
  func orderText(_ term: OrderTerm, isInSelect: Bool) -> String {
    var text = term.text.text
    let collates = term.type == .text && !dialect.textOrder.isEmpty
    if isInSelect, !collates, term.text.text.count > 12 || term.text.level != .atom,
      let column = select.columns.first(where: { $0.text == term.text }), column.origin != .stored
    {
      text = dialect.quoted(column.name)
    } else if isInSelect,
      let hiding = select.columns.first(where: { dialect.quoted($0.name) == text }), hiding.text != term.text
    {
      text = "\(select.source).\(text)"
    }
    if collates { text = (term.text.level == .atom ? text : "(\(text))") + dialect.textOrder }
    return text + (term.isDescending ? " DESC" : "")
      + (term.isKnown ? "" : term.isMissingLast ? " NULLS LAST" : " NULLS FIRST")
  }

  func orderText(_ terms: [OrderTerm]) -> String {
    terms.map { orderText($0, isInSelect: false) }.joined(separator: ", ")
  }

  /// Without constants, and without what an earlier key decides.
  func distinctTerms(_ terms: [OrderTerm]) -> [OrderTerm] {
    var result: [OrderTerm] = []
    for term in terms where !isConstant(term.text.text) && !result.contains(where: { $0.text == term.text }) {
      result.append(term)
    }
    return result
  }

  /// Whether an engine would take it for the place of a column.
  func isConstant(_ text: String) -> Bool {
    text != dialect.rowOrder && !text.contains("\"") && !text.contains("(")
  }

  static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }.joined(separator: "\n")
  }
}
