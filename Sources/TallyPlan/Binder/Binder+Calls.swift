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
      let isUnit =
        place == 1 && name == Function.floor.name && (arguments[0].type == .date || arguments[0].type == .datetime)
      arguments.append(isUnit ? try unit(syntax) : try value(syntax))
    }
    return try apply(function, to: arguments, call)
  }

  private func apply(
    _ function: Function, to arguments: [BoundExpression], _ call: CallSyntax
  ) throws(BindError) -> BoundExpression {
    let known = arguments.first { !$0.isMissingConstant }?.type ?? .integer
    let types = arguments.map { $0.isMissingConstant ? known : $0.type }
    // `missing` is of whatever type belongs there.
    let others = DataType.allCases.lazy.map { type in arguments.map { $0.isMissingConstant ? type : $0.type } }
    guard let binding = function.bind(types) ?? others.compactMap({ function.bind($0) }).first else {
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
  private func unit(_ syntax: ExpressionSyntax) throws(BindError) -> BoundExpression {
    let written: String =
      switch syntax.kind {
      case .name(let name): name.text
      case .literal(.text(let text)): text
      default: text(of: syntax.range)
      }
    guard let unit = DurationUnit.named(written) else {
      throw .unknownUnit(
        written, nearest: NameMatching.nearest(to: written, in: DurationUnit.singulars), range: syntax.range)
    }
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
