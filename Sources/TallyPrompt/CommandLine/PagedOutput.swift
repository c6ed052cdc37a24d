import Tally
import TallyFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Holds back what one statement prints: what fits the screen is written as it is, more goes through `$PAGER`.
final class PagedOutput: SessionOutput {
  private let output: FileOutput
  private let command: String
  private let height: Int
  /// What waits, in the order in which it came.
  private var parts: [(bytes: [UInt8], isMessage: Bool)] = []
  private var lineCount = 0
  private var pager: Pager?

  private struct Pager {
    let process: pid_t
    let file: Int32
  }

  /// Nil where no pager is named, or where nobody would see it.
  init?(_ output: FileOutput) {
    guard output.isTerminal, let command = Terminal.variable("PAGER"), let size = Terminal.size(of: STDOUT_FILENO)
    else { return nil }
    self.output = output
    self.command = command
    height = size.rows
  }

  var isTerminal: Bool { output.isTerminal }
  var width: Int? { output.width }
  var usesColor: Bool { output.usesColor }
  var showsUnicode: Bool { output.showsUnicode }

  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) { take(Array(bytes), isMessage: false) }

  func writeMessage(_ text: String) { take(Array(text.utf8), isMessage: true) }

  func showProgress(_ text: String?) {
    if pager == nil { output.showProgress(text) }
  }

  /// Writes what waits, or waits until a person has left the pager.
  func finish() throws(OutputError) {
    if let pager {
      close(pager.file)
      var status: Int32 = 0
      while waitpid(pager.process, &status, 0) < 0, errno == EINTR {}
      self.pager = nil
      return
    }
    for part in parts {
      if part.isMessage {
        output.writeMessage(String(decoding: part.bytes, as: UTF8.self))
      } else {
        try output.write(String(decoding: part.bytes, as: UTF8.self))
      }
    }
    parts = []
  }

  private func take(_ bytes: [UInt8], isMessage: Bool) {
    if let pager { return Self.write(bytes, to: pager) }
    parts.append((bytes, isMessage))
    lineCount += bytes.count { $0 == UInt8(ascii: "\n") }
    // The next prompt takes a row.
    guard lineCount >= height, let pager = Self.start(command) else { return }
    output.showProgress(nil)
    self.pager = pager
    for part in parts { Self.write(part.bytes, to: pager) }
    parts = []
  }

  /// A pager that was left early reads no more, which is no fault.
  private static func write(_ bytes: [UInt8], to pager: Pager) {
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
  private static func start(_ command: String) -> Pager? {
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
    if isStarted { return Pager(process: process, file: ends[1]) }
    close(ends[1])
    return nil
  }
}
