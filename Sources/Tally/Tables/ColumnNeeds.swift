import TallyPlan
import TallySyntax
import TallyText

/// The columns that statements to come can read: every column that one of their words may mean.
///
///     where elite | mean fare by class        elite, fare, class, and one called `mean`
///     lookup shops on shop | mean rent by city    shop, rent, city, of this table and of `shops`
///
/// More columns than are needed cost time; one too few would make a wrong answer. So names are taken from the text,
/// wherever they stand, and each query must end in a step that picks columns by name.
struct ColumnNeeds: Sendable {
  /// As ``NameMatching`` compares names last, and so what it finds at all.
  private let words: Set<String>
  /// A joined column whose name is taken is called `shops_rent`, which it is where both are read.
  private let hasJoins: Bool

  /// Nil where the statements may need every column, or cannot be read.
  init?(_ sources: [SourceText]) {
    var words: Set<String> = []
    var hasJoins = false
    for source in sources {
      for range in StatementRanges.split(source) {
        guard let statement = try? Parser.statement(in: source, range: range), Self.namesColumns(statement.kind) else {
          return nil
        }
        hasJoins = hasJoins || Self.hasJoin(statement.kind)
      }
      for token in Lexer.tokens(of: source) where token.kind == .word || token.kind == .quotedName {
        words.insert(NameMatching.bare(source[token.range]))
      }
    }
    self.words = words
    self.hasJoins = hasJoins
  }

  /// Whether a column of this name is read. One without letters and digits is found by its signs alone.
  func includes(_ column: String) -> Bool {
    let bare = NameMatching.bare(column)
    return bare.isEmpty || words.contains(bare) || (hasJoins && words.contains { $0.hasSuffix(bare) })
  }

  private static func hasJoin(_ kind: StatementSyntax.Kind) -> Bool {
    switch kind {
    case .query(let query), .letQuery(_, let query): query.steps.contains(where: \.isJoin)
    case .continuation(let steps): steps.contains(where: \.isJoin)
    case .letExpression, .param, .load, .use, .set, .help, .why, .last, .quit, .tables, .columns, .rows, .translate,
      .explain, .run, .history, .saveHistory:
      false
    }
  }

  private static func namesColumns(_ kind: StatementSyntax.Kind) -> Bool {
    switch kind {
    case .query(let query): namesColumns(query.steps, isOpen: false)
    // The query that uses it picks columns.
    case .letQuery(_, let query): namesColumns(query.steps, isOpen: true)
    case .continuation(let steps): namesColumns(steps, isOpen: true)
    case .letExpression, .param, .load, .use, .set, .help, .why, .last, .quit: true
    case .tables, .columns, .rows, .translate, .explain, .run, .history, .saveHistory: false
    }
  }

  /// Whether steps name all columns that they read and, unless they are `isOpen`, all that they hand on.
  static func namesColumns(_ steps: [StepSyntax], isOpen: Bool) -> Bool {
    let effects = steps.map { effect(of: $0.kind) }
    return !effects.contains(.all) && (isOpen || effects.contains(.picks))
  }

  private enum Effect {
    /// Reads columns by name, and hands on all others.
    case passes
    /// Hands on none but those it names.
    case picks
    /// Reads columns that it does not name.
    case all
  }

  private static func effect(of kind: StepSyntax.Kind) -> Effect {
    switch kind {
    case .from, .filter, .dropRows, .dropColumns, .rename, .extend, .sort, .first, .last, .sample, .top, .assert, .plot,
      .save, .join:
      .passes
    case .show(let items, _): items.isEmpty ? .passes : .picks
    case .distinct(let items, _): items.isEmpty ? .all : .picks
    case .describe(let columns, _, _): columns.isEmpty ? .all : .picks
    case .summarize: .picks
    // Columns go together by their names, or all that are not named turn into rows.
    case .append, .unpivot: .all
    }
  }
}

extension StepSyntax {
  fileprivate var isJoin: Bool { if case .join = kind { true } else { false } }
}
