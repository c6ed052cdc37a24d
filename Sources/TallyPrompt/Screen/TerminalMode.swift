#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The mode of the terminal as the program found it, for an end at which nothing else gives it back.
enum TerminalMode {
  /// Set once, before there are other threads.
  private nonisolated(unsafe) static var found: termios?

  static func keep() {
    var mode = termios()
    if tcgetattr(STDIN_FILENO, &mode) == 0 { found = mode }
  }

  /// Takes no memory.
  static func giveBack() {
    guard var mode = found else { return }
    tcsetattr(STDIN_FILENO, TCSANOW, &mode)
    // Pastes are no longer marked, and what follows begins a line.
    let words: StaticString = "\u{1B}[?2004l\r\n"
    _ = write(STDOUT_FILENO, words.utf8Start, words.utf8CodeUnitCount)
  }
}
