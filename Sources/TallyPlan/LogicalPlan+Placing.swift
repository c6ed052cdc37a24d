import TallyText

/// The query that a let stands for takes the place of its name: what a run says of a place in it must not point into
/// the statement that uses it.
extension LogicalPlan {
  func placed(at range: SourceRange) -> LogicalPlan {
    LogicalPlan(
      source: source,
      nodes: nodes.map { PlanNode($0.step.placed(at: range), output: $0.output, range: range, text: $0.text) })
  }
}

extension PlanStep {
  func placed(at range: SourceRange) -> PlanStep {
    switch self {
    case .filter(let filter):
      .filter(PlanFilter(conditions: filter.conditions.map { $0.placed(at: range) }, isDropping: filter.isDropping))
    case .project(let columns): .project(columns.map { $0.placed(at: range) })
    case .extend(let definitions): .extend(definitions.map { $0.placed(at: range) })
    case .sort(let keys): .sort(keys.map { $0.placed(at: range) })
    case .top(let count, let keys, let within, let isBottom):
      .top(
        count, by: keys.map { $0.placed(at: range) }, within: within.map { $0.placed(at: range) }, isBottom: isBottom)
    case .distinct(let columns): .distinct(columns.map { $0.placed(at: range) })
    case .describe(let columns, let keys): .describe(columns: columns, by: keys.map { $0.placed(at: range) })
    case .summarize(let summary): .summarize(summary.placed(at: range))
    case .window(let windows): .window(windows.placed(at: range))
    case .assert(let condition): .assert(condition.placed(at: range))
    case .join(let join): .join(join.placed(at: range))
    case .append(let append):
      .append(
        PlanAppend(lower: append.lower.placed(at: range), lowerName: append.lowerName, columns: append.columns))
    case .first, .last, .sample, .pivot, .unpivot: self
    }
  }
}

extension PlanCondition {
  func placed(at range: SourceRange) -> PlanCondition { PlanCondition(expression.placed(at: range), text: text) }
}

extension PlanColumn {
  func placed(at range: SourceRange) -> PlanColumn { PlanColumn(name: name, expression: expression.placed(at: range)) }
}

extension PlanDefinition {
  func placed(at range: SourceRange) -> PlanDefinition {
    PlanDefinition(name: name, expression: expression.placed(at: range), replacing: replacing)
  }
}

extension PlanSortKey {
  func placed(at range: SourceRange) -> PlanSortKey {
    PlanSortKey(expression.placed(at: range), isDescending: isDescending)
  }
}

extension PlanSummary {
  func placed(at range: SourceRange) -> PlanSummary {
    PlanSummary(
      keys: keys.map { $0.placed(at: range) }, items: items.map { $0.placed(at: range) }, hasPercent: hasPercent,
      percentWithin: percentWithin, sortBy: sortBy.map { $0.placed(at: range) })
  }
}

extension PlanWindows {
  func placed(at range: SourceRange) -> PlanWindows {
    PlanWindows(
      windows: windows.map { $0.placed(at: range) }, by: by.map { $0.placed(at: range) },
      sortBy: sortBy.map { $0.placed(at: range) })
  }
}

extension PlanJoin {
  func placed(at range: SourceRange) -> PlanJoin {
    PlanJoin(
      kind: kind, right: right.placed(at: range), rightName: rightName, keys: keys, rightColumns: rightColumns,
      isManyToMany: isManyToMany, keyText: keyText)
  }
}
