import CKernels
import TallyTestSupport
import Testing

/// What the loops of expressions compute of a block, against Swift's own arithmetic a row at a time: at every length
/// around a vector's, with missing and extreme values, as compiled for AVX2 and for every machine.
@Suite(.serialized) struct ComputeLoopTests {
  private static let lengths = Array(0...70) + [255, 4095, 4096]

  /// Runs the body with the loops for AVX2, then with the plain ones.
  private func forEachBuild(_ body: () throws -> Void) rethrows {
    for isPlain in [false, true] {
      tally_use_plain_loops(isPlain)
      defer { tally_use_plain_loops(false) }
      try body()
    }
  }

  /// Numbers of at most so many bits, some of them missing, some the smallest and largest of all, some 0.
  private func wholes(_ count: Int, bits: Int, _ random: inout SeededGenerator) -> [Int64] {
    (0..<count).map { _ in
      switch Int.random(in: 0..<12, using: &random) {
      case 0, 1: .min
      case 2: 0
      case 3: bits == 64 ? .max : 1 << Int64(bits - 2)
      case 4: bits == 64 ? .min + 1 : -1
      default: Int64(truncatingIfNeeded: random.next()) >> Int64(64 - Int.random(in: 2...bits, using: &random))
      }
    }
  }

  private func numbers(_ count: Int, _ random: inout SeededGenerator) -> [Double] {
    let ends = [
      0, -0.0, 0.5, -0.5, 0.49999999999999994, 2.5, -2.5, 0x1p51, -0x1p51, 0x1p52 + 1, 0x1p63, -0x1p63, 1e300,
    ]
    return (0..<count).map { _ in
      switch Int.random(in: 0..<10, using: &random) {
      case 0, 1: .nan
      case 2: ends.randomElement(using: &random) ?? 0
      case 3: .greatestFiniteMagnitude * Double.random(in: -1...1, using: &random)
      default: (Double.random(in: -1000...1000, using: &random) * 100).rounded() / 100
      }
    }
  }

  private typealias Loop<A, B> = (UnsafePointer<A>, UnsafePointer<A>, Int, UnsafeMutablePointer<B>) -> Bool

  /// What a loop over two blocks gives is, row by row, what `expected` does; missing is nil.
  private func check<A, B: Equatable>(
    _ blocks: (Int, inout SeededGenerator) -> [A], _ isMissing: (A) -> Bool, missing: B,
    _ loop: Loop<A, B>, isEqual: (B, B) -> Bool = { $0 == $1 }, _ expected: (A, A) -> B?
  ) {
    forEachBuild {
      var random = SeededGenerator(seed: 5)
      for count in Self.lengths {
        let (a, b) = (blocks(count, &random), blocks(count, &random))
        var output = [B](repeating: missing, count: count)
        let lost = loop(a, b, count, &output)
        var anyLost = false
        for row in 0..<count {
          let isKnown = !isMissing(a[row]) && !isMissing(b[row])
          let value = isKnown ? expected(a[row], b[row]) : nil
          if isKnown && value == nil { anyLost = true }
          #expect(isEqual(output[row], value ?? missing), "\(a[row]) and \(b[row]) of \(count)")
        }
        #expect(lost == anyLost)
      }
    }
  }

  @Test(arguments: [8, 31, 33, 51, 64]) func wholeNumbersAreComputed(bits: Int) {
    func check(_ loop: Loop<Int64, Int64>, _ expected: @escaping (Int64, Int64) -> (Int64, overflow: Bool)) {
      self.check({ wholes($0, bits: bits, &$1) }, { $0 == .min }, missing: .min, loop) { a, b in
        let (value, overflow) = expected(a, b)
        return overflow || value == .min ? nil : value
      }
    }
    check(tally_add_64) { $0.addingReportingOverflow($1) }
    check(tally_subtract_64) { $0.subtractingReportingOverflow($1) }
    check(tally_multiply_64) { $0.multipliedReportingOverflow(by: $1) }
    check(tally_modulo_64) { a, b in
      if b == 0 { return (0, true) }
      let rest = a % b
      return (rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest, false)
    }
  }

  @Test(arguments: [8, 31, 33, 51, 64]) func restsOfOneDivisorAreComputed(bits: Int) {
    forEachBuild {
      var random = SeededGenerator(seed: UInt64(bits))
      for count in Self.lengths {
        let a = wholes(count, bits: bits, &random)
        let others = wholes(9, bits: bits, &random).filter { $0 != .min && $0 != 0 }
        for divisor in [1, -1, 2, 10, -7, 1_000_000] + others {
          var output = [Int64](repeating: 9, count: count)
          let isSmall = (a.filter { $0 != .min } + [divisor]).allSatisfy { $0 >= -1 << 51 && $0 < 1 << 51 }
          #expect(tally_modulo_by_64(a, divisor, count, &output) == isSmall)
          guard isSmall else { continue }
          for row in 0..<count {
            let rest = a[row] == .min ? Int64.min : a[row] % divisor
            let turned = rest != .min && rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest
            #expect(output[row] == turned, "\(a[row]) by \(divisor)")
          }
        }
      }
    }
  }

  @Test func numbersAreComputed() {
    func check(_ loop: Loop<Double, Double>, _ expected: @escaping (Double, Double) -> Double) {
      self.check(
        numbers, \.isNaN, missing: .nan, loop, isEqual: { $0 == $1 || ($0.isNaN && $1.isNaN) },
        { expected($0, $1).isFinite ? expected($0, $1) : nil })
    }
    check(tally_add_double, +)
    check(tally_subtract_double, -)
    check(tally_multiply_double, *)
    check(tally_divide_double, /)
  }

  @Test func valuesAreCompared() {
    func always<A>(
      _ loop: @escaping (UnsafePointer<A>, UnsafePointer<A>, Int, UnsafeMutablePointer<UInt8>) -> Void
    ) -> Loop<A, UInt8> {
      {
        loop($0, $1, $2, $3)
        return false
      }
    }
    let integers: (Int, inout SeededGenerator) -> [Int64] = { self.wholes($0, bits: 3, &$1) }
    check(integers, { $0 == .min }, missing: 1, always(tally_equal_64)) { $0 == $1 ? 2 : 0 }
    check(integers, { $0 == .min }, missing: 1, always(tally_less_64)) { $0 < $1 ? 2 : 0 }
    let halves: (Int, inout SeededGenerator) -> [Double] = {
      self.wholes($0, bits: 3, &$1).map { $0 == .min ? .nan : Double($0) / 2 }
    }
    check(halves, \.isNaN, missing: 1, always(tally_equal_double)) { $0 == $1 ? 2 : 0 }
    check(halves, \.isNaN, missing: 1, always(tally_less_double)) { $0 < $1 ? 2 : 0 }
  }

  @Test func numbersAreRounded() {
    func check(
      _ loop: (UnsafePointer<Double>, Int, UnsafeMutablePointer<Int64>) -> Void,
      _ rule: FloatingPointRoundingRule
    ) {
      forEachBuild {
        var random = SeededGenerator(seed: 6)
        for (large, count) in Self.lengths.flatMap({ [(true, $0), (false, $0)] }) {
          var values = numbers(count, &random)
          if !large { values = values.map { abs($0) < 0x1p51 ? $0 : 7.5 } }
          var output = [Int64](repeating: 9, count: count)
          loop(values, count, &output)
          for row in 0..<count {
            let exact = values[row].rounded(rule)
            #expect(output[row] == (exact > -0x1p63 && exact < 0x1p63 ? Int64(exact) : .min), "\(values[row])")
          }
        }
      }
    }
    check(tally_round, .toNearestOrAwayFromZero)
    check(tally_floor, .down)
    check(tally_ceiling, .up)
  }

  @Test func storedNumbersAreRead() {
    func check<V: FixedWidthInteger & SignedInteger>(
      _: V.Type, _ widen: (UnsafePointer<V>, Int, UnsafeMutablePointer<Int64>) -> Void,
      _ divide: (UnsafePointer<V>, Int, Double, UnsafeMutablePointer<Double>) -> Void
    ) {
      forEachBuild {
        var random = SeededGenerator(seed: 7)
        for count in Self.lengths {
          let values = wholes(count, bits: V.bitWidth, &random).map { V(exactly: $0) ?? .min }
          var (whole, number) = ([Int64](repeating: 9, count: count), [Double](repeating: 9, count: count))
          widen(values, count, &whole)
          #expect(whole == values.map { $0 == .min ? .min : Int64($0) })
          let units = [1, 1e1, 1e2, 1e3, 1e9, 1e18]
          for unit in units {
            divide(values, count, unit, &number)
            #expect(
              zip(number, values).allSatisfy { $1 == .min ? $0.isNaN : $0 == Double($1) / unit }, "\(values) \(unit)")
          }
        }
      }
    }
    check(Int8.self, tally_widen_8, tally_decimals_8)
    check(Int16.self, tally_widen_16, tally_decimals_16)
    check(Int32.self, tally_widen_32, tally_decimals_32)
    check(Int64.self, { $2.update(from: $0, count: $1) }, tally_decimals_64)
  }

  @Test func wholeNumbersAreTurned() {
    forEachBuild {
      var random = SeededGenerator(seed: 8)
      for count in Self.lengths {
        let values = wholes(count, bits: 64, &random)
        var (numbers, opposite) = ([Double](repeating: 9, count: count), [Int64](repeating: 9, count: count))
        tally_to_double(values, count, &numbers)
        #expect(zip(numbers, values).allSatisfy { $1 == .min ? $0.isNaN : $0 == Double($1) }, "\(values)")
        tally_negate_64(values, count, &opposite)
        #expect(opposite == values.map { 0 &- $0 })
        var negative = numbers
        tally_negate_double(numbers, count, &negative)
        #expect(zip(negative, numbers).allSatisfy { $0 == -$1 || ($0.isNaN && $1.isNaN) })
        let known = values.filter { $0 != .min }
        #expect(tally_reach_64(values, count) == known.reduce(0) { $0 | $1.magnitude })
        let selected = values.map { _ in UInt8.random(in: 0...1, using: &random) }
        for marks in [selected, nil] {
          var sum = tally_wide_sum(high: 9, low: 9, known: 9)
          tally_sum_64(values, count, marks, &sum)
          let counting = values.indices.filter { marks?[$0] != 0 && values[$0] != .min }.map { Int128(values[$0]) }
          #expect(Int128(sum.high) << 32 + Int128(sum.low) == counting.reduce(0, +) && sum.known == counting.count)
        }
      }
    }
  }

  @Test func outcomesAreJoined() {
    forEachBuild {
      var random = SeededGenerator(seed: 9)
      for count in Self.lengths {
        func outcomes() -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...2, using: &random) } }
        let (a, b) = (outcomes(), outcomes())
        var (both, either, marks) = (a, a, a)
        tally_and(&both, b, count)
        tally_or(&either, b, count)
        #expect(both == zip(a, b).map { min($0, $1) } && either == zip(a, b).map { max($0, $1) })
        tally_not(a, count, &marks)
        #expect(marks == a.map { 2 - $0 })
        for outcome in UInt8(0)...2 {
          #expect(tally_mark(a, count, outcome, &marks) == a.contains(outcome))
          #expect(marks == a.map { $0 == outcome ? 1 : 0 })
        }
        let (first, second) = (wholes(count, bits: 64, &random), wholes(count, bits: 64, &random))
        var chosen = first
        tally_choose_64(a, first, second, count, &chosen)
        #expect(chosen == (0..<count).map { a[$0] == 2 ? first[$0] : a[$0] == 0 ? second[$0] : .min })
        #expect(tally_mark_missing_64(first, count, &marks) == first.contains(.min))
        #expect(marks == first.map { $0 == .min ? 1 : 0 })
        let (third, fourth) = (numbers(count, &random), numbers(count, &random))
        var number = third
        tally_choose_double(a, third, fourth, count, &number)
        let expected = (0..<count).map { a[$0] == 2 ? third[$0] : a[$0] == 0 ? fourth[$0] : .nan }
        #expect(zip(number, expected).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) })
        #expect(tally_mark_missing_double(third, count, &marks) == third.contains(where: \.isNaN))
        #expect(marks == third.map { $0.isNaN ? 1 : 0 })
        let stored = a.map { [0, .min, 1][Int($0)] as Int8 }
        tally_outcomes_of_8(stored, count, &marks)
        #expect(marks == a)
        let words = (0..<count / 64 + 1).map { _ in random.next() }
        tally_spread(words, count, &marks)
        #expect(marks == (0..<count).map { UInt8(truncatingIfNeeded: words[$0 / 64] >> UInt64($0 % 64)) & 1 })
      }
    }
  }
}
