import Tally
import TallyFormats

/// Gathers answers and messages in the order in which they were written, as a terminal shows them.
package final class TranscriptOutput: SessionOutput {
  package var isTerminal = true
  package var width: Int? = 80
  package var usesColor = false
  package var showsUnicode = true
  private var bytes: [UInt8] = []

  package init() {}

  package func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) { self.bytes += bytes }
  package func writeMessage(_ text: String) { bytes += text.utf8 }
  package func showProgress(_ text: String?) {}

  /// What was written since the last call.
  package func take() -> String {
    defer { bytes = [] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
