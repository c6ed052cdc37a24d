import CKernels
import TallyTestSupport

/// The loops of grouping and of joins.
extension BlockLoop {
  /// Over blocks from one seed; every fifth value is missing.
  static func groups() -> [BlockLoop] {
    var random = SeededGenerator(seed: 11)
    let bytes = block { $0 % 5 == 0 ? UInt8(0) : UInt8.random(in: 1...9, using: &random) }
    let codes = block { $0 % 5 == 0 ? UInt16(0) : UInt16.random(in: 1...9999, using: &random) }
    let wholes = block { $0 % 5 == 0 ? Int32.min : Int32.random(in: 0...99_999, using: &random) }
    let wide = block { $0 % 5 == 0 ? Int64.min : Int64.random(in: 1 << 40...1 << 41, using: &random) }
    let numbers = block { $0 % 5 == 0 ? Double.nan : Double.random(in: 0...1000, using: &random) }
    let mask = block { _ in random.next() }
    let (slots, keys, places) = (block { _ in UInt32(0) }, block { _ in UInt64(0) }, block { _ in UInt16(0) })
    func code(_ low: UInt64, _ last: UInt64) -> tally_code {
      tally_code(low: low, shift: 0, last: last, is_descending: false)
    }
    let order = 1.0.bitPattern | 1 << 63
    let numbers32 = block { $0 % 3 == 0 ? UInt32(0) : UInt32.random(in: 1...50_000, using: &random) }
    let direct = UnsafeMutablePointer<UInt32>.allocate(capacity: 100_001)
    for slot in 0..<100_000 { (direct + slot).initialize(to: slot % 2 == 0 ? 0 : UInt32(slot)) }
    (direct + 100_000).initialize(to: 0)
    let (near, far) = (block { _ in UInt32.random(in: 0..<100_000, using: &random) }, block { _ in UInt32(100_000) })
    let seen = UnsafeMutablePointer<UInt8>.allocate(capacity: 50_001)
    seen.initialize(repeating: 0, count: 50_001)
    let table = KeyTable(&random)
    func loop(_ name: String, _ run: @escaping () -> Void) -> BlockLoop { BlockLoop(name, run) }
    return [
      loop("slots of 8 bits") { tally_slots_u8(bytes, rowCount, code(1, 9), 0, slots) },
      loop("slots of 16 bits, second key") { tally_slots_u16(codes, rowCount, code(1, 9999), 10_000, slots) },
      loop("slots of 32 bits") { tally_slots_i32(wholes, rowCount, code(1 << 31, 100_000), 0, slots) },
      loop("slots of 64 bits") { tally_slots_i64(wide, rowCount, code(1 << 63 + 1 << 40, 1 << 31), 0, slots) },
      loop("keys of 32 bits") { tally_keys_i32(wholes, rowCount, code(1 << 31, 100_000), 0, keys) },
      loop("keys of 64 bits, second key") { tally_keys_i64(wide, rowCount, code(1 << 63, 1 << 42), 43, keys) },
      loop("keys of doubles") { tally_keys_double(numbers, rowCount, code(order, 1 << 60), 0, keys) },
      loop("keep slots") { _ = tally_keep_slots(mask, rowCount, slots, places) },
      loop("look up slots") { _ = tally_look_up_slots(direct, 100_000, near, mask, rowCount, keys, slots) },
      loop("look up slots of no key") { _ = tally_look_up_slots(direct, 100_000, far, nil, rowCount, keys, slots) },
      loop("keep numbers") { _ = tally_keep_numbers(numbers32, rowCount, keys, slots) },
      loop("spread numbers") { tally_spread_numbers(numbers32, mask, rowCount, slots) },
      loop("see numbers") { tally_see(numbers32, rowCount, seen) },
      loop("number keys") { _ = tally_number_keys(table.pointer, table.keys, nil, rowCount, 0, slots) },
      loop("look up keys") { _ = tally_look_up(table.lookup, table.keys, rowCount, slots) },
    ]
  }
}

/// A table of a block's keys, every third of them twice.
private struct KeyTable {
  let pointer: UnsafeMutablePointer<tally_key_table>
  let keys: UnsafeMutablePointer<UInt64>
  let lookup: UnsafeMutablePointer<tally_lookup>

  // Freed with the process.
  init(_ random: inout SeededGenerator) {
    let slots = UnsafeMutablePointer<tally_key_slot>.allocate(capacity: 8192)
    slots.initialize(repeating: tally_key_slot(key: 0, number: 0, rows: 0), count: 8192)
    let firsts = UnsafeMutablePointer<UInt32>.allocate(capacity: 4096)
    pointer = .allocate(capacity: 1)
    pointer.initialize(to: tally_key_table(slots: slots, shift: 51, firsts: firsts, count: 0, limit: 4096))
    keys = .allocate(capacity: BlockLoop.rowCount)
    for row in 0..<BlockLoop.rowCount {
      (keys + row).initialize(to: row % 3 == 2 ? keys[row - 2] : random.next() >> 1)
    }
    _ = tally_number_keys(pointer, keys, nil, BlockLoop.rowCount, 0, nil)
    lookup = .allocate(capacity: 1)
    lookup.initialize(to: tally_lookup(table: UnsafePointer(pointer), bloom: nil, bloom_shift: 0))
  }
}
