import TallyData

/// Passes on how far a load is, about every 100 ms.
final class ProgressClock: Sendable {
  private let callback: (@Sendable (LoadProgress) -> Void)?
  private let byteCount: Int
  private let ticker = Ticker()

  init(byteCount: Int, callback: (@Sendable (LoadProgress) -> Void)?) {
    self.byteCount = byteCount
    self.callback = callback
  }

  func tell(_ bytesRead: Int) {
    guard let callback, ticker.isDue() else { return }
    callback(LoadProgress(bytesRead: min(bytesRead, byteCount), byteCount: byteCount))
  }
}
