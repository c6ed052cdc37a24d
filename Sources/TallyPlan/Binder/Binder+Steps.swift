import TallyData
import TallyFunctions
import TallySyntax
import TallyText

extension Binder {
  /// Binds one step over the columns of the step before it.
  mutating func bind(_ step: StepSyntax, source table: Table, into nodes: inout [PlanNode]) throws(BindError) {
    func add(_ planned: PlanStep, _ range: SourceRange, _ windows: [PlanWindow] = []) {
      addWindows(windows, to: &nodes)
      nodes.append(PlanNode(planned, output: withHidden(windows), range: range, text: text(of: range)))
      dropHidden(windows, from: &nodes)
    }
    switch step.kind {
    case .from(let name):
      throw .fromNotFirst(range: name.range)
    case .filter(let condition):
      try addFilter(condition, to: &nodes)
    case .dropRows(let condition):
      let (conditions, windows) = try hoisting { (binder) throws(BindError) in try binder.conjuncts(condition) }
      remarkSettled(conditions, range: condition.range)
      add(.filter(PlanFilter(conditions: conditions, isDropping: true)), condition.range, windows)
    case .show(let items, let condition):
      if let condition { try addFilter(condition, to: &nodes) }
      if !items.isEmpty {
        let (columns, windows) = try hoisting { (binder) throws(BindError) in try binder.columns(items) }
        addWindows(windows, to: &nodes)
        project(columns)
        add(.project(columns), step.range)
      }
    case .dropColumns(let names):
      add(.project(try dropColumns(names)), step.range)
    case .rename(let renames):
      add(.project(try rename(renames)), step.range)
    case .extend(let definitions, let by, let sortBy):
      try extend(definitions, by: by, sortBy: sortBy, step.range, into: &nodes)
    case .sort(let keys):
      let (planned, windows) = try hoisting { (binder) throws(BindError) in try binder.sortKeys(keys) }
      add(.sort(planned), step.range, windows)
    case .first(let count):
      add(.first(try number(count)), step.range)
    case .last(let count):
      add(.last(try number(count)), step.range)
    case .sample(let count, let seed):
      let seedBits = UInt64(bitPattern: seed ?? 1)
      add(.sample(try number(count), seed: seedBits, isSeedGiven: seed != nil), step.range)
    case .top(let top):
      let within = try columns(top.within)
      let (keys, windows) = try hoisting { (binder) throws(BindError) in try binder.sortKeys(top.keys) }
      add(.top(try number(top.count), by: keys, within: within, isBottom: top.isBottom), step.range, windows)
    case .distinct(let keys, let condition):
      if let condition { try addFilter(condition, to: &nodes) }
      add(.distinct(try distinct(keys)), step.range)
    case .describe(let names, let by, let condition):
      if let condition { try addFilter(condition, to: &nodes) }
      add(try describe(names, by: by), step.range)
    case .summarize(let summary):
      if let condition = summary.condition { try addFilter(condition, to: &nodes) }
      try summarize(summary, source: table, step.range, into: &nodes)
    case .assert(let condition):
      let (bound, windows) = try hoisting { (binder) throws(BindError) in try binder.condition(condition) }
      add(.assert(PlanCondition(bound, text: text(of: condition.range))), step.range, windows)
    case .join(let join):
      add(try self.join(join, range: step.range), step.range)
    case .append(let name):
      add(try append(name), step.range)
    case .unpivot(let names, let name, let value):
      add(try unpivot(names, name: name, value: value), step.range)
    case .plot: throw .plotNotLast(range: step.range)
    case .save: throw .notYet("`save`", range: step.range)
    }
  }

  /// Adds a filter; one that follows another joins it, so that a row is judged once by all conditions.
  private mutating func addFilter(_ condition: ExpressionSyntax, to nodes: inout [PlanNode]) throws(BindError) {
    var (conditions, windows) = try hoisting { (binder) throws(BindError) in try binder.conjuncts(condition) }
    var range = condition.range
    if let last = nodes.last, case .filter(let earlier) = last.step, !earlier.isDropping, windows.isEmpty {
      conditions = earlier.conditions + conditions
      range = last.range.union(range)
      nodes.removeLast()
    }
    remarkSettled(conditions, range: range)
    addWindows(windows, to: &nodes)
    let filter = PlanFilter(conditions: conditions, isDropping: false)
    nodes.append(PlanNode(.filter(filter), output: withHidden(windows), range: range, text: text(of: range)))
    dropHidden(windows, from: &nodes)
  }

  /// The operands of a condition's outermost `and`, each bound.
  mutating func conjuncts(_ syntax: ExpressionSyntax) throws(BindError) -> [PlanCondition] {
    switch syntax.kind {
    case .and(let operands):
      var all: [PlanCondition] = []
      for operand in operands { all += try conjuncts(operand) }
      return all
    case .parenthesized(let inner):
      if case .and = inner.kind { return try conjuncts(inner) }
    default: break
    }
    return [PlanCondition(try condition(syntax), text: text(of: syntax.range))]
  }

  /// The scope becomes these columns of it.
  private mutating func project(_ columns: [PlanColumn]) {
    let origins = columns.map { origin(of: $0.expression) }
    let fields = columns.map { Field($0.name, $0.expression.type, isIndicator: isIndicator($0.expression)) }
    scope = Scope(fields: fields, origins: origins, tableName: scope.tableName)
  }

  /// Shown columns, keys: each with its name, all names different.
  mutating func columns(_ items: [ItemSyntax]) throws(BindError) -> [PlanColumn] {
    var columns: [PlanColumn] = []
    for item in items {
      let bound = try value(item.expression)
      let name = item.name?.text ?? resultName(of: item.expression, bound: bound)
      if columns.contains(where: { $0.name == name }) { throw .duplicateName(name, range: item.range) }
      columns.append(PlanColumn(name: name, expression: bound))
    }
    return columns
  }

  private mutating func dropColumns(_ names: [NameSyntax]) throws(BindError) -> [PlanColumn] {
    var dropped = Set<Int>()
    for name in names { dropped.insert(try columnIndex(name)) }
    let kept = scope.fields.indices.filter { !dropped.contains($0) }
    if kept.isEmpty { throw .noColumnsLeft(range: names[0].range) }
    let columns = kept.map { PlanColumn(name: scope.fields[$0].name, expression: column($0, range: names[0].range)) }
    scope = Scope(
      fields: kept.map { scope.fields[$0] }, origins: kept.map { scope.origins[$0] }, tableName: scope.tableName)
    return columns
  }

  private mutating func rename(_ renames: [RenameSyntax]) throws(BindError) -> [PlanColumn] {
    var fields = scope.fields
    for rename in renames { fields[try columnIndex(rename.from)].name = rename.to.text }
    for rename in renames where fields.count(where: { $0.name == rename.to.text }) > 1 {
      throw .duplicateName(rename.to.text, range: rename.to.range)
    }
    let columns = fields.indices.map {
      PlanColumn(name: fields[$0].name, expression: column($0, range: renames[0].from.range))
    }
    scope.fields = fields
    return columns
  }

  /// One step a definition, so that each is seen by the later ones, with the windows it needs before it.
  private mutating func extend(
    _ definitions: [DefinitionSyntax], by: [ItemSyntax], sortBy: [SortKeySyntax], _ range: SourceRange,
    into nodes: inout [PlanNode]
  ) throws(BindError) {
    let by = try columns(by)
    let order = try sortKeys(sortBy)
    var plain: [PlanDefinition] = []
    func add(_ definitions: [PlanDefinition], _ windows: [PlanWindow] = []) {
      if definitions.isEmpty { return }
      nodes.append(PlanNode(.extend(definitions), output: scope.fields, range: range, text: text(of: range)))
    }
    for definition in definitions {
      let (bound, windows) = try hoisting(takesWindows: true, isOrdered: !order.isEmpty) { (binder) throws(BindError) in
        try binder.value(definition.expression)
      }
      if windows.isEmpty {
        plain.append(define(definition.name.text, bound))
        continue
      }
      add(plain)
      plain = []
      try extend(definition.name.text, bound, windows, by: by, sortBy: order, range, into: &nodes)
    }
    add(plain)
  }

  /// A definition that needs windows: they are added, it is computed, they are removed.
  private mutating func extend(
    _ name: String, _ bound: BoundExpression, _ windows: [PlanWindow], by: [PlanColumn], sortBy: [PlanSortKey],
    _ range: SourceRange, into nodes: inout [PlanNode]
  ) throws(BindError) {
    addWindows(windows, by: by, sortBy: sortBy, to: &nodes)
    let width = scope.fields.count
    let hidden = withHidden(windows)
    let definition = define(name, bound)
    let added = definition.replacing == nil
    nodes.append(
      PlanNode(
        .extend([definition]), output: added ? hidden + scope.fields.suffix(1) : withHidden(windows), range: range,
        text: text(of: range)))
    let kept = scope.fields.indices.map { index in
      let source = index < width ? index : index + windows.count
      return PlanColumn(
        name: scope.fields[index].name,
        expression: BoundExpression(.column(source), type: scope.fields[index].type, range: range))
    }
    nodes.append(PlanNode(.project(kept), output: scope.fields, range: range, text: text(of: range)))
  }

  /// Adds a column to the scope, or puts it in the place of the one of the same name.
  private mutating func define(_ name: String, _ bound: BoundExpression) -> PlanDefinition {
    let replacing = scope.fields.firstIndex { $0.name == name }
    let field = Field(name, bound.type, isIndicator: isIndicator(bound))
    let origin = origin(of: bound)
    if let replacing {
      scope.fields[replacing] = field
      scope.origins[replacing] = origin
    } else {
      scope.fields.append(field)
      scope.origins.append(origin)
    }
    return PlanDefinition(name: name, expression: bound, replacing: replacing)
  }

  mutating func sortKeys(_ keys: [SortKeySyntax]) throws(BindError) -> [PlanSortKey] {
    var planned: [PlanSortKey] = []
    for key in keys { planned.append(PlanSortKey(try sortValue(key.expression), isDescending: key.isDescending)) }
    return planned
  }

  /// What a key sorts by: no bare number, which SQL takes for the place of a column.
  mutating func sortValue(_ key: ExpressionSyntax) throws(BindError) -> BoundExpression {
    guard case .literal(.integer(let place)) = key.kind else { return try value(key) }
    let names = scope.names
    let column = Int(exactly: place).flatMap { names.indices.contains($0 - 1) ? names[$0 - 1] : nil }
    throw .placeAsKey(text: "\(place)", column: column, range: key.range)
  }

  private mutating func distinct(_ items: [ItemSyntax]) throws(BindError) -> [PlanColumn] {
    guard items.isEmpty else {
      let columns = try columns(items)
      project(columns)
      return columns
    }
    return scope.fields.indices.map { PlanColumn(name: scope.fields[$0].name, expression: column($0, range: 0..<0)) }
  }

  private mutating func describe(_ names: [NameSyntax], by: [ItemSyntax]) throws(BindError) -> PlanStep {
    let keys = try columns(by)
    let keyIndices = keys.compactMap { if case .column(let index) = $0.expression.kind { index } else { nil } }
    var indices: [Int] = []
    for name in names { indices.append(try columnIndex(name)) }
    if names.isEmpty { indices = scope.fields.indices.filter { !keyIndices.contains($0) } }
    let described = indices.map { scope.fields[$0].type }
    let keyFields = keys.map { Field($0.name, $0.expression.type) }
    scope = Scope(computed: keyFields + PlanDescription.fields(describing: described), tableName: scope.tableName)
    return .describe(columns: indices, by: keys)
  }

  private func number(_ count: CountSyntax) throws(BindError) -> Int {
    switch count.kind {
    case .number(let number): return Int(number)
    case .parameter(let name):
      guard case .integer(let number) = try parameter(name), number >= 0 else {
        throw .wholeNumberNeeded(parameter: name.text, range: name.range)
      }
      return Int(number)
    }
  }

  /// The value of `$name`.
  func parameter(_ name: NameSyntax) throws(BindError) -> Value {
    let names = catalog.parameters.map(\.name)
    if case .found(let index) = NameMatching.match(name.text, in: names) { return catalog.parameters[index].value }
    throw .unknownParameter(name, nearest: NameMatching.nearest(to: name.text, in: names))
  }
}
