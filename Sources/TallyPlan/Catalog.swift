import TallyData
import TallySyntax
import TallyText

/// What names stand for while a statement is bound.
package struct Catalog: Sendable {
  /// In the order they were loaded.
  package var tables: [Table]
  /// The name of the current table.
  package var current: String?
  package var lets: [LetDefinition]
  /// The values of `$name`.
  package var parameters: [(name: String, value: Value)] = []

  package init(tables: [Table] = [], current: String? = nil, lets: [LetDefinition] = []) {
    self.tables = tables
    self.current = current
    self.lets = lets
  }

  package var currentTable: Table? { tables.first { $0.name == current } }
}

/// What a `let` gave a name to, and the statement it stood in.
package struct LetDefinition: Sendable {
  package enum Body: Sendable {
    case expression(ExpressionSyntax)
    /// The table that was current serves a query without `from`.
    case query(QuerySyntax, current: String?)
  }

  package let name: String
  package let body: Body
  package let source: SourceText

  package init(name: String, body: Body, source: SourceText) {
    self.name = name
    self.body = body
    self.source = source
  }
}
