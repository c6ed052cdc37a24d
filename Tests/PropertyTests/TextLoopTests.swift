import CKernels
import TallyTestSupport
import Testing

/// What the loops that gather free texts do, against plain Swift a text at a time.
@Suite struct TextLoopTests {
  private static let lengths = Array(0...60) + [255, 4095, 4096]

  /// With no missing row, some, and all, in one segment and in several.
  @Test(arguments: [1, 2, 3, 7], 0...2)
  func textsAreFoundAndCopied(_ segmentCount: Int, _ missing: Int) {
    var random = SeededGenerator(seed: UInt64(segmentCount * 3 + missing))
    let stored = StoredTexts(segmentCount: segmentCount, &random)
    for count in Self.lengths {
      let rows = (0..<count).map { _ in
        Int.random(in: 0..<2, using: &random) < missing ? .max : UInt32.random(in: 0..<stored.rowCount, using: &random)
      }
      let expected = rows.map { $0 == .max ? nil : stored.texts[Int($0)] }
      check(stored, rows, expected)
    }
  }

  private func check(_ stored: StoredTexts, _ rows: [UInt32], _ expected: [[UInt8]?]) {
    let count = rows.count
    var starts = [UnsafePointer<UInt8>?](repeating: nil, count: max(count, 1))
    var lengths = [UInt32](repeating: 7, count: max(count, 1))
    let sizes = tally_find_texts(stored.segments, stored.segments.count, rows, count, &starts, &lengths)
    let total = expected.reduce(0) { $0 + ($1?.count ?? 0) }
    #expect(Int(sizes.bytes) == total && Int(sizes.missing) == expected.count { $0 == nil })
    #expect((0..<count).allSatisfy { Self.text(starts[$0], lengths[$0]) == expected[$0] })
    // Nothing is written before or after the texts.
    let (before, after) = (5, 80)
    var bytes = [UInt8](repeating: 0xAA, count: before + total + after)
    var ends = [UInt32](repeating: 7, count: max(count, 1))
    tally_copy_texts(starts, lengths, count, &bytes, UInt32(before), &ends)
    #expect(bytes[..<before].allSatisfy { $0 == 0xAA } && bytes[(before + total)...].allSatisfy { $0 == 0xAA })
    #expect(Array(bytes[before..<before + total]) == expected.flatMap { $0 ?? [] })
    var end = UInt32(before)
    for (place, text) in expected.enumerated() {
      end += UInt32(text?.count ?? 0)
      #expect(ends[place] == (text == nil ? end | 1 << 31 : end))
    }
  }

  private static func text(_ start: UnsafePointer<UInt8>?, _ length: UInt32) -> [UInt8]? {
    length == 1 << 31 ? nil : Array(UnsafeBufferPointer(start: start, count: Int(length)))
  }

  /// Texts in segments of as many rows as come, of all lengths that are copied in ways of their own; some are missing.
  private final class StoredTexts {
    private(set) var segments: [tally_segment] = []
    private(set) var texts: [[UInt8]?] = []
    private var memory: [UnsafeMutableRawPointer] = []

    var rowCount: UInt32 { UInt32(texts.count) }

    init(segmentCount: Int, _ random: inout SeededGenerator) {
      for _ in 0..<segmentCount { add((0..<Int.random(in: 1...300, using: &random)).map { _ in Self.text(&random) }) }
    }

    deinit { for block in memory { block.deallocate() } }

    private static func text(_ random: inout SeededGenerator) -> [UInt8]? {
      let kind = Int.random(in: 0..<8, using: &random)
      if kind == 0 { return nil }
      let length = Int.random(in: kind == 1 ? 65...400 : 0...66, using: &random)
      return (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    private func add(_ new: [[UInt8]?]) {
      let bytes = new.flatMap { $0 ?? [] }
      let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
      copy.initialize(from: bytes, count: bytes.count)
      let offsets = UnsafeMutablePointer<UInt32>.allocate(capacity: new.count + 1)
      offsets.initialize(to: 0)
      var end: UInt32 = 0
      for (place, text) in new.enumerated() {
        end += UInt32(text?.count ?? 0)
        (offsets + place + 1).initialize(to: text == nil ? end | 1 << 31 : end)
      }
      segments.append(
        tally_segment(first_row: UInt64(texts.count), bytes: UnsafePointer(copy), offsets: UnsafePointer(offsets)))
      texts += new
      memory += [UnsafeMutableRawPointer(copy), UnsafeMutableRawPointer(offsets)]
    }
  }
}
