import TallyLocal
import TallyPlan
import TallyText

/// The filters that rows passed right before a place in the plan, as one: `10 of 3,866 arrivals`.
///
/// Steps that keep the number of rows (`show`, `extend`, `sort`) may stand between them.
struct RowTrail {
  /// Rows before the first of the filters, and what they are called.
  let base: Int
  let noun: RowNoun
  let filters: [(account: FilterAccount, isDropping: Bool)]

  /// Nil where no filter stands right before `end`.
  init?(before end: Int, plan: LogicalPlan, account: Account) {
    var start = end
    var found: [(account: FilterAccount, isDropping: Bool)] = []
    while start > 0 {
      let node = start - 1
      switch plan.nodes[node].step {
      case .filter(let filter):
        guard let part = account.filters.first(where: { $0.node == node }) else { return nil }
        found.insert((part, filter.isDropping), at: 0)
      case .project, .extend, .window, .sort, .assert: break
      case .first, .last, .sample, .top, .distinct, .describe, .summarize, .pivot, .unpivot, .join, .append:
        guard let first = found.first else { return nil }
        (base, noun, filters) = (first.account.rowsIn, .rows, found)
        return
      }
      start = node
    }
    guard let first = found.first else { return nil }
    (base, noun, filters) = (first.account.rowsIn, RowNoun(table: plan.source.name), found)
  }

  var kept: Int { filters.last.map { $0.isDropping ? $0.account.rowsIn - $0.account.held : $0.account.held } ?? base }

  /// `165 of 344 penguins (48.0 %); 11 more could not be judged: sex is missing`.
  var sentence: String {
    filters.reduce(noun.share(kept, of: base)) { text, filter in
      if filter.account.unknown == 0 { return text }
      let causes = MissingCauses(filter.account).text
      let rows = grouped(filter.account.unknown)
      return text
        + (filter.isDropping
          ? "; \(rows) of these could not be judged and stay: \(causes)"
          : "; \(rows) more could not be judged: \(causes)")
    }
  }
}

/// Why a condition could not be judged: `sex is missing`.
struct MissingCauses {
  let text: String

  init(_ account: FilterAccount) {
    let causes = account.causes.filter { $0.rows > 0 }
    if causes.isEmpty {
      text = "the condition has no value for them"
    } else if causes.count == 1 {
      text = "\(causes[0].column) is missing"
    } else {
      text = causes.map { "\($0.column) is missing in \(grouped($0.rows))" }.joined(separator: ", ")
    }
  }
}
