import TallyData
import TallyText

/// An answer as people's formats show it: columns of text, and as many rows as the settings allow.
struct ShownAnswer {
  let columns: [ShownColumn]
  let rowCount: Int
  let totalCount: Int

  init(_ answer: Answer, _ options: RenderOptions) {
    totalCount = answer.table.rowCount
    rowCount = min(totalCount, max(options.rowLimit ?? totalCount, 0))
    let rows = 0..<rowCount
    let data = zip(answer.table.fields, answer.table.columns).map { field, column in
      ShownColumn(field, column, rows: rows, digits: options.digits, isAccount: false)
    }
    let account = zip(answer.accountFields, answer.accountColumns).map { field, column in
      ShownColumn(field, column, rows: rows, digits: options.digits, isAccount: true)
    }
    columns = data + account
  }

  /// The sentence that stands for an answer without rows or columns.
  var emptyText: String? {
    if columns.isEmpty { return counted(totalCount, "row") + ", no columns\n" }
    return totalCount == 0 ? "no rows\n" : nil
  }

  /// The sentence below a cut answer; nil if every row is shown.
  var cutText: String? {
    if rowCount == totalCount { return nil }
    let some = "\(grouped(rowCount)) of \(counted(totalCount, "row"))"
    // A hundred rows are still read; more than that are asked for by their number.
    if rowCount < 100 && totalCount > 100 { return some + ": `set rows 100` shows more, `last` prints all\n" }
    return some + ": `set rows \(totalCount)` or `last` shows all\n"
  }
}
