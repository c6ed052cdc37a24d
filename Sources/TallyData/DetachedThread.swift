#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A thread that lasts as long as its work, and that nobody waits for.
package enum DetachedThread {
  /// A signal to the process is for the thread that waits for keys, so this one blocks them all; false where the
  /// system refuses another.
  package static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let owner = Unmanaged.passRetained(Work(work))
    let code = pthread_create(&thread, &attributes, { DetachedThread.run($0) }, owner.toOpaque())
    if code != 0 { owner.release() }
    return code == 0
  }

  /// Puts the calling thread behind those that a person waits for.
  ///
  /// On Linux a thread has a priority of its own; a batch thread that wakes up does not take the processor from the one
  /// that woke it.
  package static func letOthersComeFirst() {
    #if canImport(Glibc)
      let batch: Int32 = 3
      var priority = sched_param()
      sched_setscheduler(0, batch, &priority)
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
    #endif
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private static func run(_ owner: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let owner { Unmanaged<Work>.fromOpaque(owner).takeRetainedValue().body() }
    return nil
  }
}
