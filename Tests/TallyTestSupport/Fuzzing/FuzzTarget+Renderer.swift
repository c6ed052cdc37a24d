import TallyData
import TallyFormats
import TallyPlan

extension FuzzTarget {
  static let renderer = FuzzTarget(
    "renderer",
    summary: "Writes tables of any texts and numbers in every format: UTF-8, with nothing a terminal obeys.",
    largestCount: 512,
    seeds: ["\u{20}name\nAda\n\u{1B}[31mred\n中文\te\u{301}\u{0}\n", "\u{5}0123456789abcdef\n\n\r\n=1+1|pipe<b>&amp;"]
  ) { bytes in
    guard let width = bytes.first else { return }
    let table = table(of: UnsafeRawBufferPointer(rebasing: bytes.dropFirst()))
    for renderer in Renderer.all {
      var options = RenderOptions()
      options.width = renderer.isForPeople ? Int(width) : nil
      options.rowLimit = width & 1 == 0 ? 3 : nil
      options.isForSpreadsheets = width & 2 == 0
      var written: [UInt8] = []
      var sink = TextSink(blockSize: 256) { (block) throws(OutputError) in written += block }
      guard (try? renderer.write(Answer(table: table), options, &sink)) != nil, (try? sink.flush()) != nil else {
        return
      }
      require(String(validating: written, as: UTF8.self) != nil, "\(renderer.name) is not UTF-8")
      if renderer.isForPeople {
        require(!written.contains { $0 < 0x20 && $0 != 0x0A || $0 == 0x7F }, "\(renderer.name) lets a control through")
      }
    }
  }

  /// Its lines as texts, an empty one missing; its eights of bytes as numbers, whole numbers and times.
  private static func table(of bytes: UnsafeRawBufferPointer) -> Table {
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let rows = lines.indices.map { row -> [Value] in
      var word: UInt64 = 0
      for place in 0..<8 where row * 8 + place < bytes.count { word = word << 8 | UInt64(bytes[row * 8 + place]) }
      let number = Double(bitPattern: word)
      let days = Int64(truncatingIfNeeded: word % 3_652_059)
      return [
        lines[row].isEmpty ? .missing : .text(lines[row]), number.isFinite ? .number(number) : .missing,
        .integer(Int64(bitPattern: word | 1)), .date(days), .boolean(word & 1 == 0),
      ]
    }
    let name = lines.first.map { $0.isEmpty ? "text" : $0 } ?? "text"
    let fields = [
      Field(name, .text), Field("number", .number), Field("whole", .integer), Field("day", .date),
      Field("flag", .boolean),
    ]
    return Table(name: "t", fields: fields, rows: rows)
  }
}
