#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// The threads that help callers of ``Parallel``: started when first needed, asleep between two pieces of work but for
/// the first moments, in which the next step of a query mostly follows.
final class HelperThreads: @unchecked Sendable {
  static let shared = HelperThreads()

  /// How often a thread looks for what it waits for before it sleeps: some tens of microseconds, which is what going
  /// to sleep and being woken takes.
  private static let patience = 20_000
  /// As many as `offers` has entries, for a look without the mutex.
  private let offerCount = Atomic<Int>(0)

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
    offerCount.store(offers.count, ordering: .relaxed)
    for _ in 0..<min(count, idleCount) { pthread_cond_signal(offered) }
    startThreads(count)
  }

  /// Starts `count` threads where there are fewer: they have the priority of the thread that calls.
  func start(_ count: Int) {
    pthread_mutex_lock(mutex)
    startThreads(count)
    pthread_mutex_unlock(mutex)
  }

  private func startThreads(_ count: Int) {
    while threadCount < count, DetachedThread.start({ HelperThreads.shared.help() }) { threadCount += 1 }
  }

  /// Returns once all tasks of the work are done; helpers that have not come yet need not.
  func wait(for work: SharedWork) {
    // The last task of another thread mostly ends soon.
    var patience = Self.patience
    while patience > 0, !work.isDone { patience &-= 1 }
    pthread_mutex_lock(mutex)
    while !work.isDone { pthread_cond_wait(finished, mutex) }
    offers.removeAll { $0 === work }
    offerCount.store(offers.count, ordering: .relaxed)
    pthread_mutex_unlock(mutex)
  }

  private func help() {
    while true {
      var patience = Self.patience
      while patience > 0, offerCount.load(ordering: .relaxed) == 0 { patience &-= 1 }
      pthread_mutex_lock(mutex)
      while offers.isEmpty {
        idleCount += 1
        pthread_cond_wait(offered, mutex)
        idleCount -= 1
      }
      let work = offers.removeFirst()
      offerCount.store(offers.count, ordering: .relaxed)
      pthread_mutex_unlock(mutex)
      guard work.run() else { continue }
      // Locked, so that nobody goes to sleep between a look and this call.
      pthread_mutex_lock(mutex)
      pthread_cond_broadcast(finished)
      pthread_mutex_unlock(mutex)
    }
  }
}
