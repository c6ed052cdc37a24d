import TallyData
import TallyText

/// What a run found out besides the data: of how many rows the answer speaks, and what could not be judged.
package struct Account: Sendable {
  /// Rows of the table the query started from.
  package var sourceRows = 0
  /// One for each filter, in the order of the steps.
  package var filters: [FilterAccount] = []
  /// One for each assert, in the order of the steps; they are filters whose rows all pass on.
  package var asserts: [FilterAccount] = []
  /// One for each join, in the order of the steps.
  package var joins: [JoinAccount] = []
  /// Of the last `summarize`; nil without one.
  package var summary: SummaryAccount?
  /// Values that became missing while they were computed.
  package var losses = Losses()
  /// Of the last `top`, `bottom`: rows left out that equal the last one kept.
  package var cutTies = 0

  package init() {}
}

/// How a filter or assert narrowed the rows: `rowsIn = held + failed + unknown`.
package struct FilterAccount: Sendable {
  /// The index of the plan's node.
  package var node: Int
  package var rowsIn: Int
  /// Rows for which the condition holds; `drop where` removes them, every other filter keeps only them.
  package var held: Int
  package var unknown: Int
  /// For each column that the condition reads and that is missing in rows that could not be judged, how many of
  /// them; most first.
  package var causes: [Cause]

  package struct Cause: Sendable, Equatable {
    package var column: String
    package var rows: Int

    package init(column: String, rows: Int) {
      self.column = column
      self.rows = rows
    }
  }

  package init(node: Int, rowsIn: Int, held: Int, unknown: Int, causes: [Cause]) {
    self.node = node
    self.rowsIn = rowsIn
    self.held = held
    self.unknown = unknown
    self.causes = causes
  }
}

/// What a join matched.
package struct JoinAccount: Sendable, Equatable {
  /// The index of the plan's node.
  package var node: Int
  package var leftRows: Int
  package var rightRows: Int
  /// Rows whose key the other side has.
  package var matchedLeft: Int
  package var matchedRight: Int
  /// Keys that several rows of the right have.
  package var repeatedRightKeys: Int
  /// Rows that came out.
  package var rows = 0
}

/// What a summary's aggregates spoke of.
package struct SummaryAccount: Sendable {
  /// Rows that went in.
  package var rowsIn: Int
  package var items: [Item]

  /// Of one aggregate, a value for each row of the summary in the order of the answer.
  package struct Item: Sendable {
    /// Rows the aggregate looked at: all of the group, or those where `when` held.
    package var rows: GroupCounts
    /// Of those, rows whose argument is missing (whose condition is unknown, for `percent`, `any`, `all`).
    package var missing: GroupCounts
    /// Rows of the group where `when` could not be judged.
    package var unjudged: GroupCounts

    package init(rows: GroupCounts, missing: GroupCounts, unjudged: GroupCounts) {
      self.rows = rows
      self.missing = missing
      self.unjudged = unjudged
    }
  }

  package init(rowsIn: Int, items: [Item]) {
    self.rowsIn = rowsIn
    self.items = items
  }
}

/// Values that became missing for another reason than a missing input, by the place that lost them.
package struct Losses: Sendable, Equatable {
  package enum Kind: Sendable, Hashable {
    case divisionByZero
    /// `number("abc")`.
    case conversion
    /// The condition of an `if` was unknown.
    case unknownCondition
    /// `least(x, missing)`: the value hangs on all of them.
    case missingArgument
    /// Outside a function's domain (`sqrt(-1)`, `log(0)`) or beyond what the type holds.
    case outOfRange
  }

  package struct Key: Sendable, Hashable {
    package let kind: Kind
    package let range: SourceRange

    package init(_ kind: Kind, range: SourceRange) {
      self.kind = kind
      self.range = range
    }
  }

  package private(set) var counts: [Key: Int] = [:]

  package init() {}

  package mutating func add(_ kind: Kind, at range: SourceRange, count: Int) {
    if count > 0 { counts[Key(kind, range: range), default: 0] += count }
  }

  package mutating func merge(_ other: Losses) {
    counts.merge(other.counts) { $0 + $1 }
  }
}
