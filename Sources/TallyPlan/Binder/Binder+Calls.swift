import TallyData
import TallyFunctions
import TallySyntax
import TallyText

extension Binder {
  /// A call in a row step: a scalar function.
  mutating func call(_ call: CallSyntax) throws(BindError) -> BoundExpression {
    let name = call.name.text.lowercased()
    guard let function = Function.named(name) else {
      if let aggregate = Aggregate.named(name) { return try aggregateCall(aggregate, call) }
      if let window = WindowFunction.named(name) { return try windowCall(window, call) }
      let names = Function.all.map(\.name) + Aggregate.all.map(\.name) + WindowFunction.all.map(\.name)
      throw .unknownFunction(
        call.name, nearest: NameMatching.nearest(to: name, in: names),
        column: scope.names.first { $0.lowercased() == name })
    }
    if let misplaced = call.when ?? call.weight {
      throw .aggregateClauseInFunction(name, range: misplaced.range)
    }
    if let instant = clockConstant(name, call) { return instant }
    var arguments: [BoundExpression] = []
    for (place, syntax) in call.arguments.enumerated() {
      if let unit = unit(place, syntax, arguments, of: name) {
        arguments.append(unit)
      } else {
        arguments.append(try value(syntax))
      }
    }
    return try apply(function, to: arguments, call)
  }

  private func apply(
    _ function: Function, to arguments: [BoundExpression], _ call: CallSyntax
  ) throws(BindError) -> BoundExpression {
    let known = arguments.first { !$0.isMissingConstant }?.type ?? .integer
    let types = arguments.map { $0.isMissingConstant ? known : $0.type }
    guard let binding = function.bind(types) else {
      throw .wrongArguments(function.name, signature: function.signature, types: types, range: call.range)
    }
    let converted = zip(arguments, binding.arguments).map { argument, type in
      if argument.isMissingConstant { return argument.retyped(type) }
      if type == .number { return argument.asNumber }
      if type == .datetime { return argument.asDatetime }
      return argument
    }
    return BoundExpression(.call(function, converted), type: binding.result, range: call.range)
  }

  /// `month` of `floor(date, month)`: a unit, where no value is meant.
  private func unit(
    _ place: Int, _ syntax: ExpressionSyntax, _ before: [BoundExpression], of function: String
  ) -> BoundExpression? {
    guard function == Function.floor.name, place == 1, case .name(let name) = syntax.kind, let first = before.first,
      first.type == .date || first.type == .datetime,
      let unit = DurationUnit.allCases.first(where: {
        $0.rawValue == name.text.lowercased() || $0.singular == name.text.lowercased()
      })
    else { return nil }
    return BoundExpression(.constant(.text(unit.singular)), type: .text, range: syntax.range)
  }

  private mutating func clockConstant(_ name: String, _ call: CallSyntax) -> BoundExpression? {
    guard call.arguments.isEmpty else { return nil }
    switch name {
    case "today":
      remarks.usesClock = true
      return BoundExpression(.constant(.date(clock.today)), type: .date, range: call.range)
    case "now":
      remarks.usesClock = true
      return BoundExpression(.constant(.datetime(clock.now)), type: .datetime, range: call.range)
    default: return nil
    }
  }
}
