import Tally
import TallyData
import TallyFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A session's words on standard output and standard error.
final class FileOutput: SessionOutput {
  private let data: Int32
  private let messages: Int32
  let isTerminal: Bool
  let usesColor: Bool
  let showsUnicode: Bool
  private let showsProgress: Bool
  private var hasProgress = false
  /// Raised by a Control-C, which the terminal has shown as `^C` on the row of the next message.
  private let interrupt: Interrupt?

  init(
    data: Int32 = STDOUT_FILENO, messages: Int32 = STDERR_FILENO, interrupt: Interrupt? = nil, isPlain: Bool = false
  ) {
    self.interrupt = interrupt
    self.data = data
    self.messages = messages
    isTerminal = isatty(data) == 1
    let allowsColor = !Terminal.isDumb && Terminal.variable("NO_COLOR") == nil
    usesColor = isTerminal && allowsColor
    showsUnicode = !(isTerminal && Terminal.isDumb) && Terminal.readsUTF8
    showsProgress = !isPlain && !Terminal.isDumb && isatty(messages) == 1
  }

  var width: Int? { isTerminal ? Terminal.size(of: data)?.columns : nil }

  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Terminal.write(UnsafeRawBufferPointer(rebasing: rest), to: data)
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno == EPIPE {
        throw .closed
      } else {
        throw .failed(String(cString: strerror(errno)))
      }
    }
  }

  func write(_ text: String) throws(OutputError) {
    let bytes = Array(text.utf8)
    var failure: OutputError?
    bytes.withUnsafeBytes { block in
      do throws(OutputError) { try write(block) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  func writeMessage(_ text: String) {
    if interrupt?.isRaised == true { hasProgress = true }
    showProgress(nil)
    // Where even errors cannot be written, the exit status is all that is left to say.
    Terminal.writeAll(text, to: messages)
  }

  func showProgress(_ text: String?) {
    guard showsProgress, text != nil || hasProgress else { return }
    hasProgress = text != nil
    Terminal.writeAll("\r" + (text ?? "") + "\u{1B}[K", to: messages)
  }
}
