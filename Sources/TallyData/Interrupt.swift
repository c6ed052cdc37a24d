import Synchronization

/// A request to stop, raised by a signal or another thread and read once a block of rows.
package final class Interrupt: Sendable {
  private let state = Atomic<UInt8>(lowered)
  private static let lowered: UInt8 = 0
  private static let raised: UInt8 = 1
  private static let raisedForGood: UInt8 = 2

  package init() {}

  /// Async-signal-safe.
  package func raise() { exchange(Self.lowered, Self.raised) }

  /// As ``raise()``, for the end of the process: nothing clears it. Async-signal-safe.
  package func raiseForGood() { state.store(Self.raisedForGood, ordering: .relaxed) }

  package func clear() { exchange(Self.raised, Self.lowered) }

  package var isRaised: Bool { state.load(ordering: .relaxed) != Self.lowered }

  private func exchange(_ expected: UInt8, _ desired: UInt8) {
    _ = state.compareExchange(expected: expected, desired: desired, ordering: .relaxed)
  }
}
