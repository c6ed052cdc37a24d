import TallyText

/// What a let stands for takes the place of its name: ranges into the let's own source would point into the
/// statement that uses it.
extension BoundExpression {
  func placed(at range: SourceRange) -> BoundExpression {
    BoundExpression(mapParts { $0.placed(at: range) }.kind, type: type, range: range)
  }
}

extension PlanWindow {
  /// The same window, every part of it at another place.
  func placed(at range: SourceRange) -> PlanWindow {
    let kind: Kind =
      switch self.kind {
      case .aggregate(let item): .aggregate(item.placed(at: range))
      case .function(let function, let argument, let rows):
        .function(function, argument: argument?.placed(at: range), rows: rows)
      }
    return PlanWindow(kind, type: type, text: text, range: range)
  }
}

extension PlanAggregate {
  /// The same aggregate, every part of it at another place.
  func placed(at range: SourceRange) -> PlanAggregate {
    mapExpressions { $0.placed(at: range) }
  }
}
