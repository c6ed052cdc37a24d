import CKernels
import TallyTestSupport
import Testing

@Suite struct ScanTests {
  private struct Found: Equatable {
    var separators: [UInt32]
    var rows: [UInt32]
    /// Inside, quotes, doubled, stray, non-ASCII.
    var flags: [Bool]
  }

  private func scan(by way: Int, _ text: [UInt8], length: Int, stop: Int) -> Found? {
    var separators = [UInt32](repeating: 0, count: length + 64)
    var rows = separators
    var result = tally_scan_result()
    guard tally_scan_by(way, text, length, stop, UInt8(ascii: ","), &separators, &rows, &result) else { return nil }
    return Found(
      separators: Array(separators[..<result.separators]), rows: Array(rows[..<result.rows]),
      flags: [
        result.inside, result.has_quotes, result.has_doubled_quotes, result.has_stray_quotes, result.has_non_ascii,
      ])
  }

  /// The same, one byte after the other.
  private func slowly(_ text: [UInt8], length: Int, stop: Int) -> Found {
    var found = Found(separators: [], rows: [], flags: [false, false, false, false, false])
    var atBoundary = true
    var closed = false
    for place in 0..<length {
      let byte = text[place]
      if byte >= 0x80 { found.flags[4] = true }
      let isReturn = byte == UInt8(ascii: "\r")
      let isEnd = byte == UInt8(ascii: "\n") || (isReturn && text[place + 1] != UInt8(ascii: "\n"))
      if byte == UInt8(ascii: "\"") {
        found.flags[1] = true
        if !found.flags[0] {
          if closed { found.flags[2] = true } else if !atBoundary { found.flags[3] = true }
        }
        closed = found.flags[0]
        found.flags[0].toggle()
        atBoundary = false
      } else if !found.flags[0] {
        let isSeparator = isEnd || byte == UInt8(ascii: ",")
        if closed, !isSeparator, !isReturn { found.flags[3] = true }
        closed = false
        atBoundary = isSeparator
        if isSeparator { found.separators.append(UInt32(place)) }
        if isEnd { found.rows.append(UInt32(place)) }
      }
      if place % 64 == 63, let last = found.rows.last, last >= stop { return found }
    }
    return found
  }

  @Test func everyWayFindsTheSame() {
    var random = SeededGenerator(seed: 11)
    let alphabets = ["a,\n\"", "ab,,\n", "abc,\"\"\r\n", "aaaaaaaaaaaaaaaaaaaaaaaa,\n", "é,\n\""].map { Array($0.utf8) }
    for round in 0..<3000 {
      let alphabet = alphabets[round % alphabets.count]
      let length = Int(random.next() % 300)
      var text = (0..<length).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
      // What follows the text matters only by its first byte.
      text += (0..<64).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
      let stop = Int(random.next() % 400)
      let expected = slowly(text, length: length, stop: stop)
      var way = 0
      while let found = scan(by: way, text, length: length, stop: stop) {
        guard found == expected else {
          Issue.record("way \(way): \(found), not \(expected), of \(length) \(text)")
          return
        }
        way += 1
      }
      #expect(way >= 1)
    }
  }

  @Test func linesAreCounted() {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<1000 {
      let text = (0..<Int(random.next() % 700)).map { _ in Array("ab\r\n".utf8)[Int(random.next() % 4)] } + [97]
      let length = text.count - 1
      let expected = (0..<length).count { text[$0] == 10 || (text[$0] == 13 && text[$0 + 1] != 10) }
      #expect(tally_count_lines(text, length, text[length]) == expected)
    }
  }
}
