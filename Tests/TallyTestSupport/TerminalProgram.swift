#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program on a terminal of its own, and the person in front of it.
///
/// Tests wait for what the screen shows, never for a time: the deadline only ends a test that has failed.
package final class TerminalProgram {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
  }

  package enum Exit: Equatable {
    case status(Int32)
    case signal(Int32)
  }

  package static let deadlineSeconds = 30

  private var terminal: Int32
  package let process: pid_t
  private var hasExited = false
  package private(set) var screen: TerminalScreen
  /// All that came.
  package private(set) var received: [UInt8] = []
  /// Outlasts the program, which would make it anew.
  private let home: TemporaryFolder?

  /// The built `tally`, which stands beside the tests.
  package static let tally: String = {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    let own =
      count > 0
      ? String(decoding: path[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) : CommandLine.arguments[0]
    return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/tally"
  }()

  /// `environment` is all that the program gets, beside a search path.
  package init(
    _ arguments: [String], columns: Int = 80, rows: Int = 24, environment: [String: String],
    home: TemporaryFolder? = nil
  ) throws {
    self.home = home
    screen = TerminalScreen(columns: columns, rows: rows)
    terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard terminal >= 0 else { throw Failure("no terminal could be made") }
    var unlock: Int32 = 0
    var number: UInt32 = 0
    guard ioctl(terminal, 0x4004_5431, &unlock) == 0, ioctl(terminal, 0x8004_5430, &number) == 0 else {
      throw Failure("the terminal could not be unlocked")
    }
    Self.setSize(of: terminal, columns: columns, rows: rows)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/pts/\(number)", O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    // A new session's leader owns the terminal that it opens first.
    process = try Self.spawn(arguments, &actions, flags: 0x80, environment: environment) { $0 }
  }

  /// Starts a program with no signals blocked or ignored.
  static func spawn<Result>(
    _ arguments: [String], _ actions: inout posix_spawn_file_actions_t, flags: Int16, environment: [String: String],
    body: (pid_t) throws -> Result
  ) throws -> Result {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF) | flags)
    let variables = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
    var words = arguments.map { strdup($0) } + [nil]
    var pairs = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + pairs { free(word) } }
    var process: pid_t = 0
    let result = posix_spawn(&process, arguments[0], &actions, &attributes, &words, &pairs)
    guard result == 0 else { throw Failure("\(arguments[0]) does not start: \(String(cString: strerror(result)))") }
    return try body(process)
  }

  /// Waits until a program has ended.
  static func exit(of process: pid_t) throws -> Exit {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      if errno != EINTR { throw Failure("the end of the program cannot be known") }
    }
    return status & 0x7F == 0 ? .status((status >> 8) & 0xFF) : .signal(status & 0x7F)
  }

  deinit {
    if !hasExited {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    if terminal >= 0 { close(terminal) }
  }

  package func type(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Waits until the screen satisfies a condition.
  package func wait(
    for what: String, seconds: Int = deadlineSeconds, until condition: (TerminalScreen) -> Bool
  ) throws {
    let start = ContinuousClock.now
    while !condition(screen) {
      guard receive() else { throw failure("the program went away before: \(what)") }
      if ContinuousClock.now - start > .seconds(seconds) { throw failure("never came: \(what)") }
    }
  }

  /// Waits until the cursor's row is this one, with the cursor `back` columns before its end.
  package func wait(forLine line: String, back: Int = 0) throws {
    try wait(for: "the line \(line)") { $0.line == line && $0.cursorColumn == line.count - back }
  }

  /// Waits until text stands on the screen.
  package func wait(forText text: String) throws {
    try wait(for: text) { $0.text.contains(text) }
  }

  /// Reads all that still comes, and how the program ended.
  package func waitForExit() throws -> Exit {
    let start = ContinuousClock.now
    while receive() {
      if ContinuousClock.now - start > .seconds(Self.deadlineSeconds) { throw failure("it never ended") }
    }
    return try reap()
  }

  package func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    Self.setSize(of: terminal, columns: columns, rows: rows)
  }

  /// The terminal itself shows what is typed, as programs find it and should leave it.
  package var echoesKeys: Bool {
    var mode = termios()
    return tcgetattr(terminal, &mode) == 0 && mode.c_lflag & tcflag_t(ECHO) != 0
  }

  /// The memory that the program holds, in bytes; nil where the system does not tell.
  package var residentByteCount: Int? {
    let bytes = ProgramRun.bytes(ofFile: "/proc/\(process)/statm") ?? []
    let pages = String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return pages.map { $0 * Int(getpagesize()) }
  }

  package func send(signal: Int32) { kill(process, signal) }

  /// The terminal's window is closed; how the program ended.
  package func vanish() throws -> Exit {
    close(terminal)
    terminal = -1
    return try reap()
  }

  private func reap() throws -> Exit {
    let exit = try Self.exit(of: process)
    hasExited = true
    return exit
  }

  /// Takes in what has come by now.
  package func look() { _ = receive(timeout: 0) }

  /// False: nothing more will come.
  private func receive(timeout: Int32 = 1000) -> Bool {
    var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    let ready = poll(&waiting, 1, timeout)
    if ready <= 0 { return true }
    var block = [UInt8](repeating: 0, count: 1 << 14)
    let count = read(terminal, &block, block.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return true }
    guard count > 0 else { return false }
    received += block[..<count]
    screen.receive(block[..<count])
    return true
  }

  private func failure(_ what: String) -> Failure {
    let frame = screen.lines.map { "|\($0)" }.joined(separator: "\n")
    return Failure(
      "\(what)\n\(frame)\ncursor: row \(screen.cursorRow), column \(screen.cursorColumn); "
        + "unknown: \(screen.unknown)")
  }

  private static func setSize(of terminal: Int32, columns: Int, rows: Int) {
    var size = winsize()
    size.ws_col = UInt16(clamping: columns)
    size.ws_row = UInt16(clamping: rows)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
  }
}
