#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The threads that help callers of ``Parallel``: started when first needed, asleep between two pieces of work.
final class HelperThreads: @unchecked Sendable {
  static let shared = HelperThreads()

  // Everything below is read and written with the mutex locked.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let offered = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let finished = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// One entry for each helper that is wanted.
  private var offers: [SharedWork] = []
  private var idleCount = 0
  private var threadCount = 0

  private init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(offered, nil)
    pthread_cond_init(finished, nil)
  }

  /// Asks `count` threads to take tasks of some work. There are never more threads than one call asked for: where
  /// they are busy, or the system refuses another, the others do their share.
  func offer(_ work: SharedWork, to count: Int) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    offers.append(contentsOf: repeatElement(work, count: count))
    for _ in 0..<min(count, idleCount) { pthread_cond_signal(offered) }
    while threadCount < count, DetachedThread.start({ HelperThreads.shared.help() }) { threadCount += 1 }
  }

  /// Returns once all tasks of the work are done; helpers that have not come yet need not.
  func wait(for work: SharedWork) {
    // The last task of another thread mostly ends soon: that is sooner than going to sleep and being woken.
    var patience = 2000
    while patience > 0, !work.isDone { patience &-= 1 }
    pthread_mutex_lock(mutex)
    while !work.isDone { pthread_cond_wait(finished, mutex) }
    offers.removeAll { $0 === work }
    pthread_mutex_unlock(mutex)
  }

  private func help() {
    pthread_mutex_lock(mutex)
    while true {
      while offers.isEmpty {
        idleCount += 1
        pthread_cond_wait(offered, mutex)
        idleCount -= 1
      }
      let work = offers.removeFirst()
      pthread_mutex_unlock(mutex)
      let didLast = work.run()
      pthread_mutex_lock(mutex)
      if didLast { pthread_cond_broadcast(finished) }
    }
  }
}
