import TallyData

extension Renderer {
  static let html = Renderer(
    "html", summary: "An HTML table with a head and a body, numbers on the right.", isForPeople: false,
    suffixes: ["html", "htm"]
  ) { answer, _, sink throws(OutputError) in
    let table = answer.table
    let spelling = HTMLSpelling()
    var head = TextBytes()
    head.append("<table>\n<thead>\n<tr>")
    for field in table.fields {
      head.append("<th scope=\"col\"\(style(of: field))>")
      var name = field.name
      name.withUTF8 { spelling.write($0, to: &head) }
      head.append("</th>")
    }
    head.append("</tr>\n</thead>\n<tbody>\n")
    try sink.write(bytes: head.bytes)
    let befores = table.fields.enumerated().map { column, field in
      Array("\(column == 0 ? "<tr>" : "")<td\(style(of: field))>".utf8)
    }
    let frame = RowFrame(beforeCells: befores, end: Array("</td></tr>\n".utf8), afterCell: Array("</td>".utf8))
    var block = CellBlock(spelling: spelling)
    if !befores.isEmpty { try block.writeRows(of: table, frame: frame, to: &sink) }
    try sink.write("</tbody>\n</table>\n")
  }

  private static func style(of field: Field) -> String {
    field.type.isNumeric ? " style=\"text-align:right\"" : ""
  }
}

/// Text with the characters escaped that HTML gives a meaning.
struct HTMLSpelling: CellSpelling {
  let missing = Array(ValueText.missing.utf8)
  let quote: [UInt8] = []

  func write(_ text: UnsafeBufferPointer<UInt8>, to cells: inout TextBytes) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "<"): cells.append("&lt;")
      case UInt8(ascii: ">"): cells.append("&gt;")
      case UInt8(ascii: "&"): cells.append("&amp;")
      case UInt8(ascii: "\""): cells.append("&quot;")
      case UInt8(ascii: "'"): cells.append("&#39;")
      case UInt8(ascii: "\n"): cells.append("<br>")
      case UInt8(ascii: "\t"): cells.append(byte)
      case 0..<0x20, 0x7F: cells.append(VisibleText.spelling(of: Unicode.Scalar(byte)) ?? "")
      default: cells.append(byte)
      }
    }
  }
}
