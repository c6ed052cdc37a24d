import TallyData
import TallyFunctions
import TallySyntax
import TallyText

/// Turns a query as written into a plan: finds what names mean, checks types, expands lets.
package struct Binder {
  let catalog: Catalog
  let source: SourceText
  let clock: QueryClock
  /// Runs a plan while a query is bound, for a step whose columns depend on the data.
  let values: Run
  var scope: Scope
  var remarks = BindRemarks()
  var lets = LetExpansion()
  var hoist = Hoist()
  /// Whether conditions are compared with the values of the columns: it costs a look at all of them.
  var findsSettled = false
  /// A join may have added missing values to the columns, or rows.
  var hasJoined = false

  package typealias Run = (LogicalPlan) -> RunResult

  package enum RunResult {
    case table(Table)
    case failure(any DiagnosticConvertible)
  }

  init(catalog: Catalog, source: SourceText, clock: QueryClock, scope: Scope, values: @escaping Run) {
    self.catalog = catalog
    self.source = source
    self.clock = clock
    self.scope = scope
    self.values = values
  }

  /// The plan of a query; `continuing` is what a leading `|` goes on with, `values` runs a plan that is asked
  /// for while the query is bound.
  package static func bind(
    _ steps: [StepSyntax], continuing: Table? = nil, source: SourceText, catalog: Catalog, clock: QueryClock,
    findsSettled: Bool = false, values: @escaping Run
  ) throws(BindError) -> BoundQuery {
    let empty = Scope(computed: [], tableName: "")
    var binder = Binder(catalog: catalog, source: source, clock: clock, scope: empty, values: values)
    binder.findsSettled = findsSettled
    let plan = try binder.plan(steps, start: continuing)
    return BoundQuery(plan: plan, remarks: binder.remarks)
  }

  /// A condition on its own, over the columns of a table.
  package static func bindCondition(
    _ condition: ExpressionSyntax, table: Table, source: SourceText, catalog: Catalog, clock: QueryClock
  ) throws(BindError) -> (filter: PlanFilter, remarks: BindRemarks) {
    var binder = Binder(
      catalog: catalog, source: source, clock: clock, scope: Scope(table: table), values: Binder.runsNothing)
    let filter = PlanFilter(conditions: try binder.conjuncts(condition), isDropping: false)
    return (filter, binder.remarks)
  }

  /// Checks the body of a `let` against the current table, where it can be bound there.
  package static func check(
    _ expression: ExpressionSyntax, source: SourceText, catalog: Catalog, clock: QueryClock
  ) throws(BindError) {
    guard let table = catalog.currentTable else { return }
    var binder = Binder(
      catalog: catalog, source: source, clock: clock, scope: Scope(table: table), values: Binder.runsNothing)
    binder.hoist.place = .rowStep(takesWindows: true, isOrdered: true)
    _ = try binder.value(expression)
  }

  /// The value of a `param` statement.
  package static func constant(
    _ expression: ExpressionSyntax, source: SourceText, catalog: Catalog, clock: QueryClock
  ) throws(BindError) -> Value {
    var binder = Binder(
      catalog: catalog, source: source, clock: clock, scope: Scope(computed: [], tableName: ""),
      values: Binder.runsNothing)
    guard let constant = try binder.value(expression).constant else {
      throw .constantNeeded(text: binder.text(of: expression.range), range: expression.range)
    }
    return constant
  }

  /// For what gives no answer: the columns that `across` makes are then none.
  package static func runsNothing(_ plan: LogicalPlan) -> RunResult {
    .table(Table(name: plan.source.name, fields: plan.output, rows: []))
  }

  mutating func plan(_ steps: [StepSyntax], start: Table?) throws(BindError) -> LogicalPlan {
    var rest = steps[...]
    var nodes: [PlanNode] = []
    let table: Table
    if case .from(let name)? = steps.first?.kind {
      rest = rest.dropFirst()
      (table, nodes) = try resolve(name)
    } else if let start {
      table = start
    } else if let current = catalog.currentTable {
      table = current
    } else {
      throw .noTable(range: steps.first?.range ?? 0..<0)
    }
    if nodes.isEmpty { scope = Scope(table: table) }
    for step in rest { try bind(step, source: table, into: &nodes) }
    return LogicalPlan(source: table, nodes: nodes)
  }

  /// The table of a name, or the steps of the query that a let gave it.
  private mutating func resolve(_ name: NameSyntax) throws(BindError) -> (Table, [PlanNode]) {
    let queries = catalog.lets.filter { if case .query = $0.body { true } else { false } }
    let names = catalog.tables.map(\.name) + queries.map(\.name)
    switch NameMatching.match(name.text, in: names, isExact: name.isExact) {
    case .found(let index) where index < catalog.tables.count:
      return (catalog.tables[index], [])
    case .found(let index):
      let plan = try expand(queries[index - catalog.tables.count], at: name.range)
      return (plan.source, plan.nodes)
    case .ambiguous(let hits):
      throw .ambiguousTable(name, candidates: hits.map { names[$0] })
    case .none:
      throw .unknownTable(name, nearest: NameMatching.nearest(to: name.text, in: names), tables: names)
    }
  }

  private mutating func expand(_ definition: LetDefinition, at range: SourceRange) throws(BindError) -> LogicalPlan {
    guard case .query(let query, let current) = definition.body else {
      return LogicalPlan(source: Table(name: "", fields: [], columns: [], rowCount: 0), nodes: [])
    }
    var catalog = catalog
    catalog.current = current ?? catalog.current
    var inner = Binder(catalog: catalog, source: definition.source, clock: clock, scope: scope, values: values)
    inner.lets = try lets.opening(definition.name, at: range)
    inner.findsSettled = findsSettled
    do {
      let plan = try inner.plan(query.steps, start: nil)
      lets.close(inner.lets)
      hasJoined = hasJoined || inner.hasJoined
      scope = inner.scope
      scope.tableName = definition.name
      remarks.merge(inner.remarks.withoutFixes)
      return plan.placed(at: range)
    } catch {
      throw LetExpansion.failure(in: definition.name, at: range, error)
    }
  }
}

/// What binding found out besides the plan.
package struct BindRemarks: Sendable {
  /// Texts that were compared with a column that does not hold them.
  package var unheldTexts: [UnheldText] = []
  /// Conditions that no row, or every row, meets; looked for where a script is checked.
  package var settledConditions: [SettledCondition] = []
  /// `today()` or `now()` was used.
  package var usesClock = false

  package init() {}

  /// For the statement that uses a let: its fixes would change another statement.
  var withoutFixes: BindRemarks {
    var remarks = self
    for index in unheldTexts.indices {
      remarks.unheldTexts[index].fix = nil
      remarks.unheldTexts[index].range = nil
    }
    for index in settledConditions.indices { remarks.settledConditions[index].range = nil }
    return remarks
  }

  mutating func merge(_ other: BindRemarks) {
    unheldTexts += other.unheldTexts
    settledConditions += other.settledConditions
    usesClock = usesClock || other.usesClock
  }
}

package struct BoundQuery: Sendable {
  package let plan: LogicalPlan
  package let remarks: BindRemarks
}

/// The instant at which a statement began: `today()` and `now()` are constant within it.
package struct QueryClock: Sendable {
  /// UTC microseconds since 1970.
  package let now: Int64

  package init(now: Int64) { self.now = now }

  package var today: Int64 { CalendarText.dividedDown(now, by: Microseconds.day).quotient }
}
