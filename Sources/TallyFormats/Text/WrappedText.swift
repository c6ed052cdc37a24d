/// Text in lines that break between words.
package enum WrappedText {
  /// No line is wider than `width` columns, but for words that are; the first begins after `start` spaces, the others
  /// after `indent`.
  package static func lines(_ text: String, width: Int, start: Int = 0, indent: Int) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: start)
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(word) > width {
        lines.append(line)
        line = String(repeating: " ", count: indent) + word
      } else {
        line += (isEmpty ? "" : " ") + word
      }
      isEmpty = false
    }
    return lines + [line]
  }
}
