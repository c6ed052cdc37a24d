import TallyText

/// One statement as it was written.
package struct StatementSyntax: Sendable {
  package let kind: Kind
  package let range: SourceRange

  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  package enum Kind: Sendable {
    case query(QuerySyntax)
    /// Begins with `|`, or with a step that continues the last answer (`save`).
    case continuation([StepSyntax])
    case letExpression(NameSyntax, ExpressionSyntax)
    case letQuery(NameSyntax, QuerySyntax)
    case param(NameSyntax, ExpressionSyntax)
    case load(LoadSyntax)
    case use(NameSyntax)
    case tables
    case columns(NameSyntax?)
    case why
    case rows(condition: ExpressionSyntax?)
    /// `as sql duckdb`, with the query that follows it, if one does.
    case translate(Target, query: QuerySyntax?)
    case explain(Stage?, QuerySyntax)
    case last
    case run(TextSyntax)
    /// No name: all settings are listed.
    case set(NameSyntax?, value: SettingValueSyntax?)
    case help(String?)
    /// `history 12`: the statement of that number is brought back.
    case history(number: Int?)
    /// `save history "f.tally"`.
    case saveHistory(SaveSyntax)
    case quit
  }

  package enum Target: String, CaseIterable, Sendable {
    case sql
    case sqlite = "sql sqlite"
    case duckdb = "sql duckdb"
    case postgresql = "sql postgresql"
    case dplyr
    case pandas
  }

  package enum Stage: String, CaseIterable, Sendable {
    case tokens, syntax, plan, sql
  }
}

/// Steps joined by `|`; a `from` comes first or not at all.
package struct QuerySyntax: Sendable {
  package let steps: [StepSyntax]

  package init(steps: [StepSyntax]) {
    self.steps = steps
  }
}

/// The value of `set NAME VALUE`: a word, a number or a text, as it was written.
package struct SettingValueSyntax: Sendable {
  package let text: String
  package let range: SourceRange

  package init(_ text: String, range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// `load "f.csv" as flights missing "NA", "-99" ragged`.
package struct LoadSyntax: Sendable {
  package let path: TextSyntax
  package var name: NameSyntax?
  /// `with header`, `without header`; nil: decided by the loader.
  package var hasHeader: Bool?
  package var delimiter: TextSyntax?
  /// Nil: the usual spellings.
  package var missing: [TextSyntax]?
  package var encoding: NameSyntax?
  package var types: [ColumnTypeSyntax]
  package var dates: TextSyntax?
  package var isRagged: Bool
  package var table: NameSyntax?

  package init(path: TextSyntax) {
    self.path = path
    types = []
    isRagged = false
  }
}

/// `year integer` of `types`.
package struct ColumnTypeSyntax: Sendable {
  package let column: NameSyntax
  package let type: NameSyntax

  package init(column: NameSyntax, type: NameSyntax) {
    self.column = column
    self.type = type
  }
}
