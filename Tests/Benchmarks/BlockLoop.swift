import CKernels
import TallyTestSupport

/// A loop over one block of rows, for measuring: how long it takes, how many instructions.
struct BlockLoop {
  static let rowCount = 4096

  let name: String
  /// Runs it once over the block.
  let run: () -> Void

  /// All loops, over the same block from the same seed; every fifth value is missing.
  static func all() -> [BlockLoop] {
    var random = SeededGenerator(seed: 9)
    func block<T>(_ value: (inout SeededGenerator) -> T) -> UnsafeMutablePointer<T> {
      // Freed with the process.
      let memory = UnsafeMutablePointer<T>.allocate(capacity: rowCount)
      for row in 0..<rowCount { (memory + row).initialize(to: value(&random)) }
      return memory
    }
    func values<T: FixedWidthInteger>(_ missing: T) -> UnsafeMutablePointer<T> {
      block { $0.next() % 5 == 0 ? missing : T(truncatingIfNeeded: $0.next() >> 3) }
    }
    let (narrow, short, whole, wide) = (values(Int8.min), values(Int16.min), values(Int32.min), values(Int64.min))
    let doubles = block { $0.next() % 5 == 0 ? Double.nan : Double($0.next() >> 12) / 7 }
    let marks = block { UInt8($0.next() % 3) }
    let selected = block { UInt8($0.next() & 1) }
    let (truths, words, more) = (block { _ in UInt8(0) }, block { _ in UInt64(0) }, block { _ in UInt64(0) })
    let sought = block { $0.next() }
    let distances = block { _ in 0.0 }
    func unsigned<T, U>(_ pointer: UnsafeMutablePointer<T>, _: U.Type) -> UnsafePointer<U> {
      UnsafeRawPointer(pointer).assumingMemoryBound(to: U.self)
    }
    let (narrow8, short16) = (unsigned(narrow, UInt8.self), unsigned(short, UInt16.self))
    let (whole32, wide64) = (unsigned(whole, UInt32.self), unsigned(wide, UInt64.self))
    return [
      BlockLoop("find 8 bits") { tally_find_8(narrow8, rowCount, 9, 50, 1 << 7, words, more) },
      BlockLoop("find 16 bits") { tally_find_16(short16, rowCount, 9, 50, 1 << 15, words, more) },
      BlockLoop("find 32 bits") { tally_find_32(whole32, rowCount, 9, 50, 1 << 31, words, more) },
      BlockLoop("find 64 bits") { tally_find_64(wide64, rowCount, 9, 50, 1 << 63, words, more) },
      BlockLoop("find doubles") { tally_find_double(doubles, rowCount, 9, 50, words, more) },
      BlockLoop("pack outcomes") { tally_pack_outcomes(marks, rowCount, words, more) },
      BlockLoop("spread outcomes") { tally_spread_outcomes(sought, sought, rowCount, truths) },
      BlockLoop("settle") { _ = tally_settle(sought, sought, rowCount, sought, words, more) },
      BlockLoop("sum 8 bits") { reduce(tally_sums()) { tally_sum_8(narrow, rowCount, selected, &$0) } },
      BlockLoop("sum 16 bits") { reduce(tally_sums()) { tally_sum_16(short, rowCount, selected, &$0) } },
      BlockLoop("sum 32 bits") { reduce(tally_sums()) { tally_sum_32(whole, rowCount, selected, &$0) } },
      BlockLoop("sum 32 bits, all rows") { reduce(tally_sums()) { tally_sum_32(whole, rowCount, nil, &$0) } },
      BlockLoop("sum doubles") { reduce(tally_lane_sums()) { tally_sum_double(doubles, rowCount, selected, &$0) } },
      BlockLoop("squares 8 bits") { reduce(tally_squares()) { tally_squares_8(narrow, rowCount, selected, &$0) } },
      BlockLoop("squares 16 bits") { reduce(tally_squares()) { tally_squares_16(short, rowCount, selected, &$0) } },
      BlockLoop("squares 32 bits") { reduce(tally_squares()) { tally_squares_32(whole, rowCount, selected, &$0) } },
      BlockLoop("deviations") {
        reduce(tally_lane_sums()) { tally_deviations_double(doubles, rowCount, selected, 3, &$0, distances) }
      },
      BlockLoop("extremes 8 bits") {
        reduce((Int8.max, Int8.min)) { _ = tally_extremes_i8(narrow, rowCount, selected, &$0.0, &$0.1) }
      },
      BlockLoop("extremes 32 bits") {
        reduce((Int32.max, Int32.min)) { _ = tally_extremes_i32(whole, rowCount, selected, &$0.0, &$0.1) }
      },
      BlockLoop("extremes 64 bits") {
        reduce((Int64.max, Int64.min)) { _ = tally_extremes_i64(wide, rowCount, selected, &$0.0, &$0.1) }
      },
      BlockLoop("extremes of doubles") {
        reduce((Double.infinity, -Double.infinity)) {
          _ = tally_extremes_double(doubles, rowCount, selected, &$0.0, &$0.1)
        }
      },
      BlockLoop("any of 32 bits") { _ = tally_any_32(whole32, rowCount, 1 << 31, 0) },
      BlockLoop("any of 64 bits") { _ = tally_any_64(wide64, rowCount, 1 << 63, 0) },
      BlockLoop("missing 8 bits") { _ = tally_missing_8(narrow8, rowCount, 1 << 7, sought) },
      BlockLoop("missing 16 bits") { _ = tally_missing_16(short16, rowCount, 1 << 15, sought) },
      BlockLoop("missing 32 bits") { _ = tally_missing_32(whole32, rowCount, 1 << 31, sought) },
      BlockLoop("missing 64 bits") { _ = tally_missing_64(wide64, rowCount, 1 << 63, sought) },
      BlockLoop("missing doubles") { _ = tally_missing_double(doubles, rowCount, sought) },
    ] + groups() + texts() + expressions()
  }

  init(_ name: String, _ run: @escaping () -> Void) {
    self.name = name
    self.run = run
  }

  private static func reduce<Total>(_ start: Total, _ add: (inout Total) -> Void) {
    var total = start
    add(&total)
  }

  /// The nanoseconds a row takes, at best of some runs.
  var nanoseconds: Double {
    var best = Double.infinity
    for _ in 0..<20 {
      let start = ContinuousClock.now
      for _ in 0..<500 { run() }
      let time = start.duration(to: .now).components
      best = min(best, (Double(time.seconds) * 1e9 + Double(time.attoseconds) / 1e9) / Double(500 * Self.rowCount))
    }
    return best
  }
}
