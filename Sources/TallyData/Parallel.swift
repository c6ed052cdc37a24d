#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// Work cut into numbered tasks that threads take one after the other.
package enum Parallel {
  /// As many as the process may run at once.
  package static let threadCount: Int = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  /// Starts the threads that help, for a caller whose own thread comes after others: they have the priority of the
  /// thread that starts them.
  package static func start(threads: Int = threadCount) { HelperThreads.shared.start(threads - 1) }

  /// Calls `body` once for each task in `0..<taskCount`, on up to `threads` threads of which the caller is
  /// one; returns when all are done. A body runs for microseconds or more: it works on a block, never on a row.
  ///
  /// Tasks are handed out in order, so a task may wait for an earlier one. A helper that the machine has no time
  /// for takes no task, and is not waited for.
  package static func forEach(
    _ taskCount: Int, threads: Int = threadCount, _ body: @escaping @Sendable (Int) -> Void
  ) {
    let helpers = min(threads, taskCount) - 1
    guard helpers > 0 else {
      for task in 0..<max(0, taskCount) { body(task) }
      return
    }
    let work = SharedWork(taskCount: taskCount, body: body)
    HelperThreads.shared.offer(work, to: helpers)
    work.run()
    HelperThreads.shared.wait(for: work)
  }
}

/// Tasks that several threads take from.
final class SharedWork: Sendable {
  private let next = Atomic<Int>(0)
  private let done = Atomic<Int>(0)
  private let taskCount: Int
  private let body: @Sendable (Int) -> Void

  init(taskCount: Int, body: @escaping @Sendable (Int) -> Void) {
    self.taskCount = taskCount
    self.body = body
  }

  /// Takes tasks until there are none; says whether it did the last that was not done.
  @discardableResult
  func run() -> Bool {
    var didLast = false
    while true {
      let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if task >= taskCount { return didLast }
      body(task)
      didLast = done.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue == taskCount
    }
  }

  var isDone: Bool { done.load(ordering: .acquiring) == taskCount }
}
