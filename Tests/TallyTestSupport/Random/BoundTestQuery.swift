import TallyData
import TallyLocal
import TallyPlan
import TallySyntax
import TallyText

/// A query read, bound and ready to run.
package struct BoundTestQuery: Sendable {
  package let text: String
  package let plan: LogicalPlan

  package init(text: String, plan: LogicalPlan) {
    self.text = text
    self.plan = plan
  }

  /// The instant that `today()` and `now()` mean: 2023-06-15T12:34:56.
  package static let clock = QueryClock(now: 19_523 * Microseconds.day + 45_296 * Microseconds.second)

  /// The query over the first of some tables, or why it is none.
  package static func bind(_ text: String, over tables: [Table]) -> Result<BoundTestQuery, Diagnostic> {
    let source = SourceText(text)
    let steps: [StepSyntax]
    do throws(SyntaxError) {
      let statement = try Parser.statement(in: source, range: 0..<source.bytes.count)
      guard case .query(let query) = statement.kind else { return .failure(Diagnostic("it is no query")) }
      steps = query.steps
    } catch {
      return .failure(error.diagnostic)
    }
    let catalog = Catalog(tables: tables, current: tables.first?.name)
    do throws(BindError) {
      let bound = try Binder.bind(steps, source: source, catalog: catalog, clock: clock, values: values)
      return .success(BoundTestQuery(text: text, plan: bound.plan))
    } catch {
      return .failure(error.diagnostic)
    }
  }

  /// Columns that depend on the data follow from the oracle's answer, not from the engine's.
  private static func values(_ plan: LogicalPlan) -> Binder.RunResult {
    do throws(OracleError) {
      let answer = try Oracle.run(plan)
      return .table(Table(name: "", fields: answer.fields, rows: answer.rows))
    } catch {
      return .failure(Stopped())
    }
  }

  /// The query stops while it is bound; what the engine does then is tested without `across`.
  private struct Stopped: DiagnosticConvertible {
    var diagnostic: Diagnostic { Diagnostic(BoundTestQuery.stopped) }
  }

  package static let stopped = "the oracle stopped"

  package func run(threads: Int) -> Result<QueryResult, RunError> {
    Result { () throws(RunError) in try LocalEngine.run(plan, interrupt: Interrupt(), threads: threads) }
  }
}
