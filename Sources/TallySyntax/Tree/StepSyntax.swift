import TallyText

/// One step of a query as it was written.
package struct StepSyntax: Sendable {
  package let kind: Kind
  package let range: SourceRange

  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  package enum Kind: Sendable {
    case from(NameSyntax)
    case filter(ExpressionSyntax)
    /// `drop where C`: removes the rows for which C is true, keeps the unknown.
    case dropRows(ExpressionSyntax)
    /// No items: all columns.
    case show([ItemSyntax], condition: ExpressionSyntax?)
    case dropColumns([NameSyntax])
    case rename([RenameSyntax])
    case extend([DefinitionSyntax], by: [ItemSyntax], sortBy: [SortKeySyntax])
    case sort([SortKeySyntax])
    case first(CountSyntax)
    case last(CountSyntax)
    case sample(CountSyntax, seed: Int64?)
    case top(TopSyntax)
    /// No keys: whole rows.
    case distinct([ItemSyntax], condition: ExpressionSyntax?)
    /// No columns: all of them.
    case describe([NameSyntax], by: [ItemSyntax], condition: ExpressionSyntax?)
    case summarize(SummarySyntax)
    case join(JoinSyntax)
    case append(NameSyntax)
    case unpivot([NameSyntax], name: NameSyntax?, value: NameSyntax?)
    case assert(ExpressionSyntax)
    case plot(PlotSyntax)
    case save(SaveSyntax)
  }
}

/// An expression with an optional `as NAME`: a shown column, a key, an aggregate.
package struct ItemSyntax: Sendable {
  package let expression: ExpressionSyntax
  package let name: NameSyntax?
  package let range: SourceRange

  package init(_ expression: ExpressionSyntax, name: NameSyntax?, range: SourceRange) {
    self.expression = expression
    self.name = name
    self.range = range
  }
}

/// `rename a to b`.
package struct RenameSyntax: Sendable {
  package let from: NameSyntax
  package let to: NameSyntax

  package init(from: NameSyntax, to: NameSyntax) {
    self.from = from
    self.to = to
  }
}

/// `n = E` of `extend`.
package struct DefinitionSyntax: Sendable {
  package let name: NameSyntax
  package let expression: ExpressionSyntax

  package init(name: NameSyntax, expression: ExpressionSyntax) {
    self.name = name
    self.expression = expression
  }
}

package struct SortKeySyntax: Sendable {
  package let expression: ExpressionSyntax
  package let isDescending: Bool
  /// `asc` or `desc` was written.
  package let hasDirection: Bool

  package init(_ expression: ExpressionSyntax, isDescending: Bool, hasDirection: Bool) {
    self.expression = expression
    self.isDescending = isDescending
    self.hasDirection = hasDirection
  }
}

/// The N of `first N`, or a parameter that stands for it.
package struct CountSyntax: Sendable {
  package enum Kind: Sendable {
    case number(Int64)
    case parameter(NameSyntax)
  }

  package let kind: Kind
  package let range: SourceRange

  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// `top N by k within g`, `bottom N by k`.
package struct TopSyntax: Sendable {
  package let isBottom: Bool
  package let count: CountSyntax
  package let keys: [SortKeySyntax]
  package let within: [ItemSyntax]

  package init(isBottom: Bool, count: CountSyntax, keys: [SortKeySyntax], within: [ItemSyntax]) {
    self.isBottom = isBottom
    self.count = count
    self.keys = keys
    self.within = within
  }
}

/// `mean age, count where C by k across c with percent within g sort by s`.
package struct SummarySyntax: Sendable {
  /// `with percent`, and the keys after its `within`.
  package struct Percent: Sendable {
    package let within: [ItemSyntax]
    package let range: SourceRange

    package init(within: [ItemSyntax], range: SourceRange) {
      self.within = within
      self.range = range
    }
  }

  package let items: [ItemSyntax]
  package let condition: ExpressionSyntax?
  package let by: [ItemSyntax]
  package let across: ItemSyntax?
  package let percent: Percent?
  package let sortBy: [SortKeySyntax]

  package init(
    items: [ItemSyntax], condition: ExpressionSyntax? = nil, by: [ItemSyntax] = [], across: ItemSyntax? = nil,
    percent: Percent? = nil, sortBy: [SortKeySyntax] = []
  ) {
    self.items = items
    self.condition = condition
    self.by = by
    self.across = across
    self.percent = percent
    self.sortBy = sortBy
  }
}

/// `lookup T on a = b`, `inner join T on a many to many`.
package struct JoinSyntax: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case lookup, inner, left, full, semi, anti
  }

  package struct Pair: Sendable {
    package let left: NameSyntax
    /// Nil where both sides have the same name.
    package let right: NameSyntax?

    package init(left: NameSyntax, right: NameSyntax?) {
      self.left = left
      self.right = right
    }
  }

  package let kind: Kind
  package let table: NameSyntax
  package let on: [Pair]
  package let isManyToMany: Bool

  package init(kind: Kind, table: NameSyntax, on: [Pair], isManyToMany: Bool) {
    self.kind = kind
    self.table = table
    self.on = on
    self.isManyToMany = isManyToMany
  }
}

/// `plot bar age, count`.
package struct PlotSyntax: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case bar, line, scatter, histogram, box
  }

  package let kind: Kind?
  package let items: [ItemSyntax]

  package init(kind: Kind?, items: [ItemSyntax]) {
    self.kind = kind
    self.items = items
  }
}

/// A text literal that is no expression: a file's name, a delimiter.
package struct TextSyntax: Sendable {
  package let text: String
  package let range: SourceRange

  package init(_ text: String, range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// `save "f.csv" replace for spreadsheets`.
package struct SaveSyntax: Sendable {
  package let path: TextSyntax
  /// A file that is there may be written over.
  package let replaces: Bool
  /// Texts that a spreadsheet would run as formulas are written so that it does not; where that is said.
  package let spreadsheets: SourceRange?

  package init(path: TextSyntax, replaces: Bool, spreadsheets: SourceRange?) {
    self.path = path
    self.replaces = replaces
    self.spreadsheets = spreadsheets
  }
}
