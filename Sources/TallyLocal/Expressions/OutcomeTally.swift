import Synchronization

/// How many rows hold and are unknown, added up by several threads.
final class OutcomeTally: Sendable {
  private let held = Atomic<Int>(0)
  private let unknown = Atomic<Int>(0)

  func add(held: Int, unknown: Int) {
    self.held.wrappingAdd(held, ordering: .relaxed)
    self.unknown.wrappingAdd(unknown, ordering: .relaxed)
  }

  /// Once every thread is done.
  var totals: (held: Int, unknown: Int) { (held.load(ordering: .relaxed), unknown.load(ordering: .relaxed)) }
}
