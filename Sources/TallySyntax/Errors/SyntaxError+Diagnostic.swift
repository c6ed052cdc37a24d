import TallyText

extension SyntaxError: DiagnosticConvertible {
  package var diagnostic: Diagnostic {
    switch fault {
    case .expected(let what, let after):
      Diagnostic(after.map { "after `\($0)` comes \(what)" } ?? "here belongs \(what)", at: range, fixes: fixes)
    }
  }
}
