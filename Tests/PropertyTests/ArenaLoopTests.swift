import CKernels
import TallyTestSupport
import Testing

/// Tests of free text as it is stored, against searches of each row by itself.
@Suite(.serialized) struct ArenaLoopTests {
  /// Rows of few different letters, so that many are about to hold a part and do not.
  private struct Texts {
    var bytes: [UInt8] = []
    var offsets: [UInt32] = [0]
    var rows: [[UInt8]?] = []

    init(rowCount: Int, letters: [UInt8], longest: Int, _ random: inout SeededGenerator) {
      for _ in 0..<rowCount {
        let isMissing = Int.random(in: 0..<6, using: &random) == 0
        let count = isMissing ? 0 : Int.random(in: 0...longest, using: &random)
        let row = (0..<count).map { _ in letters.randomElement(using: &random) ?? 0 }
        bytes += row
        offsets.append(UInt32(bytes.count) | (isMissing ? 1 << 31 : 0))
        rows.append(isMissing ? nil : row)
      }
    }

    /// What a loop says of the rows from `first` on.
    func outcomes(
      from first: Int, _ part: [UInt8], _ loop: (tally_texts, tally_part, UnsafeMutablePointer<UInt8>) -> Void
    ) -> [UInt8] {
      var output = [UInt8](repeating: 9, count: rows.count - first)
      bytes.withUnsafeBufferPointer { bytes in
        offsets.withUnsafeBufferPointer { offsets in
          part.withUnsafeBufferPointer { part in
            guard let base = offsets.baseAddress else { return }
            let texts = tally_texts(
              bytes: bytes.baseAddress, readable: bytes.count, offsets: base + first, count: output.count)
            loop(texts, tally_part(bytes: part.baseAddress, count: part.count), &output)
          }
        }
      }
      return output
    }

    func expected(from first: Int, _ holds: ([UInt8]) -> Bool) -> [UInt8] {
      rows[first...].map { $0.map { holds($0) ? 2 : 0 } ?? 1 }
    }
  }

  private func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    text.count >= part.count && (0...text.count - part.count).contains { text[$0...].starts(with: part) }
  }

  @Test(arguments: [false, true], ["ab", "abB", "abcdefgh é"]) func rowsAreSearched(isPlain: Bool, letters: String) {
    tally_use_plain_loops(isPlain)
    defer { tally_use_plain_loops(false) }
    var random = SeededGenerator(seed: 11)
    for round in 0..<300 {
      let texts = Texts(
        rowCount: Int.random(in: 1...40, using: &random), letters: Array(letters.utf8),
        longest: [1, 4, 12, 60][round % 4], &random)
      let first = Int.random(in: 0..<texts.rows.count, using: &random)
      let length = Int.random(in: 1...[3, 9, 20, 40][round / 75], using: &random)
      // Half the parts are of a row.
      let row = texts.rows.compactMap(\.self).first { $0.count >= length }
      let part =
        round % 2 == 0
        ? row.map { Array($0.suffix(length)) } ?? Array(letters.utf8)
        : (0..<length).map { _ in letters.utf8.randomElement(using: &random) ?? 0 }
      #expect(
        texts.outcomes(from: first, part, tally_contains) == texts.expected(from: first) { contains($0, part) })
      #expect(
        texts.outcomes(from: first, part, tally_begins) == texts.expected(from: first) { $0.starts(with: part) })
      #expect(
        texts.outcomes(from: first, part, tally_ends)
          == texts.expected(from: first) { $0.reversed().starts(with: part.reversed()) })
      #expect(texts.outcomes(from: first, part, tally_is) == texts.expected(from: first) { $0 == part })
      checkFolded(texts, first, part)
    }
  }

  private func checkFolded(_ texts: Texts, _ first: Int, _ part: [UInt8]) {
    func small(_ bytes: [UInt8]) -> [UInt8] { bytes.map { (65...90).contains($0) ? $0 + 32 : $0 } }
    let hasOthers = texts.rows[first...].contains { $0?.contains { $0 >= 0x80 } ?? false }
    _ = texts.outcomes(from: first, part) { texts, _, _ in #expect(tally_has_others(texts) == hasOthers) }
    if hasOthers || part.contains(where: { $0 >= 0x80 }) { return }
    #expect(
      texts.outcomes(from: first, small(part), tally_contains_folded)
        == texts.expected(from: first) { contains(small($0), small(part)) })
  }
}
