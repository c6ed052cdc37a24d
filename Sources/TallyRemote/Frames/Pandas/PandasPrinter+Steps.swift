import TallyData
import TallyPlan

/// Steps that keep, order and compute rows.
extension PandasPrinter {
  mutating func filter(_ filter: PlanFilter) throws(TranslationError) {
    let test: PrintedText
    if filter.isDropping {
      test = PrintedText("~\(try rows(where: filter.expression).tight)", .product)
    } else {
      var tests: [PrintedText] = []
      for condition in filter.conditions { tests.append(try rows(where: condition.expression)) }
      test = every(tests)
      // What is the same for all rows is to be worked out before any is gone.
      if test.text.count > 90, !columns.contains(where: { $0.inlined != nil }) {
        methods += tests.map { ".loc[lambda d: \($0.text)]" }
        return
      }
    }
    methods.append(".loc[lambda d: \(test.text)]")
  }

  /// The names of columns that hold the keys, of which the made ones are to be dropped.
  mutating func keyNames(_ expressions: [BoundExpression], as stem: String = "key") throws(TranslationError) -> (
    all: [String], made: [String]
  ) {
    var names: [String] = []
    var made: [(name: String, value: String)] = []
    for expression in expressions {
      if case .column(let index) = expression.kind, columns[index].inlined == nil {
        names.append(columns[index].name)
        continue
      }
      let name = freeName(stem, besides: names)
      names.append(name)
      made.append((name, try assigned(expression).text))
    }
    if !made.isEmpty { assign(made) }
    return (names, made.map(\.name))
  }

  mutating func drop(_ names: [String]) {
    if !names.isEmpty { method("drop", ["columns=\(Self.names(names))"]) }
  }

  mutating func sort(_ keys: [PlanSortKey]) throws(TranslationError) {
    let keys = keys.filter { !$0.expression.columnIndexes.isEmpty }
    if keys.isEmpty { return }
    let names = try keyNames(keys.map(\.expression))
    method("sort_values", sortArguments(names.all, keys.map(\.isDescending)))
    drop(names.made)
  }

  /// A repeated key decides nothing.
  func sortArguments(_ names: [String], _ isDescending: [Bool]) -> [String] {
    var seen: Set<String> = []
    let keys = zip(names, isDescending).filter { seen.insert($0.0).inserted }
    var arguments = [Self.names(keys.map(\.0))]
    if keys.contains(where: \.1) {
      let flags = keys.map { $0.1 ? "False" : "True" }
      arguments.append("ascending=\(keys.count == 1 ? flags[0] : "[\(flags.joined(separator: ", "))]")")
    }
    return arguments + ["kind=\"stable\""]
  }

  mutating func extend(_ definitions: [PlanDefinition]) throws(TranslationError) {
    var items: [(name: String, value: String)] = []
    for definition in definitions {
      items.append((definition.name, try assigned(definition.expression).text))
      let column = FrameColumn(definition.name, definition.expression.type, columns.facts(definition.expression))
      if let place = definition.replacing { columns[place] = column } else { columns.append(column) }
    }
    assign(items)
  }

  mutating func project(_ result: [PlanColumn]) throws(TranslationError) {
    let inputs = columns
    let real = inputs.filter { $0.inlined == nil }.map(\.name)
    var sources: [String] = []
    var made: [(name: String, value: String)] = []
    for column in result {
      if case .column(let index) = column.expression.kind, inputs[index].inlined == nil {
        sources.append(inputs[index].name)
        continue
      }
      let isFree = !real.contains(column.name) && !sources.contains(column.name)
      let name = isFree ? column.name : freeName("value", besides: sources)
      made.append((name, try assigned(column.expression).text))
      sources.append(name)
    }
    if !made.isEmpty { assign(made) }
    select(sources, as: result.map(\.name), of: real + extras + made.map(\.name))
    extras = []
    columns = result.map { FrameColumn($0.name, $0.expression.type, inputs.facts($0.expression)) }
  }

  /// Nothing where the columns stay as they are.
  mutating func select(_ sources: [String], as names: [String], of all: [String]) {
    let dropped = all.filter { !sources.contains($0) }
    if sources == all, sources != names {
      return rename(zip(sources, names).filter { $0 != $1 })
    }
    if sources == all { return }
    if dropped.count <= 3, dropped.count < sources.count, sources == all.filter(sources.contains) {
      drop(dropped)
    } else {
      methods.append(".loc[:, \(Self.list(sources))]")
    }
    if sources == names { return }
    if Set(sources).count == sources.count { return rename(zip(sources, names).filter { $0 != $1 }) }
    method("set_axis", [Self.list(names), "axis=1"])
  }

  private mutating func rename(_ names: [(String, String)]) {
    method("rename", ["columns={\(names.map { "\(Self.quoted($0)): \(Self.quoted($1))" }.joined(separator: ", "))}"])
  }

  mutating func distinct(_ keys: [PlanColumn]) throws(TranslationError) {
    try project(keys)
    method("drop_duplicates", [])
    method("sort_values", sortArguments(columns.map(\.name), columns.map { _ in false }))
  }

  mutating func top(_ count: Int, _ keys: [PlanSortKey], _ within: [PlanColumn]) throws(TranslationError) {
    try sort(keys)
    guard !within.isEmpty else { return method("head", ["\(count)"]) }
    let names = try keyNames(within.map(\.expression))
    methods.append(".groupby(\(Self.names(names.all)), dropna=False).head(\(count))")
    method("sort_values", sortArguments(names.all, names.all.map { _ in false }))
    drop(names.made)
  }
}
