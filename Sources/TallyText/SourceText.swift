/// What a person typed or a file held, with a name for messages.
///
/// Ranges into it count UTF-8 bytes.
package struct SourceText: Sendable, Equatable {
  /// The file's name as it was given; nil for a line typed at the prompt or after `-c`.
  package let name: String?
  package let text: String
  package let bytes: [UInt8]

  package init(_ text: String, name: String? = nil) {
    self.text = text
    self.name = name
    self.bytes = Array(text.utf8)
  }

  /// The text of a range; invalid UTF-8 at its ends is repaired.
  package subscript(range: SourceRange) -> String {
    let clamped = range.clamped(to: 0..<bytes.count)
    return String(decoding: bytes[clamped], as: UTF8.self)
  }

  /// The 1-based number of the line that holds `offset`.
  package func lineNumber(at offset: Int) -> Int {
    1 + bytes.prefix(min(offset, bytes.count)).count { $0 == UInt8(ascii: "\n") }
  }

  /// The line that holds `offset`, without its line break.
  package func lineRange(at offset: Int) -> SourceRange {
    let newline = UInt8(ascii: "\n")
    let place = Swift.min(offset, bytes.count)
    let start = bytes[..<place].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex(of: newline) ?? bytes.count
    return start..<end
  }
}
