import Tally
import TallySyntax

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads statements where the terminal understands no escape codes: the terminal edits its lines itself.
struct PlainReader {
  let prompts: (first: String, others: String)
  /// Where the prompts are written.
  let file: Int32
  private var waiting: [UInt8] = []

  init(prompts: (first: String, others: String), file: Int32) {
    self.prompts = prompts
    self.file = file
  }

  /// Lines until they make a statement, or one of them is blank.
  mutating func read() -> LineEditor.Ending {
    var text = ""
    // What woke while a statement ran is done with.
    _ = Signals.takeWakes()
    while true {
      Terminal.writeAll(text.isEmpty ? prompts.first : prompts.others, to: file)
      switch readLine() {
      case .line(let line):
        text += (text.isEmpty ? "" : "\n") + line
        let isBlank = line.allSatisfy(\.isWhitespace)
        if isBlank || Parser.isComplete(text) { return .entered(text) }
      case .interrupted:
        Terminal.writeAll("\n", to: file)
        return Signals.ending.load(ordering: .relaxed) == 0 ? .cleared : .stopped
      case .ended:
        Terminal.writeAll("\n", to: file)
        return text.isEmpty ? .left : .entered(text)
      case .vanished: return .vanished
      }
    }
  }

  /// For `help keys`.
  static var topic: HelpTopic {
    HelpTopic(
      name: "keys", singular: "key", title: "Keys",
      meanings: [
        ("Enter", "Runs the statement, or goes on with it on a new line."),
        ("Control-C", "Clears the statement, or stops what runs."), ("Control-D", "Leaves on an empty line."),
        ("Backspace, Control-W, Control-U", "Delete a letter, a word, the line: as in every program of the terminal."),
      ])
  }

  private enum Line { case line(String), interrupted, ended, vanished }

  private mutating func readLine() -> Line {
    while true {
      if let end = waiting.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: waiting[..<end], as: UTF8.self)
        waiting.removeFirst(end + 1)
        return .line(line)
      }
      if isInterrupted() {
        waiting = []
        return .interrupted
      }
      var block = [UInt8](repeating: 0, count: 4096)
      let count = readBytes(&block)
      if count > 0 {
        waiting += block[..<count]
      } else if count < 0, errno == EINTR || errno == EAGAIN {
        continue
      } else if count < 0 {
        return .vanished
      } else {
        let rest = String(decoding: waiting, as: UTF8.self)
        waiting = []
        return rest.isEmpty ? .ended : .line(rest)
      }
    }
  }

  /// Waits until there is something to read, or a signal.
  private func isInterrupted() -> Bool {
    var files = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: Signals.wakeFile, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      if poll(&files, 2, -1) < 0, errno == EINTR { continue }
      if files[1].revents == 0 { return false }
      let wakes = Signals.takeWakes()
      if wakes.contains(.interrupted) || wakes.contains(.stopped) { return true }
    }
  }
}

/// The system's `read`, which `PlainReader` has a method of the same name beside.
private func readBytes(_ block: inout [UInt8]) -> Int { read(STDIN_FILENO, &block, block.count) }
