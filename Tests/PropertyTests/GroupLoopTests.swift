import CKernels
import TallyTestSupport
import Testing

/// What the loops of grouping make of a block, against plain Swift a row at a time: at every length around a vector's,
/// with missing and extreme values, as compiled for AVX2 and for every machine.
@Suite(.serialized) struct GroupLoopTests {
  private static let lengths = Array(0...70) + [255, 4095, 4096]

  private func forEachBuild(_ body: () throws -> Void) rethrows {
    for isPlain in [false, true] {
      tally_use_plain_loops(isPlain)
      defer { tally_use_plain_loops(false) }
      try body()
    }
  }

  private typealias Slots<V> = (
    UnsafePointer<V>, Int, tally_code, UInt32, UnsafeMutablePointer<UInt32>
  ) -> Void
  private typealias Keys<V> = (
    UnsafePointer<V>, Int, tally_code, UInt32, UnsafeMutablePointer<UInt64>
  ) -> Void

  /// `order` is nil of a missing value; `bits` is how wide orders are.
  private func check<V>(
    _ values: (inout SeededGenerator) -> V, bits: Int, order: (V) -> UInt64?, _ slots: Slots<V>, _ keys: Keys<V>
  ) {
    forEachBuild {
      var random = SeededGenerator(seed: 3)
      for count in Self.lengths {
        let block = (0..<count).map { _ in values(&random) }
        let orders = block.compactMap(order)
        let known = (0..<2).map { _ in orders.randomElement(using: &random) ?? 1 }
        let (low, high) = (known.min() ?? 1, known.max() ?? 1)
        let narrowShift = UInt64(max(0, Int(64 - (high - low).leadingZeroBitCount) - 20))
        let shifts: [UInt64] = [0, narrowShift, narrowShift + 3, UInt64(bits)]
        let shift: UInt64 = shifts.randomElement(using: &random) ?? 0
        func code(_ order: UInt64) -> UInt64 { (order - low) >> shift }
        let last = code(high) == .max ? code(high) : code(high) + 1
        let isDescending = Bool.random(using: &random)
        func expected(_ value: V, isDescending: Bool) -> UInt64? {
          guard let order = order(value) else { return last }
          if order < low || order > high { return nil }
          return isDescending ? last - 1 - code(order) : code(order)
        }
        if last < 1 << 24 {
          let factors: [UInt32] = [0, 7]
          for factor in factors {
            var target = (0..<count).map { UInt32($0) }
            slots(
              block, count, tally_code(low: low, shift: shift, last: last, is_descending: false), factor, &target)
            for row in 0..<count {
              let above = UInt64(row) * UInt64(factor)
              let added = UInt64(target[row]) - above
              #expect(added <= last)
              if let code = expected(block[row], isDescending: false) { #expect(added == code, "\(block[row])") }
            }
          }
        }
        let width = UInt32(64 - last.leadingZeroBitCount)
        for before in [0, min(width, 51)] {
          var target = (0..<count).map { UInt64($0) }
          keys(
            block, count, tally_code(low: low, shift: shift, last: last, is_descending: isDescending), before, &target)
          for row in 0..<count {
            let above = before == 0 ? 0 : UInt64(row) << UInt64(before)
            guard let code = expected(block[row], isDescending: isDescending) else { continue }
            #expect(target[row] == above | code, "\(block[row]), \(isDescending), \(shift)")
          }
        }
      }
    }
  }

  private func checkSigned<V: FixedWidthInteger & SignedInteger>(_ slots: Slots<V>, _ keys: Keys<V>) {
    let bits = max(32, V.bitWidth)
    check(
      { $0.next() % 6 == 0 ? [V.min, .min + 1, .max, 0][Int($0.next() % 4)] : V(truncatingIfNeeded: $0.next() >> 9) },
      bits: bits, order: { $0 == .min ? nil : UInt64(bitPattern: Int64($0) &+ (bits == 32 ? 1 << 31 : .min)) }, slots,
      keys)
  }

  private func checkUnsigned<V: FixedWidthInteger & UnsignedInteger>(_ slots: Slots<V>, _ keys: Keys<V>) {
    check(
      { $0.next() % 6 == 0 ? [V.min, .max, 1][Int($0.next() % 3)] : V(truncatingIfNeeded: $0.next() >> 9) },
      bits: 32, order: { $0 == 0 ? nil : UInt64($0) }, slots, keys)
  }

  @Test func codesOfWholeNumbers() {
    checkSigned(tally_slots_i8, tally_keys_i8)
    checkSigned(tally_slots_i16, tally_keys_i16)
    checkSigned(tally_slots_i32, tally_keys_i32)
    checkSigned(tally_slots_i64, tally_keys_i64)
  }

  @Test func codesOfWords() {
    checkUnsigned(tally_slots_u8, tally_keys_u8)
    checkUnsigned(tally_slots_u16, tally_keys_u16)
    checkUnsigned(tally_slots_u32, tally_keys_u32)
  }

  @Test func codesOfDoubles() {
    let ends = [0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNonzeroMagnitude]
    check(
      { random in
        switch random.next() % 6 {
        case 0: .nan
        case 1: ends[Int(random.next() % UInt64(ends.count))]
        default: Double(Int64(bitPattern: random.next()) >> Int64(random.next() % 60))
        }
      }, bits: 64,
      order: { value in
        if value.isNaN { return nil }
        // Numbers in their order are those of their bits, the negative ones' backwards.
        let magnitude = value.magnitude.bitPattern
        return value < 0 ? (1 << 63) - 1 - (magnitude - 1) - 1 : (1 << 63) + magnitude
      }, tally_slots_double, tally_keys_double)
  }

  @Test func keptSlots() {
    forEachBuild {
      var random = SeededGenerator(seed: 4)
      for count in Self.lengths {
        for density in [0, 1, 2, 3] {
          let words: [UInt64] = (0..<(count + 63) / 64).map { _ in
            [0, random.next() & random.next() & random.next(), random.next(), ~0][density]
          }
          var slots = (0..<(count + 7) / 8 * 8).map { _ in UInt32(truncatingIfNeeded: random.next()) }
          var places = [UInt16](repeating: 0, count: slots.count)
          let before = slots
          let kept = tally_keep_slots(words, count, &slots, &places)
          let expected = (0..<count).filter { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
          #expect(kept == expected.count)
          #expect(places.prefix(kept).map(Int.init) == expected)
          #expect(Array(slots.prefix(kept)) == expected.map { before[$0] })
        }
      }
    }
  }
}
