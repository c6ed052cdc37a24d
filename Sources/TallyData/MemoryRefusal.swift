import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What is done where the system refuses memory that was estimated to be there: nothing can go on, and what would
/// undo things needs memory too. So the process says so and ends with the status of a failed query.
///
/// Nothing here takes memory or waits for a lock.
package enum MemoryRefusal {
  /// The address of a path as C text, whose file is not finished; 0: there is none.
  private static let draft = Atomic<UInt>(0)
  /// What gives the terminal back. Set once, before there are other threads.
  private nonisolated(unsafe) static var lastAct: (@convention(c) () -> Void)?

  package static func end() -> Never {
    if let path = UnsafePointer<CChar>(bitPattern: draft.load(ordering: .acquiring)) { unlink(path) }
    lastAct?()
    let words: StaticString = "error: the system gives no more memory\n"
    _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
    _exit(1)
  }

  /// Swift ends the process by SIGABRT where memory is refused to its own arrays and texts; that is such an end too.
  ///
  /// Any other SIGABRT is what it was: the process ends by it.
  package static func watch(_ lastAct: @escaping @convention(c) () -> Void) {
    self.lastAct = lastAct
    signal(SIGABRT) { _ in
      // `abort` ends the process where a handler returns.
      if MemoryRefusal.isAddressSpaceSpent { MemoryRefusal.end() }
    }
  }

  /// A file that is removed where memory ends before it is finished; nil: it is.
  package static func setDraft(_ path: String?) {
    let new = path.flatMap { strdup($0) }
    let old = draft.exchange(UInt(bitPattern: new), ordering: .acquiringAndReleasing)
    free(UnsafeMutableRawPointer(bitPattern: old))
  }

  /// No room is left that many a query would not fill.
  private static var isAddressSpaceSpent: Bool {
    let room = mmap(nil, 1 << 30, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let room, room != MAP_FAILED else { return true }
    munmap(room, 1 << 30)
    return false
  }
}
