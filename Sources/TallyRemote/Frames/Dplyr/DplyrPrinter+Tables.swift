import TallyData
import TallyPlan
import TallySyntax

/// Steps that bring in another table, or turn columns into rows and rows into columns.
extension DplyrPrinter {
  /// Each value of the last key becomes a column of each aggregate.
  mutating func pivot(_ pivot: PlanPivot, _ output: [Field]) throws(TranslationError) {
    guard !pivot.values.isEmpty else { throw unable("`across` a column without values") }
    needs.insert(.tidyr)
    let across = columns[pivot.keyCount]
    let items = columns.dropFirst(pivot.keyCount + 1)
    let names = items.map { Self.name($0.name) }
    var arguments = [
      "names_from = \(Self.name(across.name))",
      "values_from = \(names.count == 1 ? names[0] : "c(\(names.joined(separator: ", ")))")", "names_sort = TRUE",
    ]
    let zeros = zip(names, pivot.isZeroWithoutRows).filter(\.1).map { "\($0.0) = 0" }
    if !zeros.isEmpty {
      arguments.append("values_fill = \(names.count == 1 ? "0" : "list(\(zeros.joined(separator: ", ")))")")
    }
    verb("pivot_wider", arguments)
    let given = items.flatMap { item in
      pivot.values.map { names.count == 1 ? tidyName($0) : "\(item.name)_\(tidyName($0))" }
    }
    let wanted = output.map(\.name)
    if given != wanted.suffix(given.count) {
      verb("setNames", ["c(\(wanted.map(Self.quoted).joined(separator: ", ")))"])
    }
    let kept = columns.prefix(pivot.keyCount)
    let cells = items.flatMap { item in pivot.values.map { _ in item } }
    columns =
      kept
      + zip(output.dropFirst(pivot.keyCount), cells).map { field, item in
        var facts = item.facts
        facts.mayBeMissing = true
        facts.low = min(facts.low, 0)
        facts.high = max(facts.high, 0)
        return FrameColumn(field.name, field.type, facts)
      }
  }

  /// What `pivot_wider` calls the column of a value; empty where that is not certain.
  private func tidyName(_ value: Value) -> String {
    switch value {
    case .integer(let whole) where whole.magnitude < 100_000: "\(whole)"
    case .text(let text): text
    case .date(let days): CalendarDate(days: Int(days)).text
    case .integer, .missing, .number, .boolean, .datetime, .duration: ""
    }
  }

  mutating func unpivot(_ unpivot: PlanUnpivot, _ output: [Field]) throws(TranslationError) {
    if unpivot.valueType == .duration { throw unable("a duration") }
    needs.insert(.tidyr)
    let kept = unpivot.kept.map { columns[$0] }
    let turned = unpivot.columns.map { columns[$0] }
    let wanted = kept + turned
    if wanted.map(\.name) != columns.map(\.name), Set(wanted.map(\.name)) != Set(columns.map(\.name)) {
      verb("select", wanted.map { Self.name($0.name) })
    }
    let places = output.suffix(2).map(\.name)
    verb(
      "pivot_longer",
      [
        "c(\(turned.map { Self.name($0.name) }.joined(separator: ", ")))", "names_to = \(Self.quoted(places[0]))",
        "values_to = \(Self.quoted(places[1]))",
      ])
    if zip(kept, output).contains(where: { $0.name != $1.name }) || turned.map(\.name) != unpivot.names {
      throw unable("`unpivot` of columns whose names clash")
    }
    var facts = turned[0].facts
    for column in turned.dropFirst() { facts = facts.union(column.facts) }
    facts.sortsAlike = facts.sortsAlike && unpivot.valueType == .text
    rowLimit *= Double(turned.count)
    columns =
      kept + [
        FrameColumn(places[0], .text, ValueFacts(texts: unpivot.names)),
        FrameColumn(places[1], unpivot.valueType, facts),
      ]
  }

  /// Another plan as a name: its table, or what it is called at the head of the text.
  mutating func other(_ plan: LogicalPlan) throws(TranslationError) -> DplyrPrinter {
    var printer = DplyrPrinter(plan.source, isASCII: isASCII, hasControls: hasControls)
    printer.others = others
    try printer.add(plan)
    needs.formUnion(printer.needs)
    return printer
  }

  /// The text that stands for another table among arguments.
  private mutating func reference(_ printer: DplyrPrinter) -> String {
    others = printer.others
    if printer.verbs.count == 1 { return printer.pipe }
    if printer.verbs.count == 2, printer.pipe.count < 60 { return printer.verbs.joined(separator: " |> ") }
    let name = "step_\(others.count + 1)"
    others.append("\(name) <- \(printer.pipe)")
    return name
  }

  mutating func join(_ join: PlanJoin, _ output: [Field]) throws(TranslationError) {
    var right = try other(join.right)
    let added = zip(join.rightColumns, output.suffix(join.rightColumns.count)).map { index, field in
      (column: right.columns[index], name: field.name)
    }
    let isFilter = join.kind == .semi || join.kind == .anti
    if !isFilter, added.contains(where: { $0.column.name != $0.name }) {
      let names = join.keys.map { Self.name(right.columns[$0.right].name) }
      right.verb(
        "select",
        names
          + added.map {
            $0.column.name == $0.name ? Self.name($0.name) : "\(Self.name($0.name)) = \(Self.name($0.column.name))"
          })
    }
    let by = join.keys.map { key -> String in
      let (left, other) = (columns[key.left].name, right.columns[key.right].name)
      return left == other ? Self.quoted(left) : "\(Self.name(left)) = \(Self.quoted(other))"
    }
    let mayMatch = join.keys.contains {
      columns[$0.left].facts.mayBeMissing && right.columns[$0.right].facts.mayBeMissing
    }
    var arguments = [
      reference(right), "by = \(by.count == 1 && !by[0].contains("=") ? by[0] : "c(\(by.joined(separator: ", ")))")",
    ]
    // R would put rows together whose keys are both missing.
    if mayMatch { arguments.append("na_matches = \"never\"") }
    verb(Self.verbName(join.kind), arguments)
    if isFilter { return }
    rowLimit = rowLimit * max(right.rowLimit, 1) + right.rowLimit
    var facts = added.map { FrameColumn($0.name, $0.column.type, $0.column.facts) }
    if join.kind != .inner { for place in facts.indices { facts[place].facts.mayBeMissing = true } }
    if join.kind == .full {
      for place in columns.indices { columns[place].facts.mayBeMissing = true }
      for key in join.keys {
        columns[key.left].facts = columns[key.left].facts.union(right.columns[key.right].facts)
      }
    }
    columns += facts
  }

  private static func verbName(_ kind: JoinSyntax.Kind) -> String {
    switch kind {
    case .lookup, .left: "left_join"
    case .inner: "inner_join"
    case .full: "full_join"
    case .semi: "semi_join"
    case .anti: "anti_join"
    }
  }

  mutating func append(_ append: PlanAppend, _ output: [Field]) throws(TranslationError) {
    var lower = try other(append.lower)
    var renamed: [String] = []
    for (source, field) in zip(append.columns, output) {
      guard let place = source.lower, lower.columns[place].name != field.name else { continue }
      renamed.append("\(Self.name(field.name)) = \(Self.name(lower.columns[place].name))")
    }
    if !renamed.isEmpty { lower.verb("rename", renamed) }
    verb("bind_rows", [reference(lower)])
    let upper = columns
    columns = zip(append.columns, output).map { source, field in
      let sides = [source.upper.map { upper[$0].facts }, source.lower.map { lower.columns[$0].facts }].compactMap(
        \.self)
      var facts = sides.count == 2 ? sides[0].union(sides[1]) : sides[0]
      if sides.count == 1 { facts.mayBeMissing = true }
      return FrameColumn(field.name, field.type, facts)
    }
    rowLimit += lower.rowLimit
  }
}
