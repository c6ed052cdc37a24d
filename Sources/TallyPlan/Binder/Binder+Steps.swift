import TallyData
import TallyFunctions
import TallySyntax
import TallyText

extension Binder {
  /// Binds one step over the columns of the step before it.
  mutating func bind(_ step: StepSyntax, into nodes: inout [PlanNode]) throws(BindError) {
    func add(_ planned: PlanStep, _ range: SourceRange) {
      nodes.append(PlanNode(planned, output: scope.fields, range: range, text: text(of: range)))
    }
    switch step.kind {
    case .from(let name):
      throw .fromNotFirst(range: name.range)
    case .filter(let condition):
      try addFilter(condition, to: &nodes)
    case .dropRows(let condition):
      add(.filter(PlanFilter(conditions: try conjuncts(condition), isDropping: true)), condition.range)
    case .show(let items, let condition):
      if let condition { try addFilter(condition, to: &nodes) }
      if !items.isEmpty { add(.project(try project(items)), step.range) }
    case .dropColumns(let names):
      add(.project(try dropColumns(names)), step.range)
    case .rename(let renames):
      add(.project(try rename(renames)), step.range)
    case .extend(let definitions, let by, let sortBy):
      if let first = by.first?.range ?? sortBy.first?.expression.range {
        throw .notYet("`extend` with `by` or `sort by`", range: first)
      }
      add(.extend(try extend(definitions)), step.range)
    case .sort(let keys):
      add(.sort(try sortKeys(keys)), step.range)
    case .first(let count):
      add(.first(try number(count)), step.range)
    case .last(let count):
      add(.last(try number(count)), step.range)
    case .sample(let count, let seed):
      let seedBits = UInt64(bitPattern: seed ?? 1)
      add(.sample(try number(count), seed: seedBits, isSeedGiven: seed != nil), step.range)
    case .top(let top):
      if let key = top.within.first {
        throw .notYet("`within` of `\(top.isBottom ? "bottom" : "top")`", range: key.range)
      }
      let keys = try sortKeys(top.keys)
      add(.top(try number(top.count), by: keys, isBottom: top.isBottom), step.range)
    case .distinct(let keys, let condition):
      if let condition { try addFilter(condition, to: &nodes) }
      add(.distinct(try distinct(keys)), step.range)
    case .describe(let names, let by, let condition):
      if let condition { try addFilter(condition, to: &nodes) }
      add(try describe(names, by: by), step.range)
    case .summarize(let summary):
      if let condition = summary.condition { try addFilter(condition, to: &nodes) }
      add(.summarize(try summarize(summary)), step.range)
    case .assert(let condition):
      let bound = try self.condition(condition)
      add(.assert(PlanCondition(bound, text: text(of: condition.range))), step.range)
    case .join(let join):
      throw .notYet(join.kind == .lookup ? "`lookup`" : "`\(join.kind.rawValue) join`", range: step.range)
    case .append: throw .notYet("`append`", range: step.range)
    case .unpivot: throw .notYet("`unpivot`", range: step.range)
    case .plot: throw .notYet("`plot`", range: step.range)
    case .save: throw .notYet("`save`", range: step.range)
    }
  }

  /// Adds a filter; one that follows another joins it, so that a row is judged once by all conditions.
  private mutating func addFilter(_ condition: ExpressionSyntax, to nodes: inout [PlanNode]) throws(BindError) {
    var conditions = try conjuncts(condition)
    var range = condition.range
    if let last = nodes.last, case .filter(let earlier) = last.step, !earlier.isDropping {
      conditions = earlier.conditions + conditions
      range = last.range.union(range)
      nodes.removeLast()
    }
    let filter = PlanFilter(conditions: conditions, isDropping: false)
    nodes.append(PlanNode(.filter(filter), output: scope.fields, range: range, text: text(of: range)))
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

  private mutating func project(_ items: [ItemSyntax]) throws(BindError) -> [PlanColumn] {
    let columns = try self.columns(items)
    let origins = columns.map { origin(of: $0.expression) }
    let fields = columns.map { Field($0.name, $0.expression.type, isIndicator: isIndicator($0.expression)) }
    scope = Scope(fields: fields, origins: origins, tableName: scope.tableName)
    return columns
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

  private mutating func extend(_ definitions: [DefinitionSyntax]) throws(BindError) -> [PlanDefinition] {
    var planned: [PlanDefinition] = []
    for definition in definitions {
      let bound = try value(definition.expression)
      let replacing = scope.fields.firstIndex { $0.name == definition.name.text }
      let field = Field(definition.name.text, bound.type, isIndicator: isIndicator(bound))
      let origin = origin(of: bound)
      if let replacing {
        scope.fields[replacing] = field
        scope.origins[replacing] = origin
      } else {
        scope.fields.append(field)
        scope.origins.append(origin)
      }
      planned.append(PlanDefinition(name: field.name, expression: bound, replacing: replacing))
    }
    return planned
  }

  mutating func sortKeys(_ keys: [SortKeySyntax]) throws(BindError) -> [PlanSortKey] {
    var planned: [PlanSortKey] = []
    for key in keys { planned.append(PlanSortKey(try value(key.expression), isDescending: key.isDescending)) }
    return planned
  }

  private mutating func distinct(_ items: [ItemSyntax]) throws(BindError) -> [PlanColumn] {
    guard items.isEmpty else { return try project(items) }
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
    case .parameter(let name): throw .notYet("the parameter `$\(name.text)`", range: name.range)
    }
  }
}
