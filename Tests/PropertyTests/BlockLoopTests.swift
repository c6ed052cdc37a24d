import CKernels
import TallyTestSupport
import Testing

/// The loops over a block that are written in C, against plain ones: at every length around a vector's, with missing
/// values, extreme ones, and rows that do not count, as compiled for AVX2 and for every machine.
@Suite struct BlockLoopTests {
  private static let lengths = Array(0...70) + [255, 256, 4095, 4096]

  /// Values of every size, every fifth missing; marks of 0 and 1, or none.
  private func forEachBlock<V: FixedWidthInteger>(
    of _: V.Type, missing: V, _ body: (_ values: [V], _ marks: [UInt8], _ selected: [UInt8]?) throws -> Void
  ) rethrows {
    var random = SeededGenerator(seed: UInt64(V.bitWidth))
    for count in Self.lengths {
      let values = (0..<count).map { _ -> V in
        let bits = Int.random(in: 1...V.bitWidth, using: &random)
        let value = V(truncatingIfNeeded: random.next()) >> V(V.bitWidth - bits)
        return Int.random(in: 0..<5, using: &random) == 0 ? missing : value
      }
      let marks = (0..<count).map { _ in UInt8.random(in: 0...2, using: &random) }
      try body(values, marks, nil)
      try body(values, marks, (0..<count).map { _ in UInt8.random(in: 0...1, using: &random) })
    }
  }

  private func known<V: Equatable>(_ values: [V], _ selected: [UInt8]?, missing: V) -> [V] {
    values.indices.filter { selected?[$0] != 0 && values[$0] != missing }.map { values[$0] }
  }

  private func checkSums<V: FixedWidthInteger & SignedInteger>(
    _: V.Type, _ sum: ([V], [UInt8]?) -> tally_sums, _ squares: ([V], [UInt8]?) -> tally_squares
  ) {
    forEachBlock(of: V.self, missing: V.min) { values, _, selected in
      let known = known(values, selected, missing: .min).map { Int64($0) }
      let (sums, squares) = (sum(values, selected), squares(values, selected))
      #expect(sums.sum == known.reduce(0, +) && sums.known == known.count)
      #expect(squares.sum == known.reduce(0, +) && squares.known == known.count)
      #expect(
        UInt128(squares.high) << 32 + UInt128(squares.low) == known.reduce(0) { $0 + UInt128(($1 * $1).magnitude) })
    }
  }

  @Test(arguments: [false, true]) func sumsAreExact(isPlain: Bool) {
    tally_use_plain_loops(isPlain)
    defer { tally_use_plain_loops(false) }
    func sum<V>(
      _ add: @escaping (UnsafePointer<V>, Int, UnsafePointer<UInt8>?, UnsafeMutablePointer<tally_sums>) -> Void
    )
      -> ([V], [UInt8]?) -> tally_sums
    {
      { values, selected in
        var sums = tally_sums(sum: 0, known: 0)
        add(values, values.count, selected, &sums)
        return sums
      }
    }
    func squares<V>(
      _ add: @escaping (UnsafePointer<V>, Int, UnsafePointer<UInt8>?, UnsafeMutablePointer<tally_squares>) -> Void
    ) -> ([V], [UInt8]?) -> tally_squares {
      { values, selected in
        var squares = tally_squares(high: 9, low: 9, sum: 9, known: 9)
        add(values, values.count, selected, &squares)
        return squares
      }
    }
    checkSums(Int8.self, sum(tally_sum_8), squares(tally_squares_8))
    checkSums(Int16.self, sum(tally_sum_16), squares(tally_squares_16))
    checkSums(Int32.self, sum(tally_sum_32), squares(tally_squares_32))
  }

  private func checkExtremes<V: FixedWidthInteger>(
    missing: V,
    _ extremes: (UnsafePointer<V>, Int, UnsafePointer<UInt8>?, UnsafeMutablePointer<V>, UnsafeMutablePointer<V>) ->
      Int64
  ) {
    forEachBlock(of: V.self, missing: missing) { values, _, selected in
      let known = known(values, selected, missing: missing)
      var (low, high) = (V.max, V.min)
      #expect(extremes(values, values.count, selected, &low, &high) == known.count)
      #expect(low == known.min() ?? .max && high == known.max() ?? .min)
    }
  }

  @Test(arguments: [false, true]) func extremesAreFound(isPlain: Bool) {
    tally_use_plain_loops(isPlain)
    defer { tally_use_plain_loops(false) }
    checkExtremes(missing: Int8.min, tally_extremes_i8)
    checkExtremes(missing: Int16.min, tally_extremes_i16)
    checkExtremes(missing: Int32.min, tally_extremes_i32)
    checkExtremes(missing: Int64.min, tally_extremes_i64)
    checkExtremes(missing: UInt8(0), tally_extremes_u8)
    checkExtremes(missing: UInt16(0), tally_extremes_u16)
    checkExtremes(missing: UInt32(0), tally_extremes_u32)
  }

  private func checkAny<V: FixedWidthInteger>(_ missing: V, _ any: (UnsafePointer<V>, Int, V, V) -> Bool) {
    var random = SeededGenerator(seed: 3)
    forEachBlock(of: V.self, missing: missing) { values, _, _ in
      let (low, span) = (values.randomElement(using: &random) ?? 0, V.random(in: 0...9, using: &random))
      let start = low &- 4
      #expect(any(values, values.count, start, span) == values.contains { $0 &- start <= span })
    }
  }

  @Test(arguments: [false, true]) func soughtValuesAreFound(isPlain: Bool) {
    tally_use_plain_loops(isPlain)
    defer { tally_use_plain_loops(false) }
    checkAny(UInt8(1) << 7, tally_any_8)
    checkAny(UInt16(1) << 15, tally_any_16)
    checkAny(UInt32(1) << 31, tally_any_32)
    checkAny(UInt64(1) << 63, tally_any_64)
  }

  @Test(arguments: [false, true]) func doublesAreReduced(isPlain: Bool) {
    tally_use_plain_loops(isPlain)
    defer { tally_use_plain_loops(false) }
    forEachBlock(of: Int32.self, missing: 0) { integers, _, selected in
      let values = integers.map { $0 == 0 ? Double.nan : Double($0) / 7 }
      let known = values.indices.filter { selected?[$0] != 0 && !values[$0].isNaN }.map { values[$0] }
      var sums = tally_lane_sums()
      tally_sum_double(values, values.count, selected, &sums)
      #expect(sums.known == known.count)
      #expect(abs(total(sums) - known.reduce(0, +)) <= 1e-9 * known.reduce(1) { $0 + abs($1) })
      var distances = [Double](repeating: 9, count: tally_lanes)
      tally_deviations_double(values, values.count, selected, 3, &sums, &distances)
      let squares = known.reduce(0) { $0 + ($1 - 3) * ($1 - 3) }
      #expect(abs(total(sums) - squares) <= 1e-12 * squares)
      let plain = known.reduce(0) { $0 + ($1 - 3) }
      #expect(abs(distances.reduce(0, +) - plain) <= 1e-9 * known.reduce(1) { $0 + abs($1) })
      var (low, high) = (Double.infinity, -Double.infinity)
      #expect(tally_extremes_double(values, values.count, selected, &low, &high) == known.count)
      #expect(low == known.min() ?? .infinity && high == known.max() ?? -.infinity)
      #expect(tally_any_double(values, values.count, 0, 100) == values.contains { $0 >= 0 && $0 <= 100 })
    }
  }

  private func total(_ sums: tally_lane_sums) -> Double {
    withUnsafeBytes(of: sums) { bytes in bytes.bindMemory(to: Double.self).prefix(2 * tally_lanes).reduce(0, +) }
  }
}
