import TallyData
import TallyFunctions
import TallySyntax
import TallyText

extension Binder {
  /// Binds a summary's keys and aggregates; the scope becomes its result.
  mutating func summarize(_ summary: SummarySyntax) throws(BindError) -> PlanSummary {
    if let across = summary.across { throw .notYet("`across`", range: across.range) }
    if let within = summary.percent?.within.first { throw .notYet("`with percent within`", range: within.range) }
    let keys = try columns(summary.by)
    var items: [PlanAggregate] = []
    for item in summary.items {
      let bound = try aggregate(item)
      if items.contains(where: { $0.name == bound.name }) || keys.contains(where: { $0.name == bound.name }) {
        throw .duplicateName(bound.name, range: item.range)
      }
      items.append(bound)
    }
    if let percent = summary.percent, items.count != 1 || !items[0].canBeShared {
      throw .percentNeedsOneCount(range: percent.range)
    }
    var fields = keys.map { Field($0.name, $0.expression.type) } + items.map { Field($0.name, $0.type) }
    if summary.percent != nil {
      if fields.contains(where: { $0.name == "percent" }) {
        throw .duplicateName("percent", range: summary.percent?.range ?? 0..<0)
      }
      fields.append(Field("percent", .number))
    }
    let origins = keys.map { origin(of: $0.expression) } + fields.dropFirst(keys.count).map { _ in nil }
    scope = Scope(fields: fields, origins: origins, tableName: scope.tableName)
    let sortBy = try resultKeys(summary.sortBy)
    return PlanSummary(keys: keys, items: items, hasPercent: summary.percent != nil, sortBy: sortBy)
  }

  /// The keys of a summary's `sort by`: its own columns, which an aggregate as written also names.
  private mutating func resultKeys(_ keys: [SortKeySyntax]) throws(BindError) -> [PlanSortKey] {
    var planned: [PlanSortKey] = []
    for key in keys {
      if case .call(let call) = key.expression.kind, Aggregate.named(call.name.text) != nil,
        let index = scope.names.firstIndex(of: plainName(call, item: key.expression.range))
      {
        planned.append(PlanSortKey(column(index, range: key.expression.range), isDescending: key.isDescending))
      } else {
        planned.append(PlanSortKey(try value(key.expression), isDescending: key.isDescending))
      }
    }
    return planned
  }

  private mutating func aggregate(_ item: ItemSyntax) throws(BindError) -> PlanAggregate {
    guard case .call(let call) = item.expression.kind, let aggregate = Aggregate.named(call.name.text) else {
      throw .notYet("a calculation with aggregates", range: item.range)
    }
    if aggregate.measure == .correlation { throw .notYet("`corr`", range: call.name.range) }
    if let weight = call.weight { throw .notYet("`weighted by`", range: weight.range) }
    let when = try call.when.map { (syntax) throws(BindError) in try condition(syntax) }
    let name = item.name?.text ?? plainName(call, item: item.expression.range)
    if aggregate.measure == .count { return try count(call, name: name, when: when, aggregate) }
    try checkArity(aggregate, call)
    let syntax = call.arguments[0]
    let argument = aggregate.input == .condition ? try condition(syntax) : try value(syntax)
    guard let type = aggregate.result(argument.type) else {
      throw .aggregateTakes(
        aggregate.name, takes: aggregate.takes, text: text(of: syntax.range), type: argument.type,
        callRange: call.range, range: syntax.range)
    }
    return PlanAggregate(
      name: name, aggregate: aggregate, argument: argument, percentage: try percentage(aggregate, call), when: when,
      type: type, argumentText: text(of: syntax.range))
  }

  private mutating func count(
    _ call: CallSyntax, name: String, when: BoundExpression?, _ aggregate: Aggregate
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
        name: name, aggregate: aggregate, argument: nil, when: when, type: .integer, argumentText: "")
    }
    guard let syntax = call.arguments.first, call.arguments.count == 1 else {
      throw .wrongAggregateArguments(aggregate.name, signature: aggregate.signature, range: call.range)
    }
    return PlanAggregate(
      name: name, aggregate: aggregate, countMode: mode, argument: try value(syntax), when: when, type: .integer,
      argumentText: text(of: syntax.range))
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
  private func plainName(_ call: CallSyntax, item: SourceRange) -> String {
    let name = call.name.text.lowercased()
    if call.when != nil || call.weight != nil { return text(of: item) }
    if call.arguments.isEmpty { return call.countKind == nil ? name : text(of: item) }
    let parts = [name] + (call.countKind.map { [$0.rawValue] } ?? [])
    guard case .name(let column) = call.arguments[0].unparenthesized.kind else { return text(of: item) }
    let spelled: String =
      switch NameMatching.match(column.text, in: scope.names, isExact: column.isExact) {
      case .found(let index): scope.names[index]
      case .ambiguous, .none: column.text
      }
    return (parts + [spelled]).joined(separator: "_")
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
