import TallyData
import TallySyntax
import TallyText

/// Two tables put side by side by equal keys; missing is equal to nothing.
package struct PlanJoin: Sendable {
  package let kind: JoinSyntax.Kind
  package let right: LogicalPlan
  /// For messages.
  package let rightName: String
  /// Columns of the left and of the right that must be equal, of the same type.
  package let keys: [(left: Int, right: Int)]
  /// Columns of the right that the answer has after those of the left: all but the keys; none for `semi`, `anti`.
  package let rightColumns: [Int]
  package let isManyToMany: Bool
  /// The keys as written, for messages.
  package let keyText: String

  package init(
    kind: JoinSyntax.Kind, right: LogicalPlan, rightName: String, keys: [(left: Int, right: Int)],
    rightColumns: [Int], isManyToMany: Bool, keyText: String
  ) {
    self.kind = kind
    self.right = right
    self.rightName = rightName
    self.keys = keys
    self.rightColumns = rightColumns
    self.isManyToMany = isManyToMany
    self.keyText = keyText
  }
}

/// The rows of another table below, columns matched by name.
package struct PlanAppend: Sendable {
  /// Where a column of the answer comes from on each side; nil: missing there.
  package struct Source: Sendable {
    package let upper: Int?
    package let lower: Int?
    /// Integers of one side become numbers where the other has numbers.
    package let type: DataType

    package init(upper: Int?, lower: Int?, type: DataType) {
      self.upper = upper
      self.lower = lower
      self.type = type
    }
  }

  package let lower: LogicalPlan
  package let lowerName: String
  package let columns: [Source]

  package init(lower: LogicalPlan, lowerName: String, columns: [Source]) {
    self.lower = lower
    self.lowerName = lowerName
    self.columns = columns
  }
}
