import TallyFormats

/// The line that says how far a load has come, once it has lasted half a second.
///
/// Loading threads call `show`, one at a time, while the session's own thread waits for the load: the output is never
/// used by two threads at once, which is why it may cross over.
final class ProgressLine: @unchecked Sendable {
  private let output: any SessionOutput
  private let name: String
  private let started = ContinuousClock.now

  init(_ output: any SessionOutput, name: String) {
    self.output = output
    self.name = name
  }

  func show(_ progress: LoadProgress) {
    if ContinuousClock.now - started < .milliseconds(500) || progress.byteCount == 0 { return }
    let percent = min(100, Int(Double(progress.bytesRead) / Double(progress.byteCount) * 100))
    output.showProgress("loading \(name): \(percent) %")
  }
}
