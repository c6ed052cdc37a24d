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

extension Session {
  /// The `save` that a query ends in, and the steps before it; an earlier `save` is no step that runs.
  static func splitSave(_ steps: [StepSyntax]) -> (steps: [StepSyntax], save: StepSyntax?) {
    guard let last = steps.last, case .save = last.kind else { return (steps, nil) }
    return (steps.dropLast(), last)
  }

  /// Writes an answer into the file that a `save` names; its format follows from the name's end.
  func save(_ answer: Answer, as step: StepSyntax, _ turn: Turn) throws(Stop) {
    guard case .save(let save) = step.kind else { return }
    let path = save.path
    if options.isSafe { throw .failed(SessionError.refusedWhenSafe(what: "`save`", path.range).diagnostic) }
    guard !path.text.hasSuffix(".gz"), let renderer = Renderer.for(path: path.text) else {
      throw .failed(SessionError.unknownFileKind(path: path.text, path.range).diagnostic)
    }
    if let range = save.spreadsheets, !renderer.holdsFormulas {
      throw .failed(SessionError.holdsNoFormulas(format: renderer.name, range).diagnostic)
    }
    guard turn.mode == .running else { return }
    let exists = access(path.text, F_OK) == 0
    if !save.replaces, exists {
      let end = save.spreadsheets?.lowerBound ?? step.range.upperBound
      throw .failed(SessionError.fileExists(path: path.text, path.range, statementEnd: end).diagnostic)
    }
    guard let writer = exists ? FileWriter(replacing: path.text) : FileWriter(path: path.text) else {
      let reason = FileWriter.lastReason
      throw .failed(SessionError.unwritableFile(path: path.text, reason: reason, path.range).diagnostic)
    }
    var options = RenderOptions()
    options.isForSpreadsheets = save.spreadsheets != nil
    do throws(OutputError) {
      try writer.write(interrupt: interrupt) { (sink) throws(OutputError) in
        try renderer.write(answer, options, &sink)
      }
    } catch {
      switch error {
      case .interrupted: throw .interrupted
      case .closed: throw .failed(SessionError.unwritableFile(path: path.text, reason: "closed", path.range).diagnostic)
      case .failed(let reason):
        throw .failed(SessionError.unwritableFile(path: path.text, reason: reason, path.range).diagnostic)
      }
    }
    state.lastAnswer = answer
    if settings.notes != .off {
      turn.output.writeLine("\(counted(answer.table.rowCount, "row")) written to \(path.text)")
    }
  }
}
