/// What one condition, join or cut of a query did to the rows that reached it.
///
/// Its numbers add up: `rowsIn = kept + failed + unknown` where it judges rows, and
/// `left = rowsIn − removed + added` where it changes how many there are.
package struct FunnelLine: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// One of the conditions that a filter joins with `and`, counted from 0; its `left` is what it and those before it
    /// leave.
    case condition(place: Int)
    /// All conditions of a filter that has several.
    case together
    /// A `drop where`: rows where it holds are the failed ones; the unknown stay.
    case dropping
    /// Of an assert; all rows stay.
    case assert
    /// The rows of the left of a join: kept where they match (of `anti`, where they do not), unknown where the key is
    /// missing.
    case join(removes: Removal)
    /// The rows of the right of a join.
    case joined
    /// The `when` of an aggregate.
    case when
    /// An aggregate's column: kept where it is known, unknown where it is missing.
    case values
    /// The condition of `percent`, `any` and `all`.
    case share
    /// `first`, `last`, `top`, `bottom`, `sample`: the failed are cut.
    case cut
    /// `append`.
    case append
    /// A step whose rows are others: groups, combinations, columns turned into rows.
    case reshaped
  }

  /// Which rows of the left a join leaves out.
  package enum Removal: Sendable, Equatable {
    case none, unmatched, matched
  }

  /// How rows were judged.
  package struct Outcome: Sendable, Equatable {
    package let kept: Int
    package let failed: Int
    package let unknown: Int
  }

  package let kind: Kind
  /// The table the rows came from, and how many joins deep it is read.
  package let table: String
  package let depth: Int
  /// The condition or step as written.
  package let text: String
  /// Rows that reach it.
  package let rowsIn: Int
  /// What it does by itself, whatever stands beside it; nil where it judges no rows.
  package let outcome: Outcome?
  /// Rows that it puts in: further matches of a row, unmatched rows of the right, appended ones.
  package let added: Int
  /// Rows after it; nil where it changes none.
  package let left: Int?
}
