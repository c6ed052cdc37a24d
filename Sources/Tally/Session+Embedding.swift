import TallyFormats
import TallyText

/// Why statements of an embedded session ended early.
public struct SessionFailure: Error, Sendable, CustomStringConvertible {
  /// What went wrong and where, in lines for people.
  public let description: String
  /// Statements that would run in place of the one that failed, the likeliest first.
  public let fixes: [String]
}

extension Session {
  /// Reads a file into a table named after it, or standard input (`-`) into `input`; the first is the current table.
  public func load(_ path: String) throws(SessionFailure) {
    let output = GatheredOutput()
    try check(load(path: path, to: output), output)
  }

  /// Runs statements and gives what they answer, in a format that `set format` takes.
  ///
  /// Several answers follow each other as they would in a stream; what would go to standard error is left out.
  public func answer(_ statements: String, format: String = "csv") throws(SessionFailure) -> String {
    guard let renderer = Renderer.named(format) else {
      let names = Renderer.all.map(\.name).joined(separator: ", ")
      throw SessionFailure(description: "there is no format `\(format)`; there is \(names)", fixes: [])
    }
    let before = settings.format
    defer { settings.format = before }
    settings.format = renderer.name
    state.lastFormat = nil
    let output = GatheredOutput()
    try check(run(SourceText(statements), to: output), output)
    return String(decoding: output.answers, as: UTF8.self)
  }

  private func check(_ outcome: RunOutcome, _ output: GatheredOutput) throws(SessionFailure) {
    switch outcome {
    case .done, .quit: return
    case .failed(let fixes): throw SessionFailure(description: output.messages, fixes: fixes.map(\.text))
    case .assertionFailed, .interrupted, .outputClosed:
      throw SessionFailure(description: output.messages, fixes: [])
    }
  }
}

/// Keeps answers and messages apart, in memory.
private final class GatheredOutput: SessionOutput {
  let isTerminal = false
  let width: Int? = nil
  let usesColor = false
  let showsUnicode = true
  private(set) var answers: [UInt8] = []
  private(set) var messages = ""

  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) { answers += bytes }
  func writeMessage(_ text: String) { messages += text }
  func showProgress(_ text: String?) {}
}
