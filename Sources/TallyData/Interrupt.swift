import Synchronization

/// A request to stop, raised by a signal or another thread and read once a block of rows.
package final class Interrupt: Sendable {
  private let flag = Atomic<Bool>(false)

  package init() {}

  /// Async-signal-safe.
  package func raise() { flag.store(true, ordering: .relaxed) }

  package func clear() { flag.store(false, ordering: .relaxed) }

  package var isRaised: Bool { flag.load(ordering: .relaxed) }
}
