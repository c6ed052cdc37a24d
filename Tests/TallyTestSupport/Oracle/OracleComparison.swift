import TallyData
import TallyLocal
import TallyPlan

/// Whether the engine's result is the oracle's, account included.
package enum OracleComparison {
  /// The first difference in words; nil where there is none.
  package static func difference(
    _ found: Result<QueryResult, RunError>, expected: Result<OracleAnswer, OracleError>, slack: Int64
  ) -> String? {
    switch (found, expected) {
    case (_, .failure(.leftOpen)): nil
    case (.success(let result), .success(let answer)): difference(result, answer, slack)
    case (.failure(.integerOverflow), .success(let answer)):
      answer.mayOverflow ? nil : "it stops with an overflow in place of an answer"
    case (.failure(.integerOverflow), .failure(.integerOverflow)),
      (.failure(.negativeWeight), .failure(.negativeWeight)),
      (.failure(.lookupKeyRepeats), .failure(.keyRepeats)), (.failure(.keyRepeatsOnBothSides), .failure(.keyRepeats)):
      nil
    case (
      .failure(.assertionFailed(_, let rows, _, let of, let unknown, _)),
      .failure(.assertionFailed(let expectedRows, let expectedOf, let expectedUnknown))
    ):
      (rows, of, unknown) == (expectedRows, expectedOf, expectedUnknown)
        ? nil
        : "the assertion failed for \(rows) of \(of), \(unknown) unknown, in place of \(expectedRows) of \(expectedOf),"
          + " \(expectedUnknown) unknown"
    case (.failure(let error), .success): "it stops with \(error) in place of an answer"
    case (.success, .failure(let error)): "it answers in place of stopping with \(error)"
    case (.failure(let error), .failure(let expectedError)): "it stops with \(error) in place of \(expectedError)"
    }
  }

  private static func difference(_ found: QueryResult, _ expected: OracleAnswer, _ slack: Int64) -> String? {
    let table = found.table
    func columns(_ fields: [Field]) -> [String] { fields.map { "\($0.name) \($0.type)" } }
    if columns(table.fields) != columns(expected.fields) {
      return "columns \(table.fields) in place of \(expected.fields)"
    }
    let closed = expected.fields.indices.filter { !expected.open.contains($0) }
    return AnswerComparison.difference(
      table.rows.map { row in closed.map { row[$0] } }, expected: expected.rows.map { row in closed.map { row[$0] } },
      fields: closed.map { expected.fields[$0] }, slack: slack) ?? difference(found.account, expected)
  }

  private static func difference(_ found: Account, _ expected: OracleAnswer) -> String? {
    func judgements(_ accounts: [FilterAccount]) -> [OracleAnswer.Judgement] {
      accounts.map { .init(node: $0.node, rowsIn: $0.rowsIn, held: $0.held, unknown: $0.unknown) }
    }
    if judgements(found.filters) != expected.filters {
      return "filters \(judgements(found.filters)) in place of \(expected.filters)"
    }
    if judgements(found.asserts) != expected.asserts {
      return "asserts \(judgements(found.asserts)) in place of \(expected.asserts)"
    }
    if found.cutTies != expected.cutTies { return "\(found.cutTies) cut ties in place of \(expected.cutTies)" }
    let spoken = found.summary?.items.map {
      OracleAnswer.Spoken(rows: Array($0.rows), missing: Array($0.missing), unjudged: Array($0.unjudged))
    }
    if spoken != expected.spoken {
      return "the summary speaks of \(String(describing: spoken)) in place of \(String(describing: expected.spoken))"
    }
    return nil
  }
}

extension Table {
  /// Its rows, one after the other.
  package var rows: [[Value]] { (0..<rowCount).map { row in columns.map { $0[row] } } }
}
