#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import TallyFormats
import TallySyntax
import TallyText

extension Command {
  static let history = Command(
    "history",
    summary: "Lists the statements that were run with their times and the rows of their answers, brings one back, "
      + "or saves the session as a script.",
    signature: "history [N], save history \"f.tally\" [replace]", examples: ["history"]
  ) { session, turn throws(Stop) in
    switch turn.statement.kind {
    case .history(nil):
      let limit = turn.output.isTerminal ? session.settings.rows : nil
      try session.writeText(HistoryText(session.history, limit: limit).text, turn)
    case .history(let number?): try session.bringBack(number, turn)
    case .saveHistory(let save): try session.saveHistory(save, turn)
    case .query, .continuation, .letExpression, .letQuery, .param, .load, .use, .tables, .columns, .why, .rows,
      .translate, .explain, .last, .run, .set, .help, .quit:
      break
    }
  }
}

extension Session {
  /// Puts an earlier statement on the prompt's next line; where there is no prompt, prints it.
  fileprivate func bringBack(_ number: Int, _ turn: Turn) throws(Stop) {
    guard turn.mode == .running else { return }
    guard history.indices.contains(number - 1) else {
      throw .failed(SessionError.noSuchStatement(number, count: history.count, turn.statement.range).diagnostic)
    }
    let text = history[number - 1].text
    if isAtPrompt { broughtBack = text } else { try writeText(text + "\n", turn) }
  }

  fileprivate func saveHistory(_ save: SaveSyntax, _ turn: Turn) throws(Stop) {
    let path = save.path
    if options.isSafe { throw .failed(SessionError.refusedWhenSafe(what: "`save`", path.range).diagnostic) }
    guard turn.mode == .running else { return }
    let exists = access(path.text, F_OK) == 0
    if exists, !save.replaces {
      let end = turn.statement.range.upperBound
      throw .failed(SessionError.fileExists(path: path.text, path.range, statementEnd: end).diagnostic)
    }
    guard let writer = exists ? FileWriter(replacing: path.text) : FileWriter(path: path.text) else {
      let reason = FileWriter.lastReason
      throw .failed(SessionError.unwritableFile(path: path.text, reason: reason, path.range).diagnostic)
    }
    let kept = history.filter { $0.output != nil }
    do throws(OutputError) {
      try writer.write(interrupt: interrupt) { (sink) throws(OutputError) in try sink.write(HistoryScript(kept).text) }
    } catch {
      if case .failed(let reason) = error {
        throw .failed(SessionError.unwritableFile(path: path.text, reason: reason, path.range).diagnostic)
      }
      throw Stop(error, at: path.range)
    }
    if settings.notes != .off {
      turn.output.writeLine("\(counted(kept.count, "statement")) written to \(path.text)")
    }
  }
}
