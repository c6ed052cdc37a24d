import Foundation
import TallyData
import TallyFormats
import TallyTestSupport
import Testing

/// What machine formats write is what a reader of the format finds.
@Suite struct RoundTripTests {
  /// Texts of characters that formats give a meaning, at lengths around the block of rows.
  private func texts(_ count: Int, seed: UInt64) -> [Value] {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "a", "\"", ",", "\n", "\r", "\t", " ", "\\", "é", "👩‍👩‍👧", "\u{0}", "\u{1F}", "\u{7F}", "\u{2028}", "|", "NA",
      "null", "😀", "{", "/",
    ]
    return (0..<count).map { _ in
      if Int.random(in: 0..<6, using: &generator) == 0 { return .missing }
      let length = Int.random(in: 0..<4, using: &generator)
      return .text((0..<length).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined())
    }
  }

  @Test(arguments: [0, 1, 63, 64, 65, 2047, 2048, 2049, 5000])
  func csv(count: Int) throws {
    for (name, delimiter) in [("csv", UInt8(ascii: ",")), ("tsv", UInt8(ascii: "\t"))] {
      let columns = [texts(count, seed: 1), texts(count, seed: 2)]
      let text = try rendered(name, answer([("a\nb", .text, columns[0]), ("c", .text, columns[1])]))
      let records = try #require(parsed(Array(text.utf8), delimiter: delimiter))
      #expect(records.first == [.text("a\nb"), .text("c")])
      #expect(Array(records.dropFirst()) == (0..<count).map { [columns[0][$0], columns[1][$0]] })
    }
  }

  @Test(arguments: [0, 1, 2048, 2049])
  func csvOfOneColumn(count: Int) throws {
    let column = texts(count, seed: 3)
    let text = try rendered("csv", answer([("x", .text, column)]))
    let records = try #require(parsed(Array(text.utf8), delimiter: UInt8(ascii: ",")))
    #expect(Array(records.dropFirst()) == column.map { [$0] })
  }

  @Test(arguments: [0, 1, 2047, 2048, 2049])
  func json(count: Int) throws {
    let column = texts(count, seed: 4)
    let numbers: [Value] = (0..<count).map { $0 % 3 == 0 ? .missing : .number(Double($0) / 8) }
    let source = answer([("a\"\u{1}", .text, column), ("n", .number, numbers)])
    let document = try rendered("json", source)
    #expect(document.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
    let whole = try JSONSerialization.jsonObject(with: Data(document.utf8)) as? [[String: Any]]
    let lines = try rendered("ndjson", source).split(separator: "\n").map { line in
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    }
    for objects in [try #require(whole).map(Optional.some), lines] {
      #expect(objects.count == count)
      for (row, object) in objects.enumerated() {
        let object = try #require(object)
        #expect((object["a\"\u{1}"] as? String).map(Value.text) ?? .missing == column[row])
        #expect((object["n"] as? Double).map(Value.number) ?? .missing == numbers[row])
      }
    }
  }

  /// RFC 4180, an empty unquoted cell or a usual spelling of missing read as missing.
  private func parsed(_ bytes: [UInt8], delimiter: UInt8) -> [[Value]]? {
    var records: [[Value]] = []
    var record: [Value] = []
    var place = 0
    let quote = UInt8(ascii: "\"")
    while place < bytes.count {
      var cell: [UInt8] = []
      let isQuoted = bytes[place] == quote
      if isQuoted {
        place += 1
        while true {
          guard place < bytes.count else { return nil }
          if bytes[place] == quote {
            place += 1
            guard place < bytes.count, bytes[place] == quote else { break }
          }
          cell.append(bytes[place])
          place += 1
        }
      } else {
        while place < bytes.count, bytes[place] != delimiter, bytes[place] != UInt8(ascii: "\n") {
          if bytes[place] == quote || bytes[place] == UInt8(ascii: "\r") { return nil }
          cell.append(bytes[place])
          place += 1
        }
      }
      let text = String(decoding: cell, as: UTF8.self)
      let isMissing = !isQuoted && (text.isEmpty || LoadOptions.usualMissing.contains(text))
      record.append(isMissing ? .missing : .text(text))
      guard place < bytes.count else { return nil }
      if bytes[place] == UInt8(ascii: "\n") {
        records.append(record)
        record = []
      } else if bytes[place] != delimiter {
        return nil
      } else if place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\n") {
        record.append(.missing)
        records.append(record)
        record = []
        place += 1
      }
      place += 1
    }
    return records
  }
}
