import Tally
import TallyFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Holds back what one statement prints: what fits the screen is written as it is, more goes through a pager.
///
/// That is `$PAGER` where there is one, which gets what comes as it comes; else Tally's own, when the statement ends.
final class PagedOutput: SessionOutput {
  private let output: FileOutput
  /// `$PAGER`; nil: Tally's own.
  private let command: String?
  private let height: Int
  /// What waits, in the order in which it came.
  private var parts: [(bytes: [UInt8], isMessage: Bool)] = []
  private var lineCount = 0
  private var byteCount = 0
  private var pager: Program?
  /// More came than anybody goes through: it is written as it comes.
  private var isFlowing = false

  /// Tally's own pager holds no more bytes than this.
  private static let limit = 1 << 26

  private struct Program {
    let process: pid_t
    let file: Int32
  }

  /// What became of what was printed.
  enum Ending {
    /// It was written, or given to `$PAGER`.
    case written
    /// It was shown, and is gone from the screen.
    case gone
  }

  /// Nil where nobody would see it. Only Tally's own pager is used where no other program may be started.
  init?(_ output: FileOutput, startsPrograms: Bool) {
    guard output.isTerminal, !Terminal.isDumb, let size = Terminal.size(of: STDOUT_FILENO) else { return nil }
    self.output = output
    command = startsPrograms ? Terminal.variable("PAGER") : nil
    height = size.rows
  }

  var isTerminal: Bool { output.isTerminal }
  var width: Int? { output.width }
  var usesColor: Bool { output.usesColor }
  var showsUnicode: Bool { output.showsUnicode }

  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    if isFlowing { return try output.write(bytes) }
    take(Array(bytes), isMessage: false)
    guard command == nil, byteCount > Self.limit else { return }
    isFlowing = true
    try writeParts()
  }

  func writeMessage(_ text: String) {
    if isFlowing { output.writeMessage(text) } else { take(Array(text.utf8), isMessage: true) }
  }

  func showProgress(_ text: String?) {
    if pager == nil { output.showProgress(text) }
  }

  /// Writes what waits, or waits until a person has left the pager; `keys` are those of Tally's own.
  func finish(_ keys: inout KeyReader, usesColor: Bool) throws(OutputError) -> Ending {
    defer { parts = [] }
    if let pager {
      close(pager.file)
      var status: Int32 = 0
      while waitpid(pager.process, &status, 0) < 0, errno == EINTR {}
      self.pager = nil
    } else if command == nil, isLong, !isFlowing, show(&keys, usesColor: usesColor) {
      writeMessages()
      return .gone
    } else {
      try writeParts()
    }
    return .written
  }

  /// The next prompt takes a row.
  private var isLong: Bool { lineCount >= height }

  /// False where it cannot be shown.
  private func show(_ keys: inout KeyReader, usesColor: Bool) -> Bool {
    let text = PagedText(parts.flatMap(\.bytes))
    guard let size = Terminal.size(of: STDOUT_FILENO),
      var screen = PagerScreen(text, size: size, usesColor: usesColor)
    else { return false }
    output.showProgress(nil)
    screen.run(&keys)
    return true
  }

  /// What was said of the answer stays, if it fits the screen.
  private func writeMessages() {
    let messages = parts.filter(\.isMessage)
    let lineCount = messages.reduce(0) { $0 + $1.bytes.count { $0 == UInt8(ascii: "\n") } }
    if lineCount >= height { return }
    for message in messages { output.writeMessage(String(decoding: message.bytes, as: UTF8.self)) }
  }

  private func writeParts() throws(OutputError) {
    for part in parts {
      let text = String(decoding: part.bytes, as: UTF8.self)
      if part.isMessage { output.writeMessage(text) } else { try output.write(text) }
    }
    parts = []
  }

  private func take(_ bytes: [UInt8], isMessage: Bool) {
    if let pager { return Self.write(bytes, to: pager) }
    parts.append((bytes, isMessage))
    byteCount += bytes.count
    lineCount += bytes.count { $0 == UInt8(ascii: "\n") }
    guard isLong, let command, let pager = Self.start(command) else { return }
    output.showProgress(nil)
    self.pager = pager
    for part in parts { Self.write(part.bytes, to: pager) }
    parts = []
  }

  /// A pager that was left early reads no more, which is no fault.
  private static func write(_ bytes: [UInt8], to pager: Program) {
    bytes.withUnsafeBytes { block in
      var rest = block[...]
      while !rest.isEmpty {
        let count = Terminal.write(UnsafeRawBufferPointer(rebasing: rest), to: pager.file)
        if count < 0 { return }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// Nil where it cannot be started. `less` is told to show colours and to leave long lines whole.
  private static func start(_ command: String) -> Program? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
    setenv("LESS", "FRSX", 0)
    let words = ["/bin/sh", "-c", command]
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    let isStarted = posix_spawn(&process, "/bin/sh", &actions, nil, &arguments, environ) == 0
    close(ends[0])
    if isStarted { return Program(process: process, file: ends[1]) }
    close(ends[1])
    return nil
  }
}
