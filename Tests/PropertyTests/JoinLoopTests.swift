import CKernels
import TallyTestSupport
import Testing

/// What the loops of joins and of keys do with a block, against plain Swift a row at a time: at every length around a
/// vector's, as compiled for AVX2 and for every machine.
@Suite(.serialized) struct JoinLoopTests {
  private static let lengths = Array(0...70) + [255, 4095, 4096]

  private func forEachCase(_ body: (_ count: Int, _ density: Int, inout SeededGenerator) -> Void) {
    for isPlain in [false, true] {
      tally_use_plain_loops(isPlain)
      defer { tally_use_plain_loops(false) }
      var random = SeededGenerator(seed: 6)
      for count in Self.lengths {
        for density in 0..<4 { body(count, density, &random) }
      }
    }
  }

  /// Words for `count` rows, with no bit, few, half of them, and all.
  private func words(_ count: Int, _ density: Int, _ random: inout SeededGenerator) -> [UInt64] {
    (0..<(count + 63) / 64).map { _ in
      switch density {
      case 0: 0
      case 1: random.next() & random.next() & random.next()
      case 2: random.next()
      default: ~0
      }
    }
  }

  private func isSet(_ words: [UInt64], _ row: Int) -> Bool { words[row / 64] >> UInt64(row % 64) & 1 == 1 }

  @Test func slotsFindTheirNumbers() {
    forEachCase { count, density, random in
      let slots = randomSlots(count, density, &random)
      let mask = words(count, density, &random)
      checkSlots(slots, nil)
      checkSlots(slots, mask)
    }
  }

  /// Of 50 slots, of which the last is nobody's.
  private func randomSlots(_ count: Int, _ density: Int, _ random: inout SeededGenerator) -> [UInt32] {
    (0..<count).map { _ in
      Int.random(in: 0..<4, using: &random) < density ? UInt32.random(in: 0..<50, using: &random) : 49
    }
  }

  private func checkSlots(_ slots: [UInt32], _ mask: [UInt64]?) {
    let direct: [UInt32] = (0..<50).map { (slot: UInt32) in slot % 3 == 0 || slot == 49 ? 0 : slot + 100 }
    var found = [UInt64](repeating: 0, count: (slots.count + 63) / 64)
    var kept = [UInt32](repeating: 0, count: max(slots.count, 1))
    let total = tally_look_up_slots(direct, 49, slots, mask, slots.count, &found, &kept)
    var expected: [Int] = []
    for row in slots.indices where direct[Int(slots[row])] != 0 {
      if mask.map({ isSet($0, row) }) ?? true { expected.append(row) }
    }
    let marks = found
    #expect(slots.indices.filter { isSet(marks, $0) } == expected)
    #expect(Array(kept.prefix(total)) == expected.map { direct[Int(slots[$0])] })
  }

  @Test func numbersAreKeptAndSpread() {
    forEachCase { count, density, random in
      let known = words(count, density, &random)
      var numbers = [UInt32](repeating: 0, count: count)
      for row in 0..<count where isSet(known, row) { numbers[row] = UInt32.random(in: 1...9, using: &random) }
      var marks = [UInt64](repeating: 0, count: (count + 63) / 64)
      var kept = [UInt32](repeating: 0, count: max(count, 1))
      let total = kept.withUnsafeMutableBufferPointer { tally_keep_numbers(numbers, count, &marks, $0.baseAddress) }
      #expect(Array(kept.prefix(total)) == numbers.filter { $0 != 0 })
      #expect((0..<count).allSatisfy { isSet(marks, $0) == (numbers[$0] != 0) })
      var spread = [UInt32](repeating: 77, count: max(count, 1))
      tally_spread_numbers(kept, marks, count, &spread)
      #expect(Array(spread.prefix(count)) == numbers)
      var seen = [UInt8](repeating: 0, count: 10)
      tally_see(numbers, count, &seen)
      #expect((0..<10).allSatisfy { (seen[$0] == 1) == numbers.contains(UInt32($0)) })
      #expect(tally_has_unseen(seen, 10) == !(1..<10).allSatisfy { numbers.contains(UInt32($0)) })
    }
  }

  @Test func hashesFindTheirNumbers() {
    var random = SeededGenerator(seed: 7)
    let inside = (0..<60).map { _ in random.next() >> 3 } + [0, 0]
    let table = FilledTable(inside)
    // Numbers are given as keys are met.
    let different = inside.indices.filter { inside.firstIndex(of: inside[$0]) == $0 }
    let expected = inside.map { key in UInt32((different.firstIndex { inside[$0] == key } ?? 0) + 1) }
    #expect(table.numbers == expected)
    #expect((0..<different.count).allSatisfy { Int(table.table.pointee.firsts[$0]) == 1000 + different[$0] })
    forEachCase { count, density, random in
      var keys = [UInt64](repeating: 5, count: count)
      for row in 0..<count {
        if Int.random(in: 0..<4, using: &random) < density {
          keys[row] = inside[Int.random(in: 0..<62, using: &random)]
        } else if Bool.random(using: &random) {
          keys[row] = tally_no_key
        }
      }
      for bloom in [nil, UnsafePointer(table.filter)] {
        var lookup = tally_lookup(table: UnsafePointer(table.table), bloom: bloom, bloom_shift: 60)
        var found = [UInt32](repeating: 7, count: max(count, 1))
        let result = tally_look_up(&lookup, keys, count, &found)
        let wanted = keys.map { key in inside.firstIndex(of: key).map { expected[$0] } ?? 0 }
        #expect(Array(found.prefix(count)) == wanted)
        #expect(result.found == wanted.count { $0 != 0 })
        #expect(result.passed >= result.found && result.passed <= count)
      }
    }
  }

  /// A table with some keys, and a filter of them.
  private final class FilledTable {
    let table = UnsafeMutablePointer<tally_key_table>.allocate(capacity: 1)
    let filter = UnsafeMutablePointer<UInt64>.allocate(capacity: 16)
    private(set) var numbers: [UInt32]
    private let slots = UnsafeMutablePointer<tally_key_slot>.allocate(capacity: 256)
    private let firsts = UnsafeMutablePointer<UInt32>.allocate(capacity: 128)

    init(_ keys: [UInt64]) {
      slots.initialize(repeating: tally_key_slot(key: 0, number: 0, rows: 0), count: 256)
      table.initialize(to: tally_key_table(slots: slots, shift: 56, firsts: firsts, count: 0, limit: 128))
      filter.initialize(repeating: 0, count: 16)
      numbers = [UInt32](repeating: 0, count: keys.count)
      let done = tally_number_keys(table, keys, nil, keys.count, 1000, &numbers)
      precondition(done == keys.count)
      for key in keys { tally_bloom_add(filter, 60, key) }
    }

    deinit {
      table.deallocate()
      filter.deallocate()
      slots.deallocate()
      firsts.deallocate()
    }
  }

  @Test func differentKeysComeFirst() {
    forEachCase { count, density, random in
      let limit = UInt64(1 + density * 40)
      var keys = [UInt64](repeating: 0, count: count)
      for row in 0..<count { keys[row] = (random.next() % limit) &* 0x1_0000_0001 }
      let all = Set(keys)
      var slots = [UInt64](repeating: 0, count: 8192)
      let different = tally_different_keys(&keys, count, &slots, 13, 0)
      #expect(different == all.count)
      #expect(Set(keys.prefix(different)) == all)
    }
  }
}
