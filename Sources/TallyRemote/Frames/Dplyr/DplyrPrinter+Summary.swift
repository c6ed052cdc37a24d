import TallyData
import TallyFunctions
import TallyPlan

/// Summaries.
extension DplyrPrinter {
  /// Keys as `group_by` takes them, and the columns they give. A key that a verb could not tell from a column it
  /// replaces is computed first.
  mutating func prepared(_ keys: [PlanColumn]) throws(TranslationError) -> (texts: [String], columns: [FrameColumn]) {
    var texts: [String] = []
    var result: [FrameColumn] = []
    for key in keys {
      noteOrder(of: key.expression)
      if key.expression.type == .duration { throw unable("groups by a duration") }
      let text = try self.text(key.expression).text
      let name = Self.name(key.name)
      texts.append(text == name ? name : "\(name) = \(text)")
      result.append(FrameColumn(key.name, key.expression.type, columns.facts(key.expression)))
    }
    let isOverwritten = keys.contains { key in
      !isColumn(key.expression, named: key.name)
        && keys.contains { other in
          other.expression.columnIndexes.contains { columns[$0].name == key.name } && other.name != key.name
        }
    }
    if isOverwritten {
      let named = try aside(keys.map(\.expression), as: "key")
      texts = zip(keys, named).map { "\(Self.name($0.name)) = \($1)" }
    }
    return (texts, result)
  }

  func isColumn(_ expression: BoundExpression, named name: String) -> Bool {
    if case .column(let index) = expression.kind {
      columns[index].name == name && columns[index].inlined == nil
    } else {
      false
    }
  }

  /// Computes expressions as columns of free names, and gives the names.
  mutating func aside(_ expressions: [BoundExpression], as stem: String) throws(TranslationError) -> [String] {
    var names: [String] = []
    var arguments: [String] = []
    for expression in expressions {
      let name = columns.freeName(stem, besides: names)
      names.append(name)
      arguments.append("\(name) = \(try text(expression).text)")
    }
    verb("mutate", arguments)
    return names
  }

  /// A summary and the calculation after it as one verb: `share = sum(women) / sum(total)`; false where a name of the
  /// calculation would hide a column it reads.
  mutating func summarize(
    _ summary: PlanSummary, calculating results: [PlanColumn]
  ) throws(TranslationError) -> Bool {
    let count = summary.keys.count
    let inputs = Set(columns.map(\.name))
    let isPlain = zip(results, summary.keys).enumerated().allSatisfy { place, pair in
      if case .column(place) = pair.0.expression.kind { pair.0.name == pair.1.name } else { false }
    }
    guard isPlain, results.count > count, !summary.hasPercent, summary.sortBy.isEmpty,
      !results.dropFirst(count).contains(where: { inputs.contains($0.name) || isKept($0, summary) })
    else { return false }
    let overwritten = Set(summary.keys.filter { !isColumn($0.expression, named: $0.name) }.map(\.name))
    var items: [PlanAggregate] = []
    for item in summary.items { items.append(try settled(item, overwritten: overwritten)) }
    let keys = try prepared(summary.keys)
    var calls: [FrameColumn] = []
    for item in items {
      let text = try aggregate(item, isGrouped: count > 0)
      calls.append(FrameColumn(item.name, item.type, facts(item, isGrouped: count > 0), inlined: text))
    }
    columns = keys.columns + calls
    if !keys.texts.isEmpty { verb("group_by", keys.texts) }
    var arguments: [String] = []
    for result in results.dropFirst(count) {
      arguments.append("\(Self.name(result.name)) = \(try text(result.expression).text)")
    }
    verb("summarise", arguments + (keys.texts.isEmpty ? [] : [".groups = \"drop\""]))
    columns = results.map { FrameColumn($0.name, $0.expression.type, columns.facts($0.expression)) }
    if keys.texts.isEmpty { rowLimit = 1 }
    isCalculated = true
    return true
  }

  /// Whether a result is computed from no row, or has the name of a key.
  private func isKept(_ result: PlanColumn, _ summary: PlanSummary) -> Bool {
    result.expression.columnIndexes.allSatisfy { $0 < summary.keys.count }
      || summary.keys.contains { $0.name == result.name }
  }

  mutating func summarize(_ summary: PlanSummary, isCalculated: Bool) throws(TranslationError) {
    var overwritten = Set(summary.keys.filter { !isColumn($0.expression, named: $0.name) }.map(\.name))
    var items: [PlanAggregate] = []
    for item in summary.distinctItems(isCalculated: isCalculated) {
      items.append(try settled(item, overwritten: overwritten))
      overwritten.insert(item.name)
    }
    let keys = try prepared(summary.keys)
    var arguments: [String] = []
    var results: [FrameColumn] = []
    for item in items {
      let text = try aggregate(item, isGrouped: !keys.texts.isEmpty)
      arguments.append("\(Self.name(item.name)) = \(text.text)")
      results.append(FrameColumn(item.name, item.type, facts(item, isGrouped: !keys.texts.isEmpty)))
    }
    let takesNames = summary.keys.contains { Self.countArguments.contains($0.name) }
    if items.count == 1, items[0].countsRows, items[0].when == nil, !takesNames {
      verb("count", keys.texts + ["name = \(Self.quoted(items[0].name))"])
    } else {
      if !keys.texts.isEmpty { verb("group_by", keys.texts) }
      verb("summarise", arguments + (keys.texts.isEmpty ? [] : [".groups = \"drop\""]))
    }
    columns = keys.columns + results
    if summary.hasPercent { addPercent(summary.percentWithin) }
    if keys.texts.isEmpty { rowLimit = 1 }
    if !summary.sortBy.isEmpty { verb("arrange", try sortKeys(summary.sortBy)) }
  }

  /// The arguments of `count`, which a key of the same name would be taken for.
  private static let countArguments: Set<String> = ["x", "wt", "sort", "name"]

  private mutating func addPercent(_ within: [Int]) {
    guard let shared = columns.last else { return }
    let name = Self.name(shared.name)
    let isWhole = shared.facts.isWhole && shared.facts.magnitude * rowLimit >= Self.wholeLimit
    let total = isWhole ? "as.numeric(\(name))" : name
    let sum = shared.facts.mayBeMissing ? "sum(\(total), na.rm = TRUE)" : "sum(\(total))"
    let divisor = shared.facts.low > 0 ? sum : "na_if(\(sum), 0)"
    let keys = within.map { Self.name(columns[$0].name) }
    if !keys.isEmpty { verb("group_by", keys) }
    verb("mutate", ["percent = 100 * \(name) / \(divisor)"])
    if !keys.isEmpty { verb("ungroup", []) }
    columns.append(FrameColumn("percent", .number, ValueFacts()))
  }

  private func facts(_ item: PlanAggregate, isGrouped: Bool) -> ValueFacts {
    if item.aggregate.measure == .count {
      return ValueFacts(mayBeMissing: false, low: 0, high: rowLimit, isWhole: true)
    }
    guard let argument = item.argument.map(columns.facts) else { return ValueFacts() }
    switch item.aggregate.measure {
    case .min, .max, .first, .last, .mode:
      var result = argument
      result.mayBeMissing = true
      return result
    case .sum:
      let limit = item.weight == nil ? argument.magnitude * rowLimit : .infinity
      let isPositive = argument.low >= 0 && item.weight == nil
      // Each group has a row.
      let low = isPositive ? (isGrouped && item.when == nil ? argument.low : 0) : -limit
      let mayBeMissing = item.expressions.contains { columns.facts($0).mayBeMissing }
      return ValueFacts(
        mayBeMissing: mayBeMissing, low: low, high: limit,
        isWhole: argument.isWhole && item.weight == nil)
    case .count, .mean, .median, .sd, .variance, .iqr, .percentile, .correlation, .percent, .any, .all:
      return ValueFacts()
    }
  }

  /// The aggregate with what it reads computed aside, where an earlier name of the verb hides it or it has no rows.
  mutating func settled(
    _ item: PlanAggregate, overwritten: Set<String> = []
  ) throws(TranslationError) -> PlanAggregate {
    let isHidden = item.expressions.contains { expression in
      expression.columnIndexes.isEmpty || expression.columnIndexes.contains { overwritten.contains(columns[$0].name) }
    }
    guard isHidden else { return item }
    let names = try aside(item.expressions, as: "value")
    var places: [BoundExpression] = []
    for (name, expression) in zip(names, item.expressions) {
      columns.append(FrameColumn(name, expression.type, columns.facts(expression)))
      places.append(BoundExpression(.column(columns.count - 1), type: expression.type, range: expression.range))
    }
    var rest = places[...]
    return PlanAggregate(
      name: item.name, aggregate: item.aggregate, countMode: item.countMode,
      argument: item.argument == nil ? nil : rest.popFirst(), second: item.second == nil ? nil : rest.popFirst(),
      percentage: item.percentage, when: item.when == nil ? nil : rest.popFirst(),
      weight: item.weight == nil ? nil : rest.popFirst(), type: item.type, argumentText: item.argumentText)
  }

  /// One aggregate over the rows of a group, or of all.
  /// Of rows in their own order, or in that of `position`.
  mutating func aggregate(
    _ item: PlanAggregate, isGrouped: Bool, position: String? = nil
  ) throws(TranslationError) -> PrintedText {
    let when = try item.when.map { (condition) throws(TranslationError) in try text(condition) }
    guard let argument = item.argument else {
      guard let when else { return spelledAggregate("count", []) }
      return spelledAggregate("count when", [when])
    }
    let measure = item.aggregate.measure
    let isCalculated = ![.count, .first, .last, .mode, .min, .max, .any, .all].contains(measure)
    if isCalculated, item.type != .number, item.type != .integer {
      throw unable("`\(item.aggregate.name)` of dates and durations")
    }
    if argument.type == .duration, measure != .count { throw unable("a duration") }
    var value = try taken(argument, when)
    var others: [PrintedText] = []
    if let second = item.second { others.append(try taken(second, when)) }
    if let weight = item.weight {
      others.append(numeric(try taken(weight, when), of: weight, times: columns.facts(argument)))
    }
    if measure == .percentile { others.append(try literal(.number(item.percentage / 100), .number)) }
    let facts = columns.facts(argument)
    if measure == .sum { value = numeric(value, of: argument) }
    if let position, item.dependsOnOrder {
      guard when == nil else { throw unable("`\(item.aggregate.name) … when` in an order") }
      value = PrintedText("\(value.tight)[order(\(position))]")
    }
    if measure == .min || measure == .max { noteOrder(of: argument) }
    if measure == .count { return spelledAggregate("count \(item.countMode.rawValue)", [value]) }
    if item.weight != nil { return spelledAggregate("\(item.aggregate.name) weighted", [value] + others) }
    let isCertain = !facts.mayBeMissing && item.when == nil && (isGrouped || hasRows)
    let isPicky = argument.type == .boolean && (measure == .min || measure == .max)
    let name = item.aggregate.name
    return spelledAggregate(
      isCertain && !isPicky || DplyrSpellings.aggregates["\(name)?"] == nil ? name : "\(name)?", [value] + others)
  }

  /// Sums of R's whole numbers, and of their products with a weight, end at 32 bits.
  private func numeric(
    _ text: PrintedText, of expression: BoundExpression, times other: ValueFacts? = nil
  ) -> PrintedText {
    let facts = columns.facts(expression)
    let largest = facts.magnitude * max(other?.magnitude ?? 1, 1) * max(rowLimit, 1)
    return facts.isWhole && largest >= Self.wholeLimit ? PrintedText("as.numeric(\(text.text))") : text
  }

  private mutating func taken(_ value: BoundExpression, _ when: PrintedText?) throws(TranslationError) -> PrintedText {
    let text = try text(value)
    return when.map { PrintedText("\(text.tight)[which(\($0.text))]") } ?? text
  }

  private mutating func spelledAggregate(_ name: String, _ arguments: [PrintedText]) -> PrintedText {
    guard let spelling = DplyrSpellings.aggregates[name] else { return PrintedText(name) }
    needs.formUnion(spelling.needs)
    return spelling.filled(arguments)
  }
}
