#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// Says about every 100 ms that it is time, to one of the threads that ask.
package final class Ticker: Sendable {
  private let next: Atomic<Int>

  private static let interval = 100_000_000

  package init() { next = Atomic(Self.now() + Self.interval) }

  package func isDue() -> Bool {
    let due = next.load(ordering: .relaxed)
    let now = Self.now()
    guard now >= due else { return false }
    return next.compareExchange(expected: due, desired: now + Self.interval, ordering: .relaxed).exchanged
  }

  /// Nanoseconds.
  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }
}
