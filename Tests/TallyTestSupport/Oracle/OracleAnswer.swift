import TallyData

/// What the oracle makes of a plan: rows, and what an account must say of them.
package struct OracleAnswer: Sendable {
  package struct Judgement: Sendable, Equatable {
    package var node: Int
    package var rowsIn: Int
    package var held: Int
    package var unknown: Int

    package init(node: Int, rowsIn: Int, held: Int, unknown: Int) {
      self.node = node
      self.rowsIn = rowsIn
      self.held = held
      self.unknown = unknown
    }
  }

  /// Of one aggregate of the last summary, a value for each of the summary's rows.
  package struct Spoken: Sendable, Equatable {
    package var rows: [Int] = []
    package var missing: [Int] = []
    package var unjudged: [Int] = []

    package init(rows: [Int] = [], missing: [Int] = [], unjudged: [Int] = []) {
      self.rows = rows
      self.missing = missing
      self.unjudged = unjudged
    }
  }

  package var fields: [Field]
  package var rows: [[Value]]
  package var filters: [Judgement] = []
  package var asserts: [Judgement] = []
  /// Nil without a summary.
  package var spoken: [Spoken]?
  package var cutTies = 0
  /// Columns whose values the language leaves open.
  package var open: Set<Int> = []
  /// Work that the answer does not depend on (the second operand of an `and` whose first is false) overflows, so
  /// that an engine which does it anyway may stop.
  package var mayOverflow = false
}

/// Notes taken while rows are evaluated.
final class OracleNotes {
  var mayOverflow = false
}
