import TallyData
import TallyFormats
import TallyTestSupport
import Testing

/// Tally reads back what it wrote: the same types and values.
@Suite struct LoadBackTests {
  /// Values that a reader could take for something else, at lengths around the block of rows.
  private func columns(_ count: Int, seed: UInt64) -> [(String, DataType, [Value])] {
    var generator = SeededGenerator(seed: seed)
    let pieces = ["a", "\"", ",", ";", "\n", "\r\n", "\t", " ", "é", "NA", "null", "1", "-", "😀", "\u{0}", "true"]
    func column(_ value: (inout SeededGenerator) -> Value) -> [Value] {
      (0..<count).map { _ in
        Int.random(in: 0..<5, using: &generator) == 0 ? .missing : value(&generator)
      }
    }
    return [
      (
        "a, text; with\tsigns", .text,
        column { generator in
          .text(
            (0..<Int.random(in: 0..<4, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
              .joined())
        }
      ),
      ("whole", .integer, column { .integer(Int64(bitPattern: $0.next()) >> 1) }),
      ("number", .number, column { .number(Double(Int.random(in: -99_999...99_999, using: &$0)) / 7) }),
      ("cents", .number, column { .number(Double(Int.random(in: -99_999...99_999, using: &$0)) / 100) }),
      ("round", .number, column { .number(Double(Int.random(in: -99...99, using: &$0))) }),
      ("tiny", .number, column { .number(Double(Int.random(in: 1...99, using: &$0)) * 1e-7) }),
      ("huge", .number, column { .number(Double(Int.random(in: 1...99, using: &$0)) * 1e20) }),
      ("flag", .boolean, column { .boolean($0.next() & 1 == 0) }),
      ("day", .date, column { .date(Int64.random(in: -700_000...2_900_000, using: &$0)) }),
      ("time", .datetime, column { .datetime(Int64.random(in: -9_000_000_000_000...9_000_000_000_000, using: &$0)) }),
    ]
  }

  private func loaded(_ text: String, _ format: String) throws -> Table {
    let bytes = Array(text.utf8)
    return try bytes.withUnsafeBytes { bytes in
      var options = LoadOptions()
      options.hasHeader = true
      let reader = try #require(FileReader.named(format))
      return try reader.read(.memory(bytes), "t", options, Interrupt(), nil).table
    }
  }

  @Test(arguments: ["csv", "tsv", "json", "ndjson"], [8, 64, 65, 2048, 2049, 9000])
  func everyType(format: String, count: Int) throws {
    let written = columns(count, seed: UInt64(count))
    let table = try loaded(try rendered(format, answer(written)), format)
    #expect(table.fields.map(\.name) == written.map(\.0))
    #expect(table.fields.map(\.type) == written.map(\.1))
    try #require(table.rowCount == count)
    for (place, column) in written.enumerated() {
      let differs = (0..<count).first { table.columns[place][$0] != column.2[$0] }
      #expect(differs == nil, "\(column.0), row \(differs ?? 0)")
    }
  }

  @Test(arguments: ["csv", "tsv", "json", "ndjson"], [2, 64, 2049])
  func oneColumn(format: String, count: Int) throws {
    for column in columns(count, seed: 5) {
      let table = try loaded(try rendered(format, answer([column])), format)
      #expect((0..<table.rowCount).map { table.columns[0][$0] } == column.2, "\(column.0)")
    }
  }
}
