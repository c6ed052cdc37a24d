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

/// Snapshots that another thread writes, one after the other, while the prompt is open.
final class SnapshotKeeping: Sendable {
  private let interrupt = Interrupt()
  private let isOver = Atomic<Bool>(false)

  var isDone: Bool { isOver.load(ordering: .acquiring) }

  /// False where the system gives no thread.
  func start(_ tables: [LoadedTable], in folder: SnapshotFolder) -> Bool {
    DetachedThread.start {
      DetachedThread.letOthersComeFirst()
      // Where it cannot be written, the file is read the next time too.
      for table in tables where !self.interrupt.isRaised { _ = folder.keep(table, interrupt: self.interrupt) }
      self.isOver.store(true, ordering: .releasing)
    }
  }

  /// Ends the writing, and returns when nothing of it is left.
  func stop() {
    interrupt.raise()
    while !isDone { usleep(200) }
  }
}
