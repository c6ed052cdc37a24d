import TallyData

extension Renderer {
  static let json = Renderer(
    "json", summary: "One array of objects on one line; missing is null.", isForPeople: false, suffixes: ["json"],
    visibleStyle: .json
  ) { answer, _, sink throws(OutputError) in
    try sink.write("[")
    try writeObjects(answer.table, end: "}", betweenRows: ",", to: &sink)
    try sink.write("]\n")
  }

  static let ndjson = Renderer(
    "ndjson", summary: "One JSON object a line; missing is null.", isForPeople: false, suffixes: ["ndjson", "jsonl"],
    visibleStyle: .json
  ) { answer, _, sink throws(OutputError) in
    try writeObjects(answer.table, end: "}\n", betweenRows: "", to: &sink)
  }

  private static func writeObjects(
    _ table: Table, end: String, betweenRows: String, to sink: inout TextSink
  ) throws(OutputError) {
    let spelling = JSONSpelling()
    let befores = table.fields.enumerated().map { column, field in
      var key = TextBytes()
      key.append(column == 0 ? "{" : ",")
      var name = field.name
      name.withUTF8 { spelling.write($0, to: &key) }
      key.append(":")
      return Array(key.bytes)
    }
    if befores.isEmpty { return }
    let frame = RowFrame(beforeCells: befores, end: Array(end.utf8), betweenRows: Array(betweenRows.utf8))
    var block = CellBlock(spelling: spelling)
    try block.writeRows(of: table, frame: frame, to: &sink)
  }
}

/// RFC 8259: strings in quotes, control characters escaped, everything else as it is.
struct JSONSpelling: CellSpelling {
  let missing = Array("null".utf8)
  let quote = [UInt8(ascii: "\"")]

  func write(_ text: UnsafeBufferPointer<UInt8>, to cells: inout TextBytes) {
    cells.append(UInt8(ascii: "\""))
    for byte in text {
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        writeEscaped(byte, to: &cells)
      } else {
        cells.append(byte)
      }
    }
    cells.append(UInt8(ascii: "\""))
  }

  private func writeEscaped(_ byte: UInt8, to cells: inout TextBytes) {
    switch byte {
    case UInt8(ascii: "\""): cells.append("\\\"")
    case UInt8(ascii: "\\"): cells.append("\\\\")
    case 0x08: cells.append("\\b")
    case 0x09: cells.append("\\t")
    case 0x0A: cells.append("\\n")
    case 0x0C: cells.append("\\f")
    case 0x0D: cells.append("\\r")
    default:
      let digits = String(byte, radix: 16)
      cells.append("\\u00" + (digits.utf8.count == 1 ? "0" : "") + digits)
    }
  }
}
