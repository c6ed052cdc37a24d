import TallyData
import TallyLocal
import TallyPlan
import TallySyntax
import TallyText

/// A query read, bound and ready to run.
package struct BoundTestQuery: Sendable {
  package let text: String
  package let plan: LogicalPlan

  /// The instant that `today()` and `now()` mean: 2023-06-15T12:34:56.
  package static let clock = QueryClock(now: 19_523 * Microseconds.day + 45_296 * Microseconds.second)

  /// The query over a table, or why it is none.
  package static func bind(_ text: String, over table: Table) -> Result<BoundTestQuery, Diagnostic> {
    let source = SourceText(text)
    let steps: [StepSyntax]
    do throws(SyntaxError) {
      let statement = try Parser.statement(in: source, range: 0..<source.bytes.count)
      guard case .query(let query) = statement.kind else { return .failure(Diagnostic("it is no query")) }
      steps = query.steps
    } catch {
      return .failure(error.diagnostic)
    }
    let catalog = Catalog(tables: [table], current: table.name)
    do throws(BindError) {
      let bound = try Binder.bind(steps, source: source, catalog: catalog, clock: clock)
      return .success(BoundTestQuery(text: text, plan: bound.plan))
    } catch {
      return .failure(error.diagnostic)
    }
  }

  package func run(threads: Int) -> Result<QueryResult, RunError> {
    Result { () throws(RunError) in try LocalEngine.run(plan, interrupt: Interrupt(), threads: threads) }
  }
}
