import TallyFormats

/// Where a session's words go: a terminal, two files, a string in tests.
package protocol SessionOutput: AnyObject {
  /// Data go to a person at a terminal, who gets sentences and tables.
  var isTerminal: Bool { get }
  /// Columns of the terminal, now; nil where there is none.
  var width: Int? { get }
  var usesColor: Bool { get }
  /// Blocks, Braille and box lines are seen as such.
  var showsUnicode: Bool { get }

  /// Data and answers: standard output.
  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError)
  /// Notes and errors, whole lines with their line breaks: standard error.
  func writeMessage(_ text: String)
  /// A line that replaces itself while something long runs; nil clears it. Shown on terminals alone.
  func showProgress(_ text: String?)
}

/// How a run of statements ended.
package enum RunOutcome: Sendable, Equatable {
  case done
  case quit
  /// The statement's errors are written; `fixes` would run, the likeliest first.
  case failed(fixes: [OfferedStatement])
  case assertionFailed
  case interrupted
  /// Nobody reads the output any more.
  case outputClosed

  /// The exit status of a script or `-c` that ended so.
  package var exitStatus: Int32 {
    switch self {
    case .done, .quit: 0
    case .failed: 1
    case .assertionFailed: 3
    case .interrupted: 130
    case .outputClosed: 141
    }
  }
}

extension SessionOutput {
  /// Tells what may hold text of the data, a line or several, with what would steer a terminal spelled out.
  func writeLine(_ text: String) { writeMessage(VisibleText.of(text, keeping: ["\n"]) + "\n") }

  /// Takes data; on a terminal what would steer it is spelled out, in the way of the format; `renderer` is nil for text
  /// of no format.
  func sink(for renderer: Renderer? = nil) -> TextSink {
    if renderer?.isForPeople == true || !isTerminal {
      return TextSink { (bytes) throws(OutputError) in try self.write(bytes) }
    }
    let lines = VisibleLines(style: renderer?.visibleStyle ?? .pictures)
    return TextSink { (bytes) throws(OutputError) in
      var failure: OutputError?
      lines.take(bytes).withUnsafeBytes { shown in
        do throws(OutputError) { try self.write(shown) } catch { failure = error }
      }
      if let failure { throw failure }
    }
  }
}
