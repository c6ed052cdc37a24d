import Synchronization
import TallyData

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What signals leave behind for the code that they met.
///
/// Their handlers only store atomics and write a byte into a pipe, so that a prompt that waits for a key wakes up.
enum Signals {
  /// What is written into `wakePipe`.
  enum Wake: UInt8 {
    case resized = 1
    case continued
    case interrupted
    case stopped
    /// A live question has its answer.
    case answered
    /// A table that was being read is there.
    case loaded
  }

  /// A signal that asks the process to end; 0: none came.
  static let ending = Atomic<Int32>(0)
  /// Control-C ends the process where nobody reads `interrupt` in time.
  private static let endsOnSecondInterrupt = Atomic<Bool>(false)
  /// The address of the watched ``Interrupt``, which lives as long as the process; 0: there is none yet.
  private static let watched = Atomic<UInt>(0)
  /// Both ends do not block. Made before the first handler is installed.
  private static let wakePipe: (reading: Int32, writing: Int32) = {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    return (ends[0], ends[1])
  }()

  static var wakeFile: Int32 { wakePipe.reading }

  /// Control-C raises `interrupt`, which outlives the process's work; a closed pipe is an error of `write`.
  ///
  /// A signal that asks for an end stops the work, so that nothing half done is left; a second one ends the process.
  /// `isPrompt`: Control-C never ends the process, and resizing is watched.
  static func watch(_ interrupt: Interrupt, isPrompt: Bool) {
    watched.store(UInt(bitPattern: Unmanaged.passRetained(interrupt).toOpaque()), ordering: .releasing)
    endsOnSecondInterrupt.store(!isPrompt, ordering: .relaxed)
    _ = ending.load(ordering: .relaxed)
    _ = wakePipe
    signal(SIGPIPE, SIG_IGN)
    install(SIGINT) { _ in Signals.interrupted() }
    for ending in [SIGTERM, SIGHUP] where !isIgnored(ending) { install(ending) { Signals.asked(toEndBy: $0) } }
    guard isPrompt else { return }
    install(SIGWINCH) { _ in Signals.wake(.resized) }
    install(SIGCONT) { _ in Signals.wake(.continued) }
  }

  /// A prompt that waits for a key draws itself again.
  static func wakePrompt(_ reason: Wake) { wake(reason) }

  /// The wakes since the last call.
  static func takeWakes() -> [Wake] {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(wakePipe.reading, &bytes, bytes.count)
    return count > 0 ? bytes[..<count].compactMap(Wake.init) : []
  }

  /// Ends the process as the signal would have, had nobody watched for it.
  static func end(by number: Int32) -> Never {
    signal(number, SIG_DFL)
    raise(number)
    exit(128 &+ number)
  }

  private static func install(_ number: Int32, _ action: @escaping @convention(c) (Int32) -> Void) {
    var description = sigaction()
    #if canImport(Glibc) || canImport(Musl)
      description.__sigaction_handler.sa_handler = action
    #else
      description.__sigaction_u.__sa_handler = action
    #endif
    // No SA_RESTART: a read that waits for a person comes back.
    sigaction(number, &description, nil)
  }

  /// `nohup` starts programs so that a hangup does not reach them.
  private static func isIgnored(_ number: Int32) -> Bool {
    var description = sigaction()
    sigaction(number, nil, &description)
    #if canImport(Glibc) || canImport(Musl)
      let handler = description.__sigaction_handler.sa_handler
    #else
      let handler = description.__sigaction_u.__sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static var watchedInterrupt: Interrupt? {
    guard let address = UnsafeRawPointer(bitPattern: watched.load(ordering: .acquiring)) else { return nil }
    return Unmanaged<Interrupt>.fromOpaque(address).takeUnretainedValue()
  }

  private static func interrupted() {
    let before = errno
    if let interrupt = watchedInterrupt {
      if interrupt.isRaised, endsOnSecondInterrupt.load(ordering: .relaxed) { _exit(130) }
      interrupt.raise()
    }
    wake(.interrupted)
    errno = before
  }

  private static func asked(toEndBy number: Int32) {
    let before = errno
    if endsOnSecondInterrupt.load(ordering: .relaxed), ending.load(ordering: .relaxed) != 0 { _exit(128 &+ number) }
    ending.store(number, ordering: .relaxed)
    watchedInterrupt?.raiseForGood()
    wake(.stopped)
    errno = before
  }

  private static func wake(_ reason: Wake) {
    let before = errno
    var byte = reason.rawValue
    _ = write(wakePipe.writing, &byte, 1)
    errno = before
  }
}
