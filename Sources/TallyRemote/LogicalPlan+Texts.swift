import TallyData
import TallyPlan

/// What is known of the texts that a plan reads.
extension LogicalPlan {
  /// Whether some text has several lines, or other controls.
  var holdsControls: Bool {
    !source.allTexts { $0 >= 0x20 && $0 != 0x7F } || others.contains(where: \.holdsControls)
  }

  /// The plans of the tables that are joined or appended.
  private var others: [LogicalPlan] {
    nodes.flatMap { node -> [LogicalPlan] in
      switch node.step {
      case .join(let join): [join.right]
      case .append(let append): [append.lower]
      case .filter, .project, .extend, .sort, .first, .last, .sample, .top, .distinct, .describe, .summarize, .window,
        .pivot, .unpivot, .assert:
        []
      }
    }
  }
}

extension PlanStep {
  var isProjection: Bool {
    if case .project = self { true } else { false }
  }
}

extension Table {
  fileprivate func allTexts(_ isKind: (UInt8) -> Bool) -> Bool {
    zip(fields, columns).allSatisfy { field, column in
      if field.type != .text { return true }
      if let dictionary = column.dictionary {
        return (0..<dictionary.count).allSatisfy { dictionary[$0].utf8.allSatisfy(isKind) }
      }
      return (0..<rowCount).allSatisfy { row in
        if case .text(let text) = column[row] { text.utf8.allSatisfy(isKind) } else { true }
      }
    }
  }
}
