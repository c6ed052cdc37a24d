import Tally
import TallyFormats
import TallyText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The conversation with a person at a terminal: reads a statement, runs it, and again.
final class Prompt {
  private let session: Session
  private let output: FileOutput
  private let request: Request
  /// Nil where the terminal reads the lines itself.
  private var editor: LineEditor?
  private var file: HistoryFile?
  /// What is put on the next line: statements that run where the last one failed.
  private var offer: Offer?
  /// What is to be said before the next prompt.
  private var note: String?

  init(session: Session, output: FileOutput, request: Request) {
    self.session = session
    self.output = output
    self.request = request
  }

  /// The exit status.
  func run(opening files: [String]) -> Int32 {
    session.whenTableComes = { Signals.wakePrompt(.loaded) }
    session.writesSnapshots = true
    defer { session.stopComing() }
    for path in files {
      let outcome = session.loadAtPrompt(path: path, to: output)
      if outcome != .done { return outcome.exitStatus }
    }
    if !request.skipsInit, !request.isSafe {
      // A start-up file with a mistake must not keep a person from the prompt.
      let outcome = session.runInitFile(to: output)
      if outcome == .quit || outcome == .outputClosed { return outcome.exitStatus }
    }
    guard output.isTerminal, !Terminal.isDumb, !request.isPlain,
      let editor = LineEditor(session: session, readsEditrc: !request.isSafe)
    else { return runPlainly() }
    if !request.isQuiet { greet(fileCount: files.count, hasKeys: true) }
    session.isAtPrompt = true
    self.editor = editor
    return run(editor)
  }

  private func greet(fileCount: Int, hasKeys: Bool) {
    if fileCount == 0 { session.loadCurrentTable() }
    output.writeMessage(Greeting(session, fileCount: fileCount, hasKeys: hasKeys).text)
  }

  private var usesColor: Bool {
    switch session.settings.color {
    case .auto: output.usesColor
    case .on: true
    case .off: false
    }
  }

  private func run(_ editor: LineEditor) -> Int32 {
    var idleWork: (() -> Void)? = { [self] in
      openHistory(editor)
      session.loadCurrentTable()
    }
    while true {
      writeNote()
      session.tellOfComeTables(to: output)
      session.keepSnapshots()
      let ending = editor.read(offer, usesColor: usesColor, idleWork: idleWork)
      idleWork = nil
      offer = nil
      switch ending {
      case .entered(let text):
        if let status = perform(text, remember: { editor.remember($0) }) { return status }
      case .cleared: break
      case .left: return 0
      case .vanished: end(by: SIGHUP)
      case .stopped: end(by: Signals.ending.load(ordering: .relaxed))
      }
    }
  }

  /// As `run`, on a terminal that reads the lines itself and is told nothing but text.
  private func runPlainly() -> Int32 {
    _ = loadHistory()
    session.keyTopic = { PlainReader.topic }
    if !request.isQuiet { greet(fileCount: request.files.count, hasKeys: false) }
    var reader = PlainReader(prompts: LineEditor.prompts, file: output.isTerminal ? STDOUT_FILENO : STDERR_FILENO)
    while true {
      writeNote()
      session.tellOfComeTables(to: output)
      session.keepSnapshots()
      session.interrupt.clear()
      switch reader.read() {
      case .entered(let text):
        if let status = perform(text, remember: { _ in }) { return status }
      case .cleared: break
      case .left: return 0
      case .vanished: end(by: SIGHUP)
      case .stopped: return 0
      }
    }
  }

  /// Ends the process as the signal would have, with nothing half done left.
  private func end(by signal: Int32) -> Never {
    session.stopComing()
    Signals.end(by: signal)
  }

  /// Runs a statement; the exit status, if it was the last.
  private func perform(_ text: String, remember: (String) -> Void) -> Int32? {
    if text.allSatisfy(\.isWhitespace) { return nil }
    let statement = text.trimmingBlankEnds
    // A space before a statement keeps it out of the history.
    let isKept = text.first != " "
    let isRepeated = session.history.last?.text == statement
    var place: HistoryFile.RowPlace?
    if isKept {
      remember(statement)
      if !isRepeated { place = keep(PastStatement(statement, time: session.now)) }
    }
    session.helpExamples = []
    let before = session.history.count
    let outcome = run(SourceText(statement))
    output.showProgress(nil)
    note(rowCount: session.history.last?.rowCount, at: place)
    if !isKept { session.history.removeSubrange(before...) }
    if let text = session.broughtBack { offer = Offer([OfferedStatement(text)]) }
    session.broughtBack = nil
    editor?.guide = Guide(session.helpExamples)
    switch outcome {
    case .done, .assertionFailed, .interrupted, .failed:
      if case .failed(let fixes) = outcome { offer = Offer(fixes, insteadOf: statement) }
      let signal = Signals.ending.load(ordering: .relaxed)
      return signal == 0 ? nil : 128 &+ signal
    case .quit, .outputClosed: return outcome.exitStatus
    }
  }

  /// Through a pager, where there is one and it takes one.
  private func run(_ source: SourceText) -> RunOutcome {
    guard session.settings.isPaging, let editor, let paged = PagedOutput(output, startsPrograms: !request.isSafe)
    else {
      return session.run(source, to: output)
    }
    let outcome = session.run(source, to: paged)
    do throws(OutputError) {
      if try paged.finish(&editor.keys, usesColor: usesColor) == .gone { session.repeatNotes(to: output) }
    } catch {
      return .outputClosed
    }
    return outcome
  }

  // MARK: - History

  private func openHistory(_ editor: LineEditor) {
    let statements = loadHistory()
    editor.remember(earlier: statements.map(\.text))
  }

  /// The statements of earlier sessions.
  private func loadHistory() -> [PastStatement] {
    if request.isSafe { return [] }
    file = HistoryFile()
    do throws(HistoryFile.Fault) {
      let statements = try file?.load() ?? []
      session.history = statements + session.history
      if statements.count > 2 * HistoryFile.keptCount { try file?.trim() }
      return statements
    } catch {
      note = error.message
      return []
    }
  }

  private func keep(_ statement: PastStatement) -> HistoryFile.RowPlace? {
    do throws(HistoryFile.Fault) {
      return try file?.append(statement)
    } catch {
      note = error.message
      return nil
    }
  }

  private func note(rowCount: Int?, at place: HistoryFile.RowPlace?) {
    guard let rowCount, let place else { return }
    do throws(HistoryFile.Fault) { try file?.note(rowCount, at: place) } catch { note = error.message }
  }

  /// Says once, and not in the midst of a statement, what keeps statements from being remembered.
  private func writeNote() {
    if let note, !request.isQuiet { output.writeMessage(note + "\n") }
    note = nil
  }
}

extension String {
  /// Without blank lines and spaces at its end, and blank lines at its beginning.
  fileprivate var trimmingBlankEnds: String {
    var rest = self[...]
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    while let first = rest.first, first.isNewline { rest.removeFirst() }
    return String(rest)
  }
}
