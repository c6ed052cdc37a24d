/// A word of the language: what it may be, and whether a column of its name needs backticks.
///
/// Most words mean something only in their place: `count first by sum` reads three columns' worth of
/// common names without trouble. The few reserved ones begin a clause or join conditions, so a bare column
/// of that name could not be told from them.
package struct Keyword: Sendable, Equatable {
  /// Where the word has a meaning.
  package enum Role: Sendable, Equatable, CaseIterable {
    /// Begins a statement that is no query: `load`, `why`.
    case statement
    /// Begins a step: `where`, `top`.
    case step
    /// Begins a summary and applies to a column: `mean`.
    case aggregate
    /// Begins a summary and applies to a whole condition: `percent`.
    case conditionAggregate
    /// Begins or belongs to a part of a step: `by`, `desc`.
    case clause
    /// Joins or tests values: `and`, `contains`.
    case connective
    /// A constant: `true`.
    case constant
    /// A unit of a duration: `days`.
    case unit
    /// Belongs to `load`, `as`, `explain` or `plot`: `delimiter`, `sql`, `bar`.
    case option
  }

  package let name: String
  package let roles: [Role]
  /// A column of this name is written in backticks, everywhere.
  package let isReserved: Bool

  init(_ name: String, _ roles: Role..., isReserved: Bool = false) {
    self.name = name
    self.roles = roles
    self.isReserved = isReserved
  }

  package func `is`(_ role: Role) -> Bool { roles.contains(role) }

  /// Whether it may begin a summary.
  package var isAggregate: Bool { self.is(.aggregate) || self.is(.conditionAggregate) }

  /// The keyword of a word, ignoring case.
  package static func named(_ word: String) -> Keyword? { byName[word.lowercased()] }

  /// Whether a bare column of this name would be read as something else.
  ///
  /// `missing` is no reserved word, but it is a constant where a constant makes sense.
  package static func needsBackticks(_ name: String) -> Bool {
    guard let keyword = named(name) else { return false }
    return keyword.isReserved || keyword.is(.constant)
  }

  /// The keywords of a role, in the order of the table.
  package static func all(_ role: Role) -> [Keyword] { all.filter { $0.is(role) } }

  private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
}
