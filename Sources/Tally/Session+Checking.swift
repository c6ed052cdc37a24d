import TallyFormats
import TallyPlan
import TallySyntax
import TallyText

extension BindRemarks {
  /// What makes a query that runs suspicious.
  func findings(in statement: SourceRange) -> [Diagnostic] {
    unheldTexts.map { unheld in
      Diagnostic(
        String(unheld.sentence.dropLast()), at: unheld.range ?? statement, fixes: unheld.fix.map { [$0] } ?? [])
    }
      + settledConditions.map { settled in
        Diagnostic(
          "`\(settled.text)` is true of \(settled.isTrue ? "every" : "no") row\(settled.knownText)",
          at: settled.range ?? statement, label: settled.reason ?? "")
      }
  }
}

extension SettledCondition {
  /// ` whose year and sex are known`.
  fileprivate var knownText: String {
    guard let last = knownColumns.last else { return "" }
    if knownColumns.count == 1 { return " whose \(last) is known" }
    return " whose \(knownColumns.dropLast().joined(separator: ", ")) and \(last) are known"
  }
}

extension Session {
  /// Reads and resolves every statement of a script without running its queries; the session stays as it was.
  package func check(_ source: SourceText, to output: SessionOutput) -> RunOutcome {
    interrupt.clear()
    let before = state
    defer { state = before }
    return run(source, to: output, mode: .checking, depth: 0)
  }

  /// As `check`, of a file.
  package func checkScript(path: String, to output: SessionOutput) -> RunOutcome {
    do throws(Stop) {
      return check(try readScript(path, at: nil), to: output)
    } catch {
      return outcome(of: error, statement: 0..<0, source: SourceText(""), to: output)
    }
  }

  /// Writes a script file in canonical layout; with `isDry`, only says whether it is.
  package func layOutScript(path: String, isDry: Bool, to output: SessionOutput) -> RunOutcome {
    do throws(Stop) {
      let source = try readScript(path, at: nil)
      guard let text = layout(of: source, to: output) else { return .failed(fixes: []) }
      if text == source.text { return .done }
      if isDry {
        output.writeLine("\(path) is not in canonical layout: tally fmt \(path)")
        return .failed(fixes: [])
      }
      try replace(path, with: text)
      return .done
    } catch {
      return outcome(of: error, statement: 0..<0, source: SourceText(""), to: output)
    }
  }

  /// Writes a script in canonical layout to standard output.
  package func layOut(_ source: SourceText, to output: SessionOutput) -> RunOutcome {
    guard let text = layout(of: source, to: output) else { return .failed(fixes: []) }
    var sink = output.sink()
    do throws(OutputError) {
      try sink.write(text)
      try sink.flush()
      return .done
    } catch {
      return outcome(of: Stop(error, at: nil), statement: 0..<0, source: source, to: output)
    }
  }

  /// Nil after an error, which is written.
  private func layout(of source: SourceText, to output: SessionOutput) -> String? {
    do throws(SyntaxError) {
      if let text = try ScriptLayout.text(of: source) { return text }
      output.writeLine("error: \(source.name ?? "the script") would not read the same in another layout")
    } catch {
      _ = outcome(of: .failed(error.diagnostic), statement: error.range, source: source, to: output)
    }
    return nil
  }

  private func replace(_ path: String, with text: String) throws(Stop) {
    guard let writer = FileWriter(replacing: path) else {
      throw .failed(SessionError.unwritableFile(path: path, reason: FileWriter.lastReason, nil).diagnostic)
    }
    do throws(OutputError) {
      try writer.write(interrupt: interrupt) { (sink) throws(OutputError) in try sink.write(text) }
    } catch {
      if case .failed(let reason) = error {
        throw .failed(SessionError.unwritableFile(path: path, reason: reason, nil).diagnostic)
      }
      throw Stop(error, at: nil)
    }
  }
}
