import TallyData
import TallyFormats
import TallyTestSupport
import Testing

/// Random documents read as what they were made of, in chunks of every size, and cut at every byte.
@Suite struct JSONRandomTests {
  @Test(arguments: ["json", "ndjson"]) func documentsReadAsTheyWereMade(format: String) throws {
    for seed in 1...150 as ClosedRange<UInt64> {
      let document = NastyJSON(seed: seed, areLines: format == "ndjson")
      for chunk in [1, 64, 1000, 1 << 19] {
        var options = LoadOptions()
        options.threads = 2
        options.chunkByteCount = chunk
        let table = try loadedBytes(Array(document.text.utf8), format, options).table
        try #require(table.rowCount == document.rows.count && table.fields.map(\.name) == document.names)
        for (place, column) in table.columns.enumerated() {
          let expected = document.rows.map { value($0[place], table.fields[place].type) }
          #expect((0..<table.rowCount).map { column[$0] } == expected, "seed \(seed), chunk \(chunk), column \(place)")
        }
      }
    }
  }

  private func value(_ cell: NastyJSON.Cell, _ type: DataType) -> Value {
    switch (cell, type) {
    case (.absent, _), (.null, _): .missing
    case (.number(let value), .integer): .integer(Int64(value))
    case (.truth(let value), .boolean): .boolean(value)
    case (_, .text): NastyJSON.asText(cell).map(Value.text) ?? .missing
    default: .text("a cell of another type")
    }
  }

  @Test func everyCutIsATableOrAnError() {
    for seed in [3, 4, 5] as [UInt64] {
      for format in ["json", "ndjson"] {
        let bytes = Array(NastyJSON(seed: seed, areLines: format == "ndjson").text.utf8.prefix(1500))
        for count in 0...bytes.count { _ = try? loadedBytes(Array(bytes.prefix(count)), format, LoadOptions()) }
      }
    }
  }

  @Test func everyChangedByteIsATableOrAnError() {
    var generator = SeededGenerator(seed: 8)
    let bytes = Array(NastyJSON(seed: 9, areLines: false).text.utf8.prefix(2000)) + Array("]".utf8)
    for _ in 0..<2000 {
      var changed = bytes
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      changed[place] = UInt8.random(in: 0...255, using: &generator)
      _ = try? loadedBytes(changed, "json", LoadOptions())
    }
  }
}
