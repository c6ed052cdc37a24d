#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// Passes on how far a load is, about every 100 ms.
final class ProgressClock: Sendable {
  private let callback: (@Sendable (LoadProgress) -> Void)?
  private let byteCount: Int
  private let next: Atomic<Int>

  private static let interval = 100_000_000

  init(byteCount: Int, callback: (@Sendable (LoadProgress) -> Void)?) {
    self.byteCount = byteCount
    self.callback = callback
    next = Atomic(Self.now() + Self.interval)
  }

  func tell(_ bytesRead: Int) {
    guard let callback else { return }
    let due = next.load(ordering: .relaxed)
    let now = Self.now()
    guard now >= due else { return }
    let mine = next.compareExchange(expected: due, desired: now + Self.interval, ordering: .relaxed).exchanged
    if mine { callback(LoadProgress(bytesRead: min(bytesRead, byteCount), byteCount: byteCount)) }
  }

  /// Nanoseconds.
  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }
}
