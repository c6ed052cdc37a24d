import TallyData
import TallyFunctions
import TallyPlan

/// Values that depend on other rows; they find their rows again by the index, in whatever order they are computed.
extension PandasPrinter {
  mutating func addWindows(_ step: PlanWindows) throws(TranslationError) {
    let keys = try keyNames(step.by.map(\.expression))
    let order = step.sortBy.filter { !$0.expression.columnIndexes.isEmpty }
    extras += keys.made
    let sorted = try keyNames(order.map(\.expression), as: "order")
    extras += sorted.made
    let rows =
      order.isEmpty
      ? "d" : "d.sort_values(\(sortArguments(sorted.all, order.map(\.isDescending)).joined(separator: ", ")))"
    let groups = keys.all.isEmpty ? nil : ".groupby(\(Self.names(keys.all)), dropna=False)"
    var added: [FrameColumn] = []
    for window in step.windows {
      let text: PrintedText
      switch window.kind {
      case .aggregate(let item): text = try aggregate(item, item.dependsOnOrder ? rows : "d", groups)
      case .function(let function, let argument, let count):
        text = try self.window(function, argument, count, rows, groups, sorted.all, order)
      }
      var column = FrameColumn(window.text, window.type, ValueFacts(), inlined: text)
      if case .aggregate = window.kind { column.isSingle = groups == nil }
      added.append(column)
    }
    // What was made for it stays until the step after the next one picks its columns.
    flush()
    columns += added
  }

  private mutating func aggregate(_ item: PlanAggregate, _ rows: String, _ groups: String?) throws(TranslationError)
    -> PrintedText
  {
    let prepared = try self.item(item, replaced: [], isGrouped: groups != nil)
    let column = "[\(Self.quoted(prepared.column))]"
    guard let groups else { return prepared.summary.alone.filled([PrintedText(rows + column)]) }
    return PrintedText("\(rows)\(groups)\(column).transform(\(prepared.summary.grouped))")
  }

  private mutating func window(
    _ function: WindowFunction, _ argument: BoundExpression?, _ count: Int, _ rows: String, _ groups: String?,
    _ sorted: [String], _ order: [PlanSortKey]
  ) throws(TranslationError) -> PrintedText {
    if argument?.type == .duration { throw unable("a duration") }
    var column = ""
    if let argument {
      if argument.columnIndexes.isEmpty { throw unable("`\(function.name)` of a constant") }
      let name = try keyNames([argument], as: "value")
      column = "[\(Self.quoted(name.all[0]))]"
      extras += name.made
    }
    let source = rows + (groups ?? "")
    switch function.measure {
    case .previous: return PrintedText("\(source)\(column).shift(\(count))")
    case .next: return PrintedText("\(source)\(column).shift(-\(count))")
    case .rowNumber:
      if groups != nil { return PrintedText("\(source).cumcount() + 1", .sum) }
      needs.insert(.pandas)
      return PrintedText("pd.Series(range(1, len(d) + 1), index=\(rows).index)")
    case .rank:
      guard let key = order.first, order.count == 1 else { throw unable("`rank` by several keys") }
      let ascending = key.isDescending ? ", ascending=False" : ""
      return PrintedText(
        "d\(groups ?? "")[\(Self.quoted(sorted[0]))].rank(method=\"min\", na_option=\"bottom\"\(ascending))")
    case .runningSum, .runningMean, .runningMin, .runningMax, .movingMean:
      guard let argument, argument.type.isNumeric else {
        throw unable("`\(function.name)` of values that are not numbers")
      }
      let mayBeMissing = columns.facts(argument).mayBeMissing
      var text = PandasSpellings.windows["\(function.name)?"]
      if !mayBeMissing || text == nil { text = PandasSpellings.windows[function.name] }
      if function.measure == .movingMean {
        needs.insert(.numpy)
        text = "$s.rolling(\(count), min_periods=1).mean().where(np.arange(len($s)) >= \(count - 1))"
      }
      guard let text else { throw unable("`\(function.name)`") }
      if groups != nil {
        return PrintedText("\(source)\(column).transform(lambda s: \(text.replacing("$s", with: "s")))")
      }
      return PrintedText(text.replacing("$s", with: rows + column))
    }
  }
}
