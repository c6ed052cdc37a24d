import TallyData
import TallyFunctions
import TallySyntax
import TallyText

/// Aggregates and windows that the step being bound needs as further columns of its input.
struct Hoist {
  enum Place {
    /// None may stand here: inside another aggregate, in a key.
    case nowhere
    /// In a row step: computed over the incoming rows. Window functions stand in `extend` alone.
    case rowStep(takesWindows: Bool, isOrdered: Bool)
    /// In a calculation of a summary, whose aggregates are computed over the columns of `input`.
    case summary(input: Scope)
  }

  var place = Place.nowhere
  var windows: [PlanWindow] = []
  var aggregates: [PlanAggregate] = []
}

extension Binder {
  /// Binds a row step's parts with aggregates allowed, and gives the windows they need.
  mutating func hoisting<Bound>(
    takesWindows: Bool = false, isOrdered: Bool = false,
    _ bind: (inout Binder) throws(BindError) -> Bound
  ) throws(BindError) -> (bound: Bound, windows: [PlanWindow]) {
    let outer = hoist
    defer { hoist = outer }
    hoist = Hoist(place: .rowStep(takesWindows: takesWindows, isOrdered: isOrdered))
    let bound = try bind(&self)
    return (bound, hoist.windows)
  }

  /// Adds the step that computes windows before the step that uses them; nothing where there are none.
  func addWindows(
    _ windows: [PlanWindow], by: [PlanColumn] = [], sortBy: [PlanSortKey] = [], to nodes: inout [PlanNode]
  ) {
    guard let first = windows.first else { return }
    let range = windows.dropFirst().reduce(first.range) { $0.union($1.range) }
    nodes.append(
      PlanNode(
        .window(PlanWindows(windows: windows, by: by, sortBy: sortBy)), output: withHidden(windows), range: range,
        text: text(of: range)))
  }

  /// The columns of the scope with those of windows behind them.
  func withHidden(_ windows: [PlanWindow]) -> [Field] { scope.fields + windows.map { Field($0.text, $0.type) } }

  /// Removes the columns of windows after the step that used them.
  func dropHidden(_ windows: [PlanWindow], from nodes: inout [PlanNode]) {
    guard let first = windows.first else { return }
    let kept = scope.fields.indices.map {
      PlanColumn(name: scope.fields[$0].name, expression: column($0, range: first.range))
    }
    nodes.append(PlanNode(.project(kept), output: scope.fields, range: first.range, text: text(of: first.range)))
  }

  /// A call of an aggregate within a calculation: a column that another step computes.
  mutating func aggregateCall(_ aggregate: Aggregate, _ call: CallSyntax) throws(BindError) -> BoundExpression {
    let outer = hoist.place
    defer { hoist.place = outer }
    hoist.place = .nowhere
    switch outer {
    case .nowhere: throw .misplacedAggregate(aggregate.name, range: call.range)
    case .rowStep:
      let planned = try self.aggregate(aggregate, call, name: text(of: call.range))
      let window = PlanWindow(
        .aggregate(planned), type: planned.type, text: text(of: call.range), range: call.range)
      return hoisted(window)
    case .summary(let input):
      let results = scope
      scope = input
      defer { scope = results }
      let planned = try self.aggregate(aggregate, call, name: text(of: call.range))
      hoist.aggregates.append(planned)
      let index = results.fields.count + hoist.aggregates.count - 1
      return BoundExpression(.column(index), type: planned.type, range: call.range)
    }
  }

  private mutating func hoisted(_ window: PlanWindow) -> BoundExpression {
    hoist.windows.append(window)
    let index = scope.fields.count + hoist.windows.count - 1
    return BoundExpression(.column(index), type: window.type, range: window.range)
  }

  mutating func windowCall(_ function: WindowFunction, _ call: CallSyntax) throws(BindError) -> BoundExpression {
    guard case .rowStep(takesWindows: true, let isOrdered) = hoist.place else {
      throw .misplacedWindow(function.name, range: call.range)
    }
    if function.measure == .rank && !isOrdered { throw .rankNeedsOrder(range: call.range) }
    let counts: ClosedRange<Int> =
      switch function.arguments {
      case .none: 0...0
      case .value: 1...1
      case .valueAndOffset: 1...2
      case .valueAndRows: 2...2
      }
    guard counts.contains(call.arguments.count), call.when == nil, call.weight == nil, call.countKind == nil else {
      throw .wrongAggregateArguments(function.name, signature: function.signature, range: call.range)
    }
    let outer = hoist.place
    defer { hoist.place = outer }
    hoist.place = .nowhere
    let argument = try call.arguments.first.map { (syntax) throws(BindError) in try value(syntax) }
    guard let type = function.result(argument?.type ?? .integer) else {
      throw .aggregateTakes(
        function.name, takes: function.takes, text: text(of: call.arguments[0].range), type: argument?.type ?? .text,
        callRange: call.range, range: call.arguments[0].range)
    }
    let rows = try call.arguments.dropFirst().first.map { (syntax) throws(BindError) in try rowCount(syntax, function) }
    let kind = PlanWindow.Kind.function(function, argument: argument, rows: rows ?? 1)
    return hoisted(PlanWindow(kind, type: type, text: text(of: call.range), range: call.range))
  }

  private mutating func rowCount(_ syntax: ExpressionSyntax, _ function: WindowFunction) throws(BindError) -> Int {
    guard case .integer(let count)? = try value(syntax).constant, (1...Int64(Int32.max)).contains(count) else {
      throw .rowCountNeeded(function.name, text: text(of: syntax.range), range: syntax.range)
    }
    return Int(count)
  }
}
