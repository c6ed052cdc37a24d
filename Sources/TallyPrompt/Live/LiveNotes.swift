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
/// A question that takes long is ended, and its table left alone until the next statement.
///
/// The thread begins with the first question and lasts as long as the process.
final class LiveNotes: Sendable {
  /// A table that takes longer than this is too slow to ask at every key.
  private static let slowMilliseconds: Int32 = 250

  struct Note: Equatable {
    let words: String
    /// Where in the statement a problem is, in UTF-8 bytes.
    var place: Range<Int>?
  }

  private struct Desk {
    var next: (question: LiveQuestion, text: String)?
    var running: (interrupt: Interrupt, table: String, since: ContinuousClock.Instant)?
    var note: (text: String, note: Note)?
    /// Tables that a question took too long of, which are left alone while the statement is typed.
    var slowTables: Set<String> = []
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

  /// What is known of a statement; until that is worked out, the words about the one before stay.
  func note(for text: String) -> Note? {
    desk.withLock { desk in desk.note.map { $0.text == text ? $0.note : Note(words: $0.note.words) } }
  }

  /// Ends what is asked of another statement, and asks of this one. True: all that will be known is known.
  func ask(_ finding: LiveFinding, of text: String) -> Bool {
    let (begins, isDone) = desk.withLock { desk -> (Bool, Bool) in
      desk.running?.interrupt.raise()
      desk.next = nil
      switch finding {
      case .nothing: desk.note = nil
      case .problem(let words, let place): desk.note = (text, Note(words: words, place: place))
      case .question(let question):
        if desk.slowTables.contains(question.table) { desk.note = nil } else { desk.next = (question, text) }
      }
      let begins = desk.next != nil && !desk.hasThread
      desk.hasThread = desk.hasThread || begins
      return (begins, desk.next == nil)
    }
    if begins { startThread() }
    if isDone { return true }
    var byte: UInt8 = 1
    _ = write(bell.asking, &byte, 1)
    return false
  }

  /// Another statement may ask something simpler.
  func open() {
    desk.withLock { desk in
      desk.slowTables = []
      desk.note = nil
    }
  }

  /// Ends what has run for too long. In how many milliseconds to look again; -1: not before something is asked.
  func endWhatIsSlow() -> Int32 {
    desk.withLock { desk in
      guard let running = desk.running, !running.interrupt.isRaised else { return desk.next == nil ? -1 : 50 }
      let elapsed = (ContinuousClock.now - running.since).components
      let milliseconds = elapsed.seconds * 1_000 + elapsed.attoseconds / 1_000_000_000_000_000
      if milliseconds < Int64(Self.slowMilliseconds) { return Self.slowMilliseconds - Int32(milliseconds) + 1 }
      running.interrupt.raise()
      desk.slowTables.insert(running.table)
      desk.note = nil
      return -1
    }
  }

  /// Ends what runs, and waits until it has.
  func stop() {
    while desk.withLock({ desk in
      desk.next = nil
      desk.running?.interrupt.raise()
      return desk.running != nil
    }) { usleep(200) }
  }

  private func startThread() {
    // Not by the thread of live answers, for they help statements too.
    Parallel.start()
    if !DetachedThread.start({ self.answer() }) { desk.withLock { $0.hasThread = false } }
  }

  private func answer() {
    DetachedThread.letOthersComeFirst()
    var byte: UInt8 = 0
    while true {
      let count = read(bell.answering, &byte, 1)
      if count == 0 || (count < 0 && errno != EINTR) { return }
      let interrupt = Interrupt()
      let asked = desk.withLock { desk -> (question: LiveQuestion, text: String)? in
        defer { desk.next = nil }
        desk.running = desk.next.map { (interrupt, $0.question.table, .now) }
        return desk.next
      }
      guard let asked else { continue }
      let note = asked.question.note(interrupt: interrupt)
      let isNew = desk.withLock { desk -> Bool in
        desk.running = nil
        if interrupt.isRaised { return desk.slowTables.contains(asked.question.table) }
        desk.note = note.map { (asked.text, Note(words: $0)) }
        return true
      }
      if isNew { Signals.wakePrompt(.answered) }
    }
  }
}
