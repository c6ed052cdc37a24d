import TallyData
import TallyFunctions
import TallySyntax
import TallyText

extension Binder {
  /// Binds a summary with its modifiers; the scope becomes its result.
  mutating func summarize(
    _ summary: SummarySyntax, source table: Table, _ range: SourceRange, into nodes: inout [PlanNode]
  ) throws(BindError) {
    let outer = hoist
    defer { hoist = outer }
    hoist = Hoist()
    let input = scope
    let keys = try columns(summary.by + (summary.across.map { [$0] } ?? []))
    let (items, results) = try self.items(summary.items, keys: keys)
    if let percent = summary.percent, items.count != 1 || results != nil || !items[0].canBeShared {
      throw .percentNeedsOneCount(range: percent.range)
    }
    let within = try summary.percent?.within.map { (item) throws(BindError) in try keyIndex(of: item, in: keys) } ?? []
    scope = try resultScope(keys, items, hasPercent: summary.percent != nil, input: input, summary)
    // Where another step follows that makes the answer's columns, it is that step's answer that is sorted.
    let isLast = results == nil && summary.across == nil
    let sortBy = isLast ? try resultKeys(summary.sortBy) : []
    let before = LogicalPlan(source: table, nodes: nodes)
    let planned = PlanSummary(
      keys: keys, items: items, hasPercent: summary.percent != nil, percentWithin: within, sortBy: sortBy)
    func add(_ step: PlanStep) {
      nodes.append(PlanNode(step, output: scope.fields, range: range, text: text(of: range)))
    }
    add(.summarize(planned))
    if let results {
      scope = Scope(computed: results.map { Field($0.name, $0.expression.type) }, tableName: scope.tableName)
      add(.project(results))
    }
    if let across = summary.across {
      if let results, results.count == keys.count { throw .duplicateName(keys[0].name, range: across.range) }
      let zeros =
        results.map { $0.dropFirst(keys.count).map { zero(of: $0.expression, items, after: keys.count) } }
        ?? items.map(\.isZeroWithoutRows) + (planned.hasPercent ? [true] : [])
      try spread(across, summary: planned, zeros: zeros, input: before, into: &nodes)
    }
    if !isLast && !summary.sortBy.isEmpty { add(.sort(try resultKeys(summary.sortBy))) }
  }

  /// Whether a column made of aggregates is 0 where there are no rows: a `count` or `sum` by itself.
  private func zero(of result: BoundExpression, _ items: [PlanAggregate], after keyCount: Int) -> Bool {
    if case .column(let index) = result.kind, index >= keyCount {
      items[index - keyCount].isZeroWithoutRows
    } else {
      false
    }
  }

  private func resultScope(
    _ keys: [PlanColumn], _ items: [PlanAggregate], hasPercent: Bool, input: Scope, _ summary: SummarySyntax
  ) throws(BindError) -> Scope {
    var fields = keys.map { Field($0.name, $0.expression.type) } + items.map { Field($0.name, $0.type) }
    if hasPercent {
      if fields.contains(where: { $0.name == "percent" }) {
        throw .duplicateName("percent", range: summary.percent?.range ?? 0..<0)
      }
      fields.append(Field("percent", .number))
    }
    let origins = keys.map { key in
      if case .column(let index) = key.expression.kind { input.origins[index] } else { nil as Column? }
    }
    return Scope(
      fields: fields, origins: origins + fields.dropFirst(keys.count).map { _ in nil }, tableName: input.tableName)
  }

  /// The aggregates of a summary; where an item is a calculation with aggregates, also the columns made of them.
  private mutating func items(
    _ items: [ItemSyntax], keys: [PlanColumn]
  ) throws(BindError) -> ([PlanAggregate], [PlanColumn]?) {
    let input = scope
    let keyFields = keys.map { Field($0.name, $0.expression.type) }
    hoist.place = .summary(input: input)
    scope = Scope(computed: keyFields, tableName: input.tableName)
    defer { scope = input }
    var names = keys.map(\.name)
    var results = keyFields.indices.map { PlanColumn(name: names[$0], expression: column($0, range: 0..<0)) }
    var hasCalculation = false
    for item in items {
      let name: String
      if case .call(let call) = item.expression.kind, let aggregate = Aggregate.named(call.name.text) {
        scope = input
        name = item.name?.text ?? plainName(call, item: item.expression)
        hoist.place = .nowhere
        let planned = try self.aggregate(aggregate, call, name: name)
        hoist.place = .summary(input: input)
        hoist.aggregates.append(planned)
        scope = Scope(computed: keyFields, tableName: input.tableName)
        let index = keys.count + hoist.aggregates.count - 1
        results.append(
          PlanColumn(name: name, expression: BoundExpression(.column(index), type: planned.type, range: item.range)))
      } else {
        hasCalculation = true
        name = item.name?.text ?? SyntaxPrinter.print(item.expression)
        results.append(PlanColumn(name: name, expression: try value(item.expression)))
      }
      if names.contains(name) { throw .duplicateName(name, range: item.range) }
      names.append(name)
    }
    return (hoist.aggregates, hasCalculation ? results : nil)
  }

  /// The key that `with percent within` names.
  private func keyIndex(of item: ItemSyntax, in keys: [PlanColumn]) throws(BindError) -> Int {
    let name =
      if case .name(let name) = item.expression.kind { name.text } else { SyntaxPrinter.print(item.expression) }
    if case .found(let index) = NameMatching.match(name, in: keys.map(\.name)) { return index }
    throw .withinNoKey(text: name, keys: keys.map(\.name), range: item.range)
  }

  /// The keys of a summary's `sort by`: its own columns, which an aggregate as written also names.
  private mutating func resultKeys(_ keys: [SortKeySyntax]) throws(BindError) -> [PlanSortKey] {
    var planned: [PlanSortKey] = []
    for key in keys {
      if case .call(let call) = key.expression.kind, Aggregate.named(call.name.text) != nil,
        let index = scope.names.firstIndex(of: plainName(call, item: key.expression))
      {
        planned.append(PlanSortKey(column(index, range: key.expression.range), isDescending: key.isDescending))
      } else {
        planned.append(PlanSortKey(try sortValue(key.expression), isDescending: key.isDescending))
      }
    }
    return planned
  }

  /// Binds a call of an aggregate over the scope.
  mutating func aggregate(_ aggregate: Aggregate, _ call: CallSyntax, name: String) throws(BindError) -> PlanAggregate {
    let when = try call.when.map { (syntax) throws(BindError) in try condition(syntax) }
    let whenText = call.when.map { text(of: $0.range) } ?? ""
    if aggregate.measure == .count {
      if let weight = call.weight { throw .noWeight(aggregate.name, range: weight.range) }
      return try count(call, name: name, when: when, whenText, aggregate)
    }
    try checkArity(aggregate, call)
    let syntax = call.arguments[0]
    let argument = aggregate.input == .condition ? try condition(syntax) : try value(syntax)
    func fault(_ type: DataType, _ range: SourceRange) -> BindError {
      .aggregateTakes(
        aggregate.name, takes: aggregate.takes, text: text(of: range), type: type, callRange: call.range, range: range)
    }
    guard let type = aggregate.result(argument.type) else { throw fault(argument.type, syntax.range) }
    let second = aggregate.input == .pair ? try value(call.arguments[1]) : nil
    if let second, aggregate.result(second.type) == nil { throw fault(second.type, call.arguments[1].range) }
    let weight = try call.weight.map { (syntax) throws(BindError) in try self.weight(syntax, aggregate) }
    return PlanAggregate(
      name: name, aggregate: aggregate, argument: argument, second: second,
      percentage: try percentage(aggregate, call), when: when, weight: weight,
      type: weight == nil ? type : weightedType(type),
      argumentText: text(of: syntax.range), whenText: whenText)
  }

  private mutating func weight(_ syntax: ExpressionSyntax, _ aggregate: Aggregate) throws(BindError) -> BoundExpression
  {
    guard aggregate.takesWeight else { throw .noWeight(aggregate.name, range: syntax.range) }
    let weight = try value(syntax)
    guard weight.type.isNumeric else {
      throw .notArithmetic("weighted by", type: weight.type, text: text(of: syntax.range), range: syntax.range)
    }
    return weight.asNumber
  }

  /// A weighted sum of whole numbers is a number: weights have fractions.
  private func weightedType(_ type: DataType) -> DataType { type == .integer ? .number : type }

  private mutating func count(
    _ call: CallSyntax, name: String, when: BoundExpression?, _ whenText: String, _ aggregate: Aggregate
  ) throws(BindError) -> PlanAggregate {
    let mode: CountMode =
      switch call.countKind {
      case nil: .rows
      case .distinct?: .distinct
      case .known?: .known
      case .missing?: .missing
      }
    guard mode != .rows else {
      if let argument = call.arguments.first {
        throw .countOfColumn(text: text(of: argument.range), range: argument.range)
      }
      return PlanAggregate(
        name: name, aggregate: aggregate, argument: nil, when: when, type: .integer, argumentText: "",
        whenText: whenText)
    }
    guard let syntax = call.arguments.first, call.arguments.count == 1 else {
      throw .wrongAggregateArguments(aggregate.name, signature: aggregate.signature, range: call.range)
    }
    return PlanAggregate(
      name: name, aggregate: aggregate, countMode: mode, argument: try value(syntax), when: when, type: .integer,
      argumentText: text(of: syntax.range), whenText: whenText)
  }

  private func checkArity(_ aggregate: Aggregate, _ call: CallSyntax) throws(BindError) {
    let wanted =
      switch aggregate.input {
      case .rows: 0
      case .value, .condition: 1
      case .valueAndPercentage, .pair: 2
      }
    guard call.arguments.count == wanted, call.countKind == nil else {
      throw .wrongAggregateArguments(aggregate.name, signature: aggregate.signature, range: call.range)
    }
  }

  private mutating func percentage(_ aggregate: Aggregate, _ call: CallSyntax) throws(BindError) -> Double {
    guard aggregate.input == .valueAndPercentage else { return 0 }
    guard let percent = try value(call.arguments[1]).constant?.double, (0...100).contains(percent) else {
      throw .percentageOutOfRange(text: text(of: call.arguments[1].range), range: call.arguments[1].range)
    }
    return percent
  }

  /// `count`, `mean_age`, `count_distinct_route`; the text of the item where it says more than a column.
  private func plainName(_ call: CallSyntax, item: ExpressionSyntax) -> String {
    let name = call.name.text.lowercased()
    if call.when != nil || call.weight != nil { return SyntaxPrinter.print(item) }
    if call.arguments.isEmpty { return call.countKind == nil ? name : SyntaxPrinter.print(item) }
    let isPair = if case .pair? = Aggregate.named(name)?.input { true } else { false }
    var parts = [name] + (call.countKind.map { [$0.rawValue] } ?? [])
    for argument in call.arguments.prefix(isPair ? 2 : 1) {
      guard case .name(let column) = argument.unparenthesized.kind else { return SyntaxPrinter.print(item) }
      parts.append(spelled(column))
    }
    return parts.joined(separator: "_")
  }

  /// A column's name as its header spells it.
  private func spelled(_ name: NameSyntax) -> String {
    switch NameMatching.match(name.text, in: scope.names, isExact: name.isExact) {
    case .found(let index): scope.names[index]
    case .ambiguous, .none: name.text
    }
  }
}

extension PlanAggregate {
  /// Whether `with percent` may stand beside it.
  var canBeShared: Bool { aggregate.measure == .count || (aggregate.measure == .sum && type.isNumeric) }
}

extension ExpressionSyntax {
  var unparenthesized: ExpressionSyntax {
    if case .parenthesized(let inner) = kind { inner.unparenthesized } else { self }
  }
}
