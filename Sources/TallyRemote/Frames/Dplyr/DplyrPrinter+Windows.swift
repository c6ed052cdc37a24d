import TallyData
import TallyFunctions
import TallyPlan

/// Values that depend on other rows; the step that reads them computes them.
extension DplyrPrinter {
  mutating func addWindows(_ step: PlanWindows) throws(TranslationError) {
    var keys: [String] = []
    for key in step.by {
      noteOrder(of: key.expression)
      if case .column(let index) = key.expression.kind, columns[index].inlined == nil {
        keys.append(Self.name(columns[index].name))
      } else {
        throw unable("a window within groups that are computed")
      }
    }
    let keyTexts = try sortKeys(step.sortBy)
    let order = keyTexts.count > 1 ? "order(order(\(keyTexts.joined(separator: ", "))))" : keyTexts.first
    var added: [FrameColumn] = []
    for window in step.windows {
      let text: PrintedText
      switch window.kind {
      case .aggregate(let item):
        guard !item.expressions.contains(where: \.columnIndexes.isEmpty) else {
          throw unable("an aggregate of a constant beside each row")
        }
        text = try aggregate(
          item, isGrouped: true, position: keyTexts.isEmpty ? nil : keyTexts.joined(separator: ", "))
      case .function(let function, let argument, let rows):
        text = try self.window(function, argument, rows, order, step.sortBy)
      }
      added.append(FrameColumn(window.text, window.type, ValueFacts(), inlined: text))
    }
    columns += added
    groups = keys
  }

  private mutating func window(
    _ function: WindowFunction, _ argument: BoundExpression?, _ rows: Int, _ order: String?, _ keys: [PlanSortKey]
  ) throws(TranslationError) -> PrintedText {
    if argument?.type == .duration { throw unable("a duration") }
    let value = try argument.map { (value) throws(TranslationError) in try text(value) }
    switch function.measure {
    case .previous, .next:
      var arguments = [value?.text ?? ""]
      if rows != 1 { arguments.append("\(rows)") }
      if let order { arguments.append("order_by = \(order)") }
      if argument?.columnIndexes.isEmpty != false { throw unable("`\(function.name)` of a constant") }
      return PrintedText("\(function.measure == .previous ? "lag" : "lead")(\(arguments.joined(separator: ", ")))")
    case .rowNumber:
      return PrintedText(order.map { $0.hasPrefix("order(") ? $0 : "order(order(\($0)))" } ?? "row_number()")
    case .rank: return try rank(keys)
    case .runningSum, .runningMean, .runningMin, .runningMax, .movingMean:
      guard let argument, argument.type.isNumeric, var value, !argument.columnIndexes.isEmpty else {
        throw unable("`\(function.name)` of values that are not numbers")
      }
      let facts = columns.facts(argument)
      if function.measure == .runningSum, facts.isWhole, facts.magnitude * max(rowLimit, 1) >= Self.wholeLimit {
        value = PrintedText("as.numeric(\(value.text))")
      }
      let name = facts.mayBeMissing ? "\(function.name)?" : function.name
      guard let spelling = DplyrSpellings.windows[name] else { throw unable("`\(function.name)`") }
      needs.formUnion(spelling.needs)
      let text = spelling.filled([value, PrintedText("\(rows)")])
      return order.map { PrintedText("order_by(\($0), \(text.text))") } ?? text
    }
  }

  /// Rows that are missing share the last place.
  private mutating func rank(_ keys: [PlanSortKey]) throws(TranslationError) -> PrintedText {
    guard keys.count == 1, let key = keys.first else { throw unable("`rank` by several keys") }
    noteOrder(of: key.expression)
    var text = try text(key.expression).text
    if columns.facts(key.expression).mayBeMissing {
      guard key.expression.type.isNumeric else {
        throw unable("`rank` by values that are not numbers and may be missing")
      }
      text = "coalesce(as.numeric(\(text)), \(key.isDescending ? "-Inf" : "Inf"))"
    }
    return PrintedText("min_rank(\(key.isDescending ? "desc(\(text))" : text))")
  }
}
