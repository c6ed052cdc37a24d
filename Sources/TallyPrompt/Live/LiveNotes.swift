import Synchronization
import Tally
import TallyData

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Answers live questions on a thread of its own: always the newest, for each new one ends the one before.
///
/// The thread begins with the first question and lasts as long as the process.
final class LiveNotes: Sendable {
  /// A table that takes longer than this is too slow to ask at every key.
  private static let slow = Duration.milliseconds(250)

  struct Note: Equatable {
    let words: String
    /// Where in the statement a problem is, in UTF-8 bytes.
    var place: Range<Int>?
  }

  private struct Desk {
    var next: (question: LiveQuestion, text: String)?
    var running: Interrupt?
    var note: (text: String, note: Note)?
    /// Questions took too long.
    var isClosed = false
    var hasThread = false
  }

  private let desk = Mutex(Desk())
  private let bell: (asking: Int32, answering: Int32)

  init() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      bell = (-1, -1)
      return
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    bell = (ends[1], ends[0])
  }

  /// What is known of a statement; nil: nothing yet.
  func note(for text: String) -> Note? {
    desk.withLock { desk in desk.note.flatMap { $0.text == text ? $0.note : nil } }
  }

  /// Ends what is asked of another statement, and asks of this one.
  func ask(_ finding: LiveFinding, of text: String) {
    let begins = desk.withLock { desk -> Bool in
      desk.running?.raise()
      desk.next = nil
      switch finding {
      case .nothing: desk.note = nil
      case .problem(let words, let place): desk.note = (text, Note(words: words, place: place))
      case .question(let question): if !desk.isClosed { desk.next = (question, text) }
      }
      let begins = desk.next != nil && !desk.hasThread
      desk.hasThread = desk.hasThread || begins
      return begins
    }
    if begins { startThread() }
    var byte: UInt8 = 1
    _ = write(bell.asking, &byte, 1)
  }

  /// Other tables may be faster.
  func open() { desk.withLock { $0.isClosed = false } }

  /// Ends what runs, and waits until it has.
  func stop() {
    while desk.withLock({ desk in
      desk.next = nil
      desk.running?.raise()
      return desk.running != nil
    }) { usleep(200) }
  }

  private func startThread() {
    if !DetachedThread.start({ self.answer() }) { desk.withLock { $0.hasThread = false } }
  }

  private func answer() {
    #if canImport(Glibc)
      // Keys come first: there, a thread has a priority of its own.
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
    #endif
    var byte: UInt8 = 0
    while true {
      let count = read(bell.answering, &byte, 1)
      if count == 0 || (count < 0 && errno != EINTR) { return }
      let interrupt = Interrupt()
      let asked = desk.withLock { desk -> (question: LiveQuestion, text: String)? in
        defer { desk.next = nil }
        desk.running = desk.next == nil ? nil : interrupt
        return desk.next
      }
      guard let asked else { continue }
      let started = ContinuousClock.now
      let note = asked.question.note(interrupt: interrupt)
      let isSlow = ContinuousClock.now - started > Self.slow
      desk.withLock { desk in
        desk.running = nil
        if isSlow { desk.isClosed = true }
        if let note, !interrupt.isRaised { desk.note = (asked.text, Note(words: note)) }
      }
      if note != nil { Signals.wakePrompt() }
    }
  }
}
