import TallyData
import TallyPlan
import TallySyntax

/// Steps that bring in another table, or turn columns into rows and rows into columns.
extension PandasPrinter {
  mutating func pivot(_ pivot: PlanPivot, _ output: [Field]) throws(TranslationError) {
    guard !pivot.values.isEmpty else { throw unable("`across` a column without values") }
    let keys = columns.prefix(pivot.keyCount)
    let across = columns[pivot.keyCount]
    let items = Array(columns.dropFirst(pivot.keyCount + 1))
    let names = output.map(\.name)
    let isKnown = !across.facts.mayBeMissing && !keys.contains(where: \.facts.mayBeMissing)
    if isKnown, !keys.isEmpty, items.count == 1 {
      let index = keys.map(\.name) + [across.name]
      if methods.count > 1, methods[methods.count - 2] == ".size()" {
        methods.removeLast()
      } else {
        methods.append(".set_index(\(Self.list(index)))[\(Self.quoted(items[0].name))]")
      }
      method("unstack", pivot.isZeroWithoutRows[0] ? ["fill_value=0"] : [])
      method("reset_index", [])
      method("set_axis", [Self.list(names), "axis=1"])
    } else {
      try spread(pivot, keys.map(\.name), across, items, names)
    }
    let cells = items.flatMap { item in pivot.values.map { _ in item } }
    columns =
      keys
      + zip(output.dropFirst(pivot.keyCount), cells).map { field, item in
        var facts = item.facts
        facts.mayBeMissing = facts.mayBeMissing || !(item.type == .integer)
        (facts.low, facts.high) = (min(facts.low, 0), max(facts.high, 0))
        return FrameColumn(field.name, field.type, ValueFacts(low: facts.low, high: facts.high))
      }
  }

  /// One column a value, out of the one row of each group that has it: keys that are missing stay.
  private mutating func spread(
    _ pivot: PlanPivot, _ keys: [String], _ across: FrameColumn, _ items: [FrameColumn], _ names: [String]
  ) throws(TranslationError) {
    var cells: [(name: String, value: String)] = []
    for (place, item) in items.enumerated() {
      if pivot.isZeroWithoutRows[place], item.facts.mayBeMissing {
        throw unable("`across` of sums that may be missing")
      }
      for value in pivot.values {
        let column = "d[\(Self.quoted(across.name))]"
        let test =
          value.isMissing
          ? "\(column).isna()"
          : across.type == .boolean
            ? "\(column).eq(\(value == .boolean(true) ? "True" : "False"))"
            : "\(column) == \(try literal(value, across.type).text)"
        cells.append((freeName("cell", besides: cells.map(\.name)), "d[\(Self.quoted(item.name))].where(\(test))"))
      }
    }
    assign(cells)
    if keys.isEmpty {
      methods.append(".loc[:, \(Self.list(cells.map(\.name)))].bfill().head(1)")
    } else {
      methods.append(
        ".groupby(\(Self.names(keys)), dropna=False, sort=False, as_index=False)[\(Self.list(cells.map(\.name)))].first()"
      )
    }
    method("set_axis", [Self.list(names), "axis=1"])
    let zeros = items.indices.filter { pivot.isZeroWithoutRows[$0] }.flatMap { item in
      pivot.values.indices.map { names[keys.count + item * pivot.values.count + $0] }
    }
    if zeros.isEmpty { return }
    method(
      "fillna",
      zeros.count == names.count ? ["0"] : ["{\(zeros.map { "\(Self.quoted($0)): 0" }.joined(separator: ", "))}"])
  }

  mutating func unpivot(_ unpivot: PlanUnpivot, _ output: [Field]) throws(TranslationError) {
    if unpivot.valueType == .duration { throw unable("a duration") }
    let kept = unpivot.kept.map { columns[$0] }
    let turned = unpivot.columns.map { columns[$0] }
    let places = output.suffix(2).map(\.name)
    if zip(kept, output).contains(where: { $0.name != $1.name }) || turned.map(\.name) != unpivot.names
      || columns.contains(where: { places.contains($0.name) })
    {
      throw unable("`unpivot` of columns whose names clash")
    }
    method("reset_index", ["drop=True"])
    method(
      "melt",
      [
        "id_vars=\(Self.list(kept.map(\.name)))", "value_vars=\(Self.list(turned.map(\.name)))",
        "var_name=\(Self.quoted(places[0]))", "value_name=\(Self.quoted(places[1]))", "ignore_index=False",
      ])
    methods.append(".sort_index(kind=\"stable\")")
    method("reset_index", ["drop=True"])
    var facts = turned[0].facts
    for column in turned.dropFirst() { facts = facts.union(column.facts) }
    rowLimit *= Double(turned.count)
    columns =
      kept + [
        FrameColumn(places[0], .text, ValueFacts(texts: unpivot.names)),
        FrameColumn(places[1], unpivot.valueType, facts),
      ]
  }

  private mutating func other(_ plan: LogicalPlan) throws(TranslationError) -> PandasPrinter {
    var printer = try PandasPrinter(plan.source, isASCII: isASCII, hasControls: hasControls)
    printer.others = others
    try printer.add(plan)
    needs.formUnion(printer.needs)
    return printer
  }

  /// The name of another table; one that must be worked out gets a line at the head of the text.
  private mutating func reference(_ printer: PandasPrinter) -> String {
    others = printer.others
    if printer.methods.isEmpty { return printer.table }
    let name = "step_\(others.count + 1)"
    others.append("\(name) = \(printer.chain)")
    return name
  }

  mutating func join(_ join: PlanJoin, _ output: [Field]) throws(TranslationError) {
    var right = try other(join.right)
    let isFilter = join.kind == .semi || join.kind == .anti
    let keys = join.keys.map { columns[$0.left].name }
    let mayMatch = join.keys.contains {
      columns[$0.left].facts.mayBeMissing && right.columns[$0.right].facts.mayBeMissing
    }
    let used = join.keys.map(\.right) + (isFilter ? [] : join.rightColumns)
    let names = keys + (isFilter ? [] : output.suffix(join.rightColumns.count).map(\.name))
    let facts = join.rightColumns.map { right.columns[$0] }
    let keyFacts = join.keys.map { right.columns[$0.right].facts }
    let all = right.columns.map(\.name)
    if isFilter || Set(used.map { all[$0] }) != Set(all) || used.map({ all[$0] }) != names {
      right.select(used.map { all[$0] }, as: names, of: all)
    }
    // pandas would put rows together whose keys are both missing.
    if mayMatch, join.kind != .full { right.method("dropna", ["subset=\(Self.names(keys))"]) }
    if isFilter { right.method("drop_duplicates", []) }
    let limit = right.rowLimit
    let table = reference(right)
    let on = "on=\(Self.names(keys))"
    switch join.kind {
    case .lookup, .left: method("merge", [table, on, "how=\"left\""])
    case .inner, .semi: method("merge", [table, on])
    case .anti:
      let mark = freeName("found")
      method("merge", ["\(table).assign(\(mark)=True)", on, "how=\"left\""])
      methods.append(".loc[lambda d: d[\"\(mark)\"].isna()]")
      drop([mark])
    case .full:
      guard keys.count == 1, let key = keys.first else { throw unable("`full join` on several keys") }
      needs.insert(.pandas)
      let known = mayMatch ? ".dropna(subset=\(Self.quoted(key)))" : ""
      let rest = "\(table).loc[~\(table)[\(Self.quoted(key))].isin(d[\(Self.quoted(key))].dropna())]"
      pipe("pd.concat([d.merge(\(table)\(known), \(on), how=\"left\"), \(rest)], ignore_index=True)")
    }
    if isFilter { return }
    rowLimit = rowLimit * max(limit, 1) + limit
    if join.kind == .full {
      for place in columns.indices { columns[place].facts.mayBeMissing = true }
      for (key, other) in zip(join.keys, keyFacts) { columns[key.left].facts = columns[key.left].facts.union(other) }
    }
    for (column, name) in zip(facts, output.suffix(join.rightColumns.count).map(\.name)) {
      var added = FrameColumn(name, column.type, column.facts)
      if join.kind != .inner { added.facts.mayBeMissing = true }
      columns.append(added)
    }
  }

  mutating func append(_ append: PlanAppend, _ output: [Field]) throws(TranslationError) {
    var lower = try other(append.lower)
    let sources = append.columns.compactMap(\.lower)
    let names = zip(append.columns, output).compactMap { $0.lower == nil ? nil : $1.name }
    let all = lower.columns.map(\.name)
    if sources.map({ all[$0] }) != names { lower.select(sources.map { all[$0] }, as: names, of: all) }
    let lowerColumns = lower.columns
    let limit = lower.rowLimit
    let table = reference(lower)
    needs.insert(.pandas)
    pipe("pd.concat([d, \(table)], ignore_index=True)")
    let upper = columns
    columns = zip(append.columns, output).map { source, field in
      let sides = [source.upper.map { upper[$0].facts }, source.lower.map { lowerColumns[$0].facts }].compactMap(\.self)
      var facts = sides.count == 2 ? sides[0].union(sides[1]) : sides[0]
      if sides.count == 1 { facts.mayBeMissing = true }
      return FrameColumn(field.name, field.type, facts)
    }
    rowLimit += limit
  }
}
