import TallyFormats
import TallyText

/// Passes a session's words on, and keeps the first of them as plain text.
final class RecordingOutput: SessionOutput {
  /// Bytes; of a longer answer the rest is left out.
  private static let limit = 1 << 14

  private let output: any SessionOutput
  private var bytes: [UInt8] = []
  private var isCut = false

  init(_ output: any SessionOutput) { self.output = output }

  var isTerminal: Bool { output.isTerminal }
  var width: Int? { output.width }
  var usesColor: Bool { output.usesColor }
  var showsUnicode: Bool { output.showsUnicode }

  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    keep(bytes)
    try output.write(bytes)
  }

  func writeMessage(_ text: String) {
    Array(text.utf8).withUnsafeBytes(keep)
    output.writeMessage(text)
  }

  func showProgress(_ text: String?) { output.showProgress(text) }

  private func keep(_ more: UnsafeRawBufferPointer) {
    let room = Self.limit - bytes.count
    if more.count > room { isCut = true }
    bytes += more.prefix(max(room, 0))
  }

  /// What was written, without colours, in whole lines.
  var text: String {
    var plain = String.UnicodeScalarView()
    var isInSequence = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar == "\u{1B}" {
        isInSequence = true
      } else if !isInSequence {
        plain.append(scalar)
      } else if scalar.properties.isAlphabetic {
        isInSequence = false
      }
    }
    guard isCut else { return String(plain) }
    let lines = String(plain).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return lines.map { $0 + "\n" }.joined() + "…\n"
  }
}
