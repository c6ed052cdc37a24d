/// The statements of all sessions as they lie in a file, oldest first.
///
/// After a first line that tells it from any other file, a line holds a statement: a line break within it is `\n`, a
/// backslash `\\`. Before it may stand when it was run, in seconds since 1970, and how many rows its answer had:
/// `@1767225480         10 count by year`.
package enum HistoryLines {
  package static let firstLine = "# tally history, version 1"
  /// Bytes of the place for the number of rows.
  package static let rowWidth = 10

  /// The statements of a file; nil where it is another program's.
  package static func statements(in bytes: [UInt8]) -> [PastStatement]? {
    if bytes.isEmpty { return [] }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
    guard let first = lines.first, first.elementsEqual(firstLine.utf8) else { return nil }
    return lines.dropFirst().map(statement)
  }

  /// A statement as a line of the file, with its line break.
  package static func line(of statement: PastStatement) -> String {
    var line = statement.time.map { "@\($0 / 1_000_000) \(padded(statement.rowCount)) " } ?? ""
    for (place, scalar) in statement.text.unicodeScalars.enumerated() {
      switch scalar {
      case "\n": line += "\\n"
      case "\r": line += "\\r"
      case "\\": line += "\\\\"
      case "@" where place == 0: line += "\\@"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line + "\n"
  }

  /// The statement on a line of the file.
  package static func statement(of line: some Collection<UInt8>) -> PastStatement {
    let bytes = Array(line)
    let head = bytes.first == UInt8(ascii: "@") ? bytes.dropFirst().prefix { $0 != UInt8(ascii: " ") } : []
    let start = head.count + 1 + 1 + rowWidth + 1
    guard let seconds = Int64(String(decoding: head, as: UTF8.self)), bytes.count >= start else {
      return PastStatement(text(of: bytes))
    }
    let (time, isBeyond) = seconds.multipliedReportingOverflow(by: 1_000_000)
    if isBeyond { return PastStatement(text(of: bytes)) }
    let rows = String(decoding: bytes[(head.count + 2)..<(start - 1)], as: UTF8.self).split(separator: " ")
    return PastStatement(text(of: bytes[start...]), time: time, rowCount: rows.first.flatMap { Int($0) })
  }

  /// Right-aligned in its place; blank where there is none.
  package static func padded(_ rowCount: Int?) -> String {
    let digits = rowCount.map(String.init) ?? ""
    return String(repeating: " ", count: max(rowWidth - digits.count, 0)) + digits
  }

  private static func text(of line: some Sequence<UInt8>) -> String {
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in line {
      if isEscaped {
        bytes.append(byte == UInt8(ascii: "n") ? 0x0A : byte == UInt8(ascii: "r") ? 0x0D : byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
