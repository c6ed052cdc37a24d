import TallyData

extension Renderer {
  static let markdown = Renderer(
    "markdown", summary: "A table in GitHub's Markdown, numbers on the right.", isForPeople: false, separator: "\n",
    suffixes: ["md", "markdown"]
  ) { answer, _, sink throws(OutputError) in
    let table = answer.table
    if table.fields.isEmpty { return }
    let spelling = MarkdownSpelling()
    var header = TextBytes()
    for field in table.fields {
      header.append("| ")
      var name = field.name
      name.withUTF8 { spelling.write($0, to: &header) }
      header.append(" ")
    }
    header.append("|\n")
    for field in table.fields { header.append(field.type.isNumeric ? "| ---: " : "| --- ") }
    header.append("|\n")
    try sink.write(bytes: header.bytes)
    let frame = RowFrame(
      beforeCells: table.fields.map { _ in Array("| ".utf8) }, end: Array(" |\n".utf8), afterCell: Array(" ".utf8))
    var block = CellBlock(spelling: spelling)
    try block.writeRows(of: table, frame: frame, to: &sink)
  }
}

/// Text whose every character shows as itself in a cell of a Markdown table.
struct MarkdownSpelling: CellSpelling {
  let missing = Array(ValueText.missing.utf8)
  let quote: [UInt8] = []

  func write(_ text: UnsafeBufferPointer<UInt8>, to cells: inout TextBytes) {
    for place in text.indices {
      let byte = text[place]
      switch byte {
      case UInt8(ascii: "|"), UInt8(ascii: "\\"), UInt8(ascii: "*"), UInt8(ascii: "`"), UInt8(ascii: "["),
        UInt8(ascii: "~"):
        cells.append(UInt8(ascii: "\\"))
        cells.append(byte)
      case UInt8(ascii: "_"):
        if !isWithinWord(place, of: text) { cells.append(UInt8(ascii: "\\")) }
        cells.append(byte)
      case UInt8(ascii: "<"): cells.append("&lt;")
      case UInt8(ascii: "&"): cells.append("&amp;")
      case UInt8(ascii: "\n"): cells.append("<br>")
      case 0..<0x20, 0x7F: cells.append(VisibleText.spelling(of: Unicode.Scalar(byte)) ?? "")
      default: cells.append(byte)
      }
    }
  }

  /// An underscore between letters or digits is no emphasis: `mean_age` needs no backslash.
  private func isWithinWord(_ place: Int, of text: UnsafeBufferPointer<UInt8>) -> Bool {
    func isWord(_ place: Int) -> Bool {
      guard text.indices.contains(place) else { return false }
      let byte = text[place]
      return byte >= 0x80 || (byte &- 48) < 10 || ((byte | 0x20) &- 97) < 26
    }
    return isWord(place - 1) && isWord(place + 1)
  }
}
