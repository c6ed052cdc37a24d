import TallyData
import TallyFunctions
import TallyPlan

/// Summaries.
extension PandasPrinter {
  /// An aggregate of a column: what `agg` takes, and what it is of the whole table.
  struct Item {
    let column: String
    let summary: PandasSpellings.Summary
  }

  mutating func summarize(_ summary: PlanSummary, isCalculated: Bool) throws(TranslationError) {
    // What is computed before the keys, which may replace columns.
    let replaced = Set(summary.keys.filter { key in !isColumn(key.expression, named: key.name) }.map(\.name))
    let summaryItems = summary.distinctItems(isCalculated: isCalculated)
    var items: [Item] = []
    for item in summaryItems { items.append(try self.item(item, replaced: replaced, isGrouped: !summary.keys.isEmpty)) }
    flush()
    let facts = summaryItems.map { self.facts($0, isGrouped: !summary.keys.isEmpty) }
    let keyFacts = summary.keys.map { key in
      var facts = columns.facts(key.expression)
      facts.isLoose = facts.mayBeMissing && key.expression.type == .text
      return facts
    }
    let keys = try groupKeys(summary.keys)
    if keys.isEmpty {
      let cells = zip(summaryItems, items).map { item, prepared in
        let value = prepared.summary.alone.filled([PrintedText("d[\(Self.quoted(prepared.column))]")]).text
        return "\(Self.quoted(item.name)): [\(value)]"
      }
      needs.insert(.pandas)
      pipe("pd.DataFrame({\(cells.joined(separator: ", "))})")
      rowLimit = 1
    } else if items.count == 1, summaryItems[0].countsRows, summaryItems[0].when == nil {
      methods.append(".groupby(\(Self.names(keys)), dropna=False)")
      methods.append(".size()")
      method("reset_index", ["name=\(Self.quoted(summaryItems[0].name))"])
    } else {
      let named = zip(summaryItems, items).map { item, prepared in
        (item.name, "(\(Self.quoted(prepared.column)), \(prepared.summary.grouped))")
      }
      let grouped = ".groupby(\(Self.names(keys)), dropna=False, as_index=False)"
      let aggregated = PrintedText.call(".agg", Self.named(named))
      if aggregated.contains("d.loc[") {
        pipe("d\(grouped)\(aggregated)")
      } else {
        methods += [grouped, aggregated]
      }
    }
    columns =
      zip(summary.keys, keyFacts).map { FrameColumn($0.name, $0.expression.type, $1) }
      + zip(summaryItems, facts).map { FrameColumn($0.name, $0.type, $1) }
    extras = []
    // Conditions that may be missing are objects, which `groupby` sorts in its own way.
    if summary.keys.contains(where: { $0.expression.type == .boolean }),
      columns.prefix(keys.count).contains(where: \.facts.mayBeMissing)
    {
      method("sort_values", sortArguments(keys, keys.map { _ in false }))
    }
    if summary.hasPercent { addPercent(summary.percentWithin) }
    if !summary.sortBy.isEmpty { try sort(summary.sortBy) }
  }

  func isColumn(_ expression: BoundExpression, named name: String) -> Bool {
    if case .column(let index) = expression.kind {
      columns[index].name == name && columns[index].inlined == nil
    } else {
      false
    }
  }

  /// The names of the keys' columns, computed ones under their own names.
  private mutating func groupKeys(_ keys: [PlanColumn]) throws(TranslationError) -> [String] {
    var made: [(name: String, value: String)] = []
    var aside: [(name: String, value: String)] = []
    for key in keys where !isColumn(key.expression, named: key.name) {
      if key.expression.type == .duration { throw unable("groups by a duration") }
      let text = try assigned(key.expression).text
      let isRead = keys.contains { other in
        other.name != key.name && other.expression.columnIndexes.contains { columns[$0].name == key.name }
      }
      if isRead {
        let name = freeName("key", besides: aside.map(\.name))
        aside.append((name, text))
        made.append((key.name, "d[\(Self.quoted(name))]"))
      } else {
        made.append((key.name, text))
      }
    }
    if !aside.isEmpty { assign(aside) }
    if !made.isEmpty { assign(made) }
    return keys.map(\.name)
  }

  private mutating func addPercent(_ within: [Int]) {
    guard let shared = columns.last else { return }
    let value = "d[\(Self.quoted(shared.name))]"
    let keys = within.map { columns[$0].name }
    let total =
      keys.isEmpty
      ? "\(value).sum()"
      : "d.groupby(\(Self.names(keys)), dropna=False)[\(Self.quoted(shared.name))].transform(\"sum\")"
    var text = "100 * \(value) / \(total)"
    if shared.facts.low < 0 {
      needs.insert(.numpy)
      text = "(\(text)).replace([np.inf, -np.inf], np.nan)"
    }
    assign([("percent", text)])
    columns.append(FrameColumn("percent", .number, ValueFacts()))
  }

  func facts(_ item: PlanAggregate, isGrouped: Bool) -> ValueFacts {
    if item.aggregate.measure == .count {
      return ValueFacts(mayBeMissing: false, low: 0, high: rowLimit, isWhole: true)
    }
    guard let argument = item.argument.map(columns.facts) else { return ValueFacts() }
    switch item.aggregate.measure {
    case .min, .max, .first, .last, .mode:
      var result = argument
      (result.mayBeMissing, result.isLoose) = (true, item.type == .text)
      return result
    case .sum:
      let limit = item.weight == nil ? argument.magnitude * rowLimit : .infinity
      let isPositive = argument.low >= 0 && item.weight == nil
      // Each group has a row.
      let low = isPositive ? (isGrouped && item.when == nil ? argument.low : 0) : -limit
      let mayBeMissing = item.expressions.contains { columns.facts($0).mayBeMissing }
      return ValueFacts(
        mayBeMissing: mayBeMissing, low: low, high: limit)
    case .count, .mean, .median, .sd, .variance, .iqr, .percentile, .correlation, .percent, .any, .all:
      return ValueFacts()
    }
  }

  /// The column an aggregate reads, made first where it is none, and how it is summed up.
  mutating func item(_ item: PlanAggregate, replaced: Set<String>, isGrouped: Bool) throws(TranslationError) -> Item {
    let measure = item.aggregate.measure
    if item.countsRows, item.when == nil {
      return Item(column: columns.first { $0.inlined == nil }?.name ?? "", summary: .init("\"size\"", "len(d)"))
    }
    let isCalculated = ![.count, .first, .last, .mode, .min, .max, .any, .all].contains(measure)
    if isCalculated, item.type != .number, item.type != .integer {
      throw unable("`\(item.aggregate.name)` of dates and durations")
    }
    if item.argument?.type == .duration { throw unable("a duration") }
    if item.weight != nil || item.second != nil { return try pair(item, replaced) }
    let argument = item.argument
    guard let argument else {
      // A condition counts the rows where it is true.
      guard let when = item.when else { throw unable("`count`") }
      return Item(column: try made(rows(where: when)), summary: PandasSpellings.Summary("sum"))
    }
    let facts = columns.facts(argument)
    let isTruth = argument.type == .boolean
    var name = item.aggregate.name
    if measure == .count { name = "count \(item.countMode.rawValue)" }
    if isTruth, measure == .min || measure == .max { name = measure == .min ? "all" : "any" }
    if measure == .sum, facts.mayBeMissing, let when = item.when {
      let test = try rows(where: when)
      let taken = try made(PrintedText("\(try series(argument).tight).where(\(test.text))"))
      return Item(column: taken, summary: try sum(of: test))
    }
    let mayBeNone = facts.mayBeMissing || item.when != nil && measure != .sum || !(isGrouped || hasRows)
    if mayBeNone, PandasSpellings.aggregates["\(name)?"] != nil { name += "?" }
    let column = try argumentColumn(item, argument, replaced)
    if measure == .percentile {
      return Item(column: column, summary: .of("$s.quantile(\(item.percentage / 100))"))
    }
    if name == "count missing", let when = item.when {
      let test = every([try missing(argument, is: true), try rows(where: when)])
      return Item(column: try made(test), summary: PandasSpellings.Summary("sum"))
    }
    guard let summary = PandasSpellings.aggregates[name] else { throw unable("`\(item.aggregate.name)`") }
    guard summary.grouped.contains("None"), item.type != .text, item.type != .boolean else {
      return Item(column: column, summary: summary)
    }
    return Item(column: column, summary: summary.replacing("None", with: try literal(.missing, item.type).text))
  }

  /// The argument's own column, or a new one: conditions as numbers where they are averaged, and only the rows of `when`.
  private mutating func argumentColumn(
    _ item: PlanAggregate, _ argument: BoundExpression, _ replaced: Set<String>
  ) throws(TranslationError) -> String {
    let measure = item.aggregate.measure
    let isAveraged = argument.type == .boolean && (measure == .mean || measure == .percent)
    if item.when == nil, !isAveraged, case .column(let index) = argument.kind, columns[index].inlined == nil,
      !replaced.contains(columns[index].name)
    {
      return columns[index].name
    }
    var text = try item.when == nil && !isAveraged ? assigned(argument) : series(argument)
    if isAveraged { text = PrintedText("\(text.tight).astype(float)") }
    if measure == .percent { text = PrintedText("100 * \(text.tight)", .product) }
    if let when = item.when {
      text = PrintedText("\(text.tight).where(\(try rows(where: when).text)\(measure == .sum ? ", 0" : ""))")
    }
    return try made(text)
  }

  /// A new column of a free name.
  private mutating func made(_ text: PrintedText) throws(TranslationError) -> String {
    let name = freeName("value")
    pending.append((name, text.text))
    extras.append(name)
    return name
  }

  /// Writes what aggregates need before them.
  mutating func flush() {
    if !pending.isEmpty { assign(pending) }
    pending = []
  }

  /// A column of the table as it is, or a new one.
  private mutating func column(
    of expression: BoundExpression, _ text: PrintedText, _ replaced: Set<String>
  ) throws(TranslationError) -> String {
    if case .column(let index) = expression.kind, expression.type != .boolean, columns[index].inlined == nil,
      !replaced.contains(columns[index].name)
    {
      return columns[index].name
    }
    return try made(text)
  }

  /// Aggregates of two values of each row.
  private mutating func pair(_ item: PlanAggregate, _ replaced: Set<String>) throws(TranslationError) -> Item {
    guard let argument = item.argument, let other = item.second ?? item.weight else {
      throw unable("`\(item.aggregate.name)`")
    }
    var first = try series(argument)
    if argument.type == .boolean { first = PrintedText("\(first.tight).astype(float)") }
    let second = try series(other)
    let test = try item.when.map { (condition) throws(TranslationError) in try rows(where: condition) }
    if let test { first = PrintedText("\(first.tight).where(\(test.text))") }
    if item.second != nil {
      needs.formUnion([.numpy, .pandasCorr])
      let x = try test == nil ? column(of: argument, first, replaced) : made(first)
      let y = Self.quoted(try column(of: other, second, replaced))
      return Item(column: x, summary: .init("lambda s: corr(s, d.loc[s.index, \(y)])", "corr(%1, d[\(y)])"))
    }
    // Whole numbers of 64 bits run over without a word.
    if columns.facts(argument).magnitude * columns.facts(other).magnitude > 0x1p53 {
      first = PrintedText("\(first.tight).astype(float)")
    }
    let product = try made(PrintedText("\(first.within(.product)) * \(second.tight)", .product))
    if item.aggregate.measure == .sum { return Item(column: product, summary: try sum(of: test)) }
    let weight = Self.quoted(try column(of: other, second, replaced))
    let factor = item.aggregate.measure == .percent ? "100 * " : ""
    return Item(
      column: product,
      summary: .init(
        "lambda s: \(factor)s.sum(min_count=1) / d.loc[s.index, \(weight)].where(s.notna()).sum()",
        "\(factor)%1.sum(min_count=1) / d[\(weight)].where(%1.notna()).sum()"))
  }

  /// A sum of no rows is 0, one of rows that are all missing is missing.
  private mutating func sum(of test: PrintedText?) throws(TranslationError) -> PandasSpellings.Summary {
    guard let test else { return PandasSpellings.sumOfSome }
    let taken = Self.quoted(try made(test))
    return .init(
      "lambda s: s.sum(min_count=1) if d.loc[s.index, \(taken)].any() else 0",
      "%1.sum(min_count=1) if d[\(taken)].any() else 0")
  }
}
