import TallyFormats
import TallyPlan
import TallySyntax
import TallyText

extension Session {
  /// How often a fixed statement may need a further fix.
  private static let fixRounds = 12

  /// The statements a diagnostic's fixes lead to, those alone that read and resolve.
  ///
  /// A line with two wrong guesses (`select name where age = null`) is fixed twice before it is offered.
  func runningFixes(of diagnostic: Diagnostic, statement: SourceRange, source: SourceText) -> [OfferedStatement] {
    var found: [OfferedStatement] = []
    for fix in diagnostic.fixes {
      var text = fix.applied(to: source, statement: statement)
      for _ in 0..<Self.fixRounds {
        guard let fault = fault(of: text) else {
          let plain = String(text.reversed().drop(while: \.isWhitespace).reversed())
          if !found.contains(where: { $0.text == plain }) { found.append(OfferedStatement(plain, detail: fix.detail)) }
          break
        }
        guard let next = fault.diagnostic.fixes.first else { break }
        text = next.applied(to: SourceText(text), statement: fault.statement)
      }
    }
    return found
  }

  /// Whether a text reads and resolves, so that it would run.
  package func resolves(_ text: String) -> Bool { fault(of: text) == nil }

  /// Why a text would not run; nil where it reads and resolves.
  private func fault(of text: String) -> (diagnostic: Diagnostic, statement: SourceRange)? {
    let before = state
    defer { state = before }
    let source = SourceText(text)
    for range in StatementRanges.split(source) {
      do throws(Stop) {
        let statement = try readPlainly(range, of: source)
        try resolve(statement, of: source)
      } catch {
        switch error {
        case .failed(let diagnostic): return (diagnostic, range)
        // Nobody waits any more to learn whether it would run.
        case .interrupted: return (Diagnostic("stopped"), range)
        case .quit, .assertionFailed, .outputClosed, .ended: return nil
        }
      }
    }
    return nil
  }

  func readPlainly(_ range: SourceRange, of source: SourceText) throws(Stop) -> StatementSyntax {
    do throws(SyntaxError) {
      return try Parser.statement(in: source, range: range)
    } catch {
      throw .failed(error.diagnostic)
    }
  }

  private func resolve(_ statement: StatementSyntax, of source: SourceText) throws(Stop) {
    let turn = Turn(
      statement: statement, source: source, output: SilentOutput(), clock: fixedClock ?? .current, mode: .trying,
      depth: 0)
    switch statement.kind {
    case .query(let query): try answer(query.steps, isContinuing: false, turn)
    case .continuation(let steps): try answer(steps, isContinuing: true, turn)
    case .letExpression, .letQuery, .param, .use, .columns, .rows, .translate, .explain, .set, .help:
      try Command.of(statement.kind)?.run(self, turn)
    case .load, .run, .tables, .why, .last, .history, .saveHistory, .quit: break
    }
  }
}

/// Keeps nothing: for statements that are only tried.
final class SilentOutput: SessionOutput {
  let isTerminal = false
  let width: Int? = nil
  let usesColor = false
  let showsUnicode = true

  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {}
  func writeMessage(_ text: String) {}
  func showProgress(_ text: String?) {}
}
