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

  /// Calls `body` once for each task in `0..<taskCount`, on up to `threads` threads of which the caller is
  /// one; returns when all are done. A body runs for microseconds or more: it works on a block, never on a row.
  ///
  /// Tasks are handed out in order, so a task may wait for an earlier one.
  package static func forEach(
    _ taskCount: Int, threads: Int = threadCount, _ body: @escaping @Sendable (Int) -> Void
  ) {
    let helpers = min(threads, taskCount) - 1
    let work = Work(taskCount: taskCount, body: body)
    var handles: [pthread_t] = []
    if helpers > 0 {
      for _ in 0..<helpers {
        guard let handle = start(work) else { break }
        handles.append(handle)
      }
    }
    work.run()
    for handle in handles { pthread_join(handle, nil) }
  }

  /// Nil where the system refuses another thread; the others then do its share.
  private static func start(_ work: Work) -> pthread_t? {
    var handle = pthread_t()
    let retained = Unmanaged.passRetained(work)
    let status = pthread_create(
      &handle, nil,
      { context in
        // The reference was retained for this thread alone.
        guard let context else { return nil }
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, retained.toOpaque())
    if status == 0 { return handle }
    retained.release()
    return nil
  }

  private final class Work: Sendable {
    private let next = Atomic<Int>(0)
    private let taskCount: Int
    private let body: @Sendable (Int) -> Void

    init(taskCount: Int, body: @escaping @Sendable (Int) -> Void) {
      self.taskCount = taskCount
      self.body = body
    }

    func run() {
      while true {
        let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if task >= taskCount { return }
        body(task)
      }
    }
  }
}
