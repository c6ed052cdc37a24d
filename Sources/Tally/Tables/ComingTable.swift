#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization
import TallyData
import TallyFormats

/// A table that another thread reads while the prompt is open.
///
/// It is there whole or not at all: who needs it waits for all of its cells.
final class ComingTable: Sendable {
  let name: String
  let path: String
  let beginning: FileBeginning
  let started = ContinuousClock.now
  private let interrupt = Interrupt()
  /// Of a million.
  private let done = Atomic<Int>(0)
  private let isTaken = Atomic<Bool>(false)
  private let outcome = Mutex<Result<LoadedTable, LoadError>?>(nil)

  init(name: String, path: String, beginning: FileBeginning) {
    self.name = name
    self.path = path
    self.beginning = beginning
  }

  /// What became of it; nil while it is being read.
  var result: Result<LoadedTable, LoadError>? { outcome.withLock { $0 } }

  /// How much is read, from 0 to 1.
  var part: Double { Double(done.load(ordering: .relaxed)) / 1e6 }

  /// Begins once the table `before` is read, for two loads at a time would each count on the same free memory; false where
  /// the system gives no thread.
  func start(_ options: LoadOptions, after before: ComingTable?, whenDone: (@Sendable () -> Void)?) -> Bool {
    DetachedThread.start {
      before?.wait()
      let result = Result { () throws(LoadError) in
        try FileLoader.load(
          .file(path: self.path), named: self.name, options: options, interrupt: self.interrupt,
          progress: { self.done.store(Int($0.part * 1e6), ordering: .relaxed) })
      }
      self.outcome.withLock { $0 = result }
      whenDone?()
    }
  }

  /// True once: a session that takes back what it tried takes the table a second time.
  func isTakenFirst() -> Bool { !isTaken.exchange(true, ordering: .relaxed) }

  /// Ends the reading, and returns when it has.
  func stop() {
    interrupt.raise()
    wait()
  }

  private func wait() {
    while result == nil { usleep(200) }
  }
}

extension Result where Failure == LoadError {
  fileprivate init(_ body: () throws(LoadError) -> Success) {
    do throws(LoadError) { self = .success(try body()) } catch { self = .failure(error) }
  }
}
