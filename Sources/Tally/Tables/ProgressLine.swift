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
    let elapsed = ContinuousClock.now - started
    if elapsed < .milliseconds(500) || progress.byteCount == 0 { return }
    output.showProgress(
      "loading \(name): " + Self.words(part: min(Double(progress.bytesRead) / Double(progress.byteCount), 1), elapsed))
  }

  /// `45 %, 3 s left`; once it is worth saying how long.
  static func words(part: Double, _ elapsed: Duration) -> String {
    let percent = "\(Int(part * 100)) %"
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    guard part > 0.01, seconds >= 1 else { return percent }
    let left = seconds * (1 - part) / part
    return left < 0.5 ? percent : "\(percent), \(Int(left.rounded(.up))) s left"
  }
}
