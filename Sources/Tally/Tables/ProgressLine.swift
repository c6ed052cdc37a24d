import Synchronization
import TallyFormats
import TallyText

/// The line that says how far a load or a query has come, once it has lasted a while.
///
/// Working threads call `show`, one at a time, while the session's own thread waits for the work: the output is never
/// used by two threads at once, which is why it may cross over.
final class ProgressLine: @unchecked Sendable {
  private let output: any SessionOutput
  private let patience: Duration
  private let started: ContinuousClock.Instant
  private let last = Mutex<(what: String, part: Double)?>(nil)

  /// Nothing is shown before `patience` is over, counted from when the work was `started`.
  init(_ output: any SessionOutput, patience: Duration, started: ContinuousClock.Instant = .now) {
    self.output = output
    self.patience = patience
    self.started = started
  }

  /// `what` is being done: `loading people`; `part` of it is, from 0 to 1.
  func show(_ what: String, part: Double) {
    last.withLock { $0 = (what, part) }
    let elapsed = ContinuousClock.now - started
    if elapsed >= patience { output.showProgress("\(VisibleText.of(what)): \(Self.words(part: part, elapsed))") }
  }

  /// `45 %, 3 s left`; once it is worth saying how long.
  static func words(part: Double, _ elapsed: Duration) -> String {
    let percent = "\(Int(part * 100)) %"
    let seconds = elapsed.inSeconds
    guard part > 0.01, seconds >= 1 else { return percent }
    let left = seconds * (1 - part) / part
    return left < 0.5 ? percent : "\(percent), \(Int(left.rounded(.up))) s left"
  }

  /// ` at 45 % of loading people`; empty before anything was known.
  var place: String { last.withLock { $0.map { " at \(Int($0.part * 100)) % of \($0.what)" } ?? "" } }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
