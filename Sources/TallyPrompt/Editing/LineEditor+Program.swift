import CLibedit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension LineEditor {
  /// Lets a person change the statement in the editor of their own, `$VISUAL` or `$EDITOR`; it comes back to the line.
  /// Not in safe mode, for the editor needs a file and may read and write others.
  func editElsewhere() {
    if session.options.isSafe { return }
    var path = Array(((Terminal.variable("TMPDIR") ?? "/tmp") + "/tally-XXXXXX.tally").utf8CString)
    let file = mkstemps(&path, 6)
    guard file >= 0 else { return }
    let name = String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { unlink(name) }
    let isWritten = Terminal.writeAll(edited.text + "\n", to: file)
    close(file)
    guard isWritten else { return }
    let end = EditedText(scalars: edited.scalars, cursor: edited.scalars.count)
    edited = end
    finish()
    handOver { Self.run(Terminal.variable("VISUAL") ?? Terminal.variable("EDITOR") ?? "vi", on: name) }
    if let text = Self.contents(of: name) { edited = EditedText(text) }
  }

  /// Gives the terminal to another program for a while.
  private func handOver(_ work: () -> Void) {
    _ = tally_edit_set_flag(edit, EL_PREP_TERM, 0)
    Terminal.writeAll("\u{1B}[?2004l", to: STDOUT_FILENO)
    work()
    _ = tally_edit_set_flag(edit, EL_PREP_TERM, 1)
    Terminal.writeAll("\u{1B}[?2004h", to: STDOUT_FILENO)
    // What was pressed there was for that program.
    _ = Signals.takeWakes()
    session.interrupt.clear()
  }

  /// The command may have arguments of its own, as the shell reads them.
  private static func run(_ command: String, on path: String) {
    let words = ["/bin/sh", "-c", command + " \"$1\"", "sh", path]
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    guard posix_spawn(&process, "/bin/sh", nil, nil, &arguments, environ) == 0 else { return }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  /// Without the line break at the end, and without control characters.
  private static func contents(of path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = readBlock(file, &block)
      if count == 0 { break }
      if count > 0 { bytes += block[..<count] } else if errno != EINTR { return nil }
    }
    let text = KeyReader.plain(bytes)
    return String(text.reversed().drop { $0 == "\n" }.reversed())
  }
}

/// The system's `read`, which `LineEditor` has a method of the same name beside.
private func readBlock(_ file: Int32, _ block: inout [UInt8]) -> Int { read(file, &block, block.count) }
