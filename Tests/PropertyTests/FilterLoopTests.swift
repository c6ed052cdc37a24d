import CKernels
import TallyTestSupport
import Testing

/// The loops that make bits of a block's values, against plain ones: at every length around a word's and a vector's,
/// with missing and extreme values, as compiled for AVX2 and for every machine.
@Suite struct FilterLoopTests {
  private static let lengths = Array(0...130) + [255, 256, 4095, 4096]

  private typealias Find<V> = (
    UnsafePointer<V>, Int, V, V, V, UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>
  ) -> Void

  private func words(of count: Int, _ holds: (Int) -> Bool) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: (count + 63) / 64)
    for row in 0..<count where holds(row) { words[row / 64] |= 1 << UInt64(row % 64) }
    return words
  }

  private func noise(_ count: Int, _ random: inout SeededGenerator) -> [UInt64] {
    (0..<(count + 63) / 64).map { _ in random.next() }
  }

  private func has(_ words: [UInt64], _ row: Int) -> Bool { words[row / 64] >> UInt64(row % 64) & 1 != 0 }

  private func checkFind<V: FixedWidthInteger & UnsignedInteger>(
    missing: V, _ find: Find<V>, _ countMissing: (UnsafePointer<V>, Int, V, UnsafePointer<UInt64>) -> Int
  ) {
    var random = SeededGenerator(seed: UInt64(V.bitWidth) &+ UInt64(missing))
    for count in Self.lengths {
      let values = (0..<count).map { _ -> V in
        let wide = V(truncatingIfNeeded: random.next()) >> V.random(in: 0..<V(V.bitWidth), using: &random)
        return Int.random(in: 0..<5, using: &random) == 0 ? missing : wide
      }
      let low = (values.randomElement(using: &random) ?? 0) &- V.random(in: 0...2, using: &random)
      for span in [0, 1, V.random(in: 0 ... .max, using: &random), .max - 1, .max] {
        var (inside, absent) = (noise(count, &random), noise(count, &random))
        find(values, count, low, span, missing, &inside, &absent)
        #expect(inside == words(of: count) { values[$0] &- low <= span })
        #expect(absent == words(of: count) { values[$0] == missing })
      }
      for among in [noise(count, &random), words(of: count) { _ in false }] {
        let expected = (0..<count).count { values[$0] == missing && has(among, $0) }
        #expect(countMissing(values, count, missing, among) == expected)
      }
    }
  }

  @Test(arguments: [false, true]) func rangesAreFound(isPlain: Bool) {
    tally_use_plain_loops(isPlain)
    defer { tally_use_plain_loops(false) }
    for missing in [0, UInt8(1) << 7] { checkFind(missing: missing, tally_find_8, tally_missing_8) }
    for missing in [0, UInt16(1) << 15] { checkFind(missing: missing, tally_find_16, tally_missing_16) }
    for missing in [0, UInt32(1) << 31] { checkFind(missing: missing, tally_find_32, tally_missing_32) }
    for missing in [0, UInt64(1) << 63] { checkFind(missing: missing, tally_find_64, tally_missing_64) }
  }

  @Test(arguments: [false, true]) func rangesOfDoublesAreFound(isPlain: Bool) {
    tally_use_plain_loops(isPlain)
    defer { tally_use_plain_loops(false) }
    var random = SeededGenerator(seed: 5)
    let special = [-Double.infinity, .infinity, 0, -0.0, .nan, .leastNonzeroMagnitude, 3]
    for count in Self.lengths {
      let values = (0..<count).map { _ in
        Bool.random(using: &random) ? Double.random(in: -9...9, using: &random) : special.randomElement(using: &random)!
      }
      for (low, high) in [(-3.0, 3.0), (0, .infinity), (-.infinity, .infinity), (1, 0), (0, 0)] {
        var (inside, absent) = (noise(count, &random), noise(count, &random))
        tally_find_double(values, count, low, high, &inside, &absent)
        #expect(inside == words(of: count) { values[$0] >= low && values[$0] <= high })
        #expect(absent == words(of: count) { values[$0].isNaN })
      }
      let among = noise(count, &random)
      let expected = (0..<count).count { values[$0].isNaN && has(among, $0) }
      #expect(tally_missing_double(values, count, among) == expected)
    }
  }

  @Test(arguments: [false, true]) func outcomesAreBitsAndBytes(isPlain: Bool) {
    tally_use_plain_loops(isPlain)
    defer { tally_use_plain_loops(false) }
    var random = SeededGenerator(seed: 6)
    for count in Self.lengths {
      let outcomes = (0..<count).map { _ in UInt8.random(in: 0...2, using: &random) }
      var (yes, possible) = (noise(count, &random), noise(count, &random))
      tally_pack_outcomes(outcomes, count, &yes, &possible)
      #expect(yes == words(of: count) { outcomes[$0] == 2 })
      #expect(possible == words(of: count) { outcomes[$0] > 0 })
      var bytes = [UInt8](repeating: 9, count: count)
      tally_spread_outcomes(yes, possible, count, &bytes)
      #expect(bytes == outcomes)
      // Bits past the rows count for nothing.
      if count % 64 != 0 {
        yes[count / 64] |= ~0 << UInt64(count % 64)
        possible[count / 64] |= ~0 << UInt64(count % 64)
      }
      for mask in [noise(count, &random), nil] {
        var (held, unknown) = (noise(count, &random), noise(count, &random))
        let found = tally_settle(yes, possible, count, mask, &held, &unknown)
        #expect(held == words(of: count) { row in outcomes[row] == 2 && mask.map { has($0, row) } ?? true })
        #expect(unknown == words(of: count) { row in outcomes[row] == 1 && mask.map { has($0, row) } ?? true })
        let counted = tally_settle(yes, possible, count, mask, nil, nil)
        #expect(found.yes == held.reduce(0) { $0 + $1.nonzeroBitCount } && counted.yes == found.yes)
        #expect(found.unknown == unknown.reduce(0) { $0 + $1.nonzeroBitCount } && counted.unknown == found.unknown)
      }
    }
  }
}
