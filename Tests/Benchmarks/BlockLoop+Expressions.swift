import CKernels
import TallyTestSupport

/// The loops of expressions.
extension BlockLoop {
  /// Over blocks from one seed; every fifth value is missing.
  static func expressions() -> [BlockLoop] {
    var random = SeededGenerator(seed: 10)
    let stored = block { _ in Int32.random(in: -100_000...100_000, using: &random) }
    let wholes = block { $0 % 5 == 0 ? Int64.min : Int64.random(in: -100_000...100_000, using: &random) }
    let others = block { _ in Int64.random(in: 1...100, using: &random) }
    let wide = block { _ in Int64.random(in: 1 << 40...1 << 41, using: &random) }
    let numbers = block { $0 % 5 == 0 ? Double.nan : Double.random(in: 0...1000, using: &random) }
    let marks = block { _ in UInt8.random(in: 0...2, using: &random) }
    let words = block { _ in random.next() }
    let (whole, number, truths) = (block { _ in Int64(0) }, block { _ in 0.0 }, block { _ in UInt8(0) })
    func loop(_ name: String, _ run: @escaping () -> Void) -> BlockLoop { BlockLoop(name, run) }
    return [
      loop("widen 32 bits") { tally_widen_32(stored, rowCount, whole) },
      loop("decimals of 32 bits") { tally_decimals_32(stored, rowCount, 100, number) },
      loop("decimals of 64 bits") { tally_decimals_64(wholes, rowCount, 100, number) },
      loop("doubles of 64 bits") { tally_to_double(wholes, rowCount, number) },
      loop("add 64 bits") { _ = tally_add_64(wholes, others, rowCount, whole) },
      loop("subtract 64 bits") { _ = tally_subtract_64(wholes, others, rowCount, whole) },
      loop("multiply 64 bits") { _ = tally_multiply_64(wholes, others, rowCount, whole) },
      loop("multiply 64 bits, wide") { _ = tally_multiply_64(wide, others, rowCount, whole) },
      loop("modulo 64 bits") { _ = tally_modulo_64(wholes, others, rowCount, whole) },
      loop("modulo by a constant") { _ = tally_modulo_by_64(wholes, 97, rowCount, whole) },
      loop("negate 64 bits") { tally_negate_64(wholes, rowCount, whole) },
      loop("add doubles") { _ = tally_add_double(numbers, numbers, rowCount, number) },
      loop("subtract doubles") { _ = tally_subtract_double(numbers, numbers, rowCount, number) },
      loop("multiply doubles") { _ = tally_multiply_double(numbers, numbers, rowCount, number) },
      loop("divide doubles") { _ = tally_divide_double(numbers, numbers, rowCount, number) },
      loop("round") { tally_round(numbers, rowCount, whole) },
      loop("floor") { tally_floor(numbers, rowCount, whole) },
      loop("ceiling") { tally_ceiling(numbers, rowCount, whole) },
      loop("equal 64 bits") { tally_equal_64(wholes, others, rowCount, truths) },
      loop("less 64 bits") { tally_less_64(wholes, others, rowCount, truths) },
      loop("less doubles") { tally_less_double(numbers, numbers, rowCount, truths) },
      loop("and") { tally_and(truths, marks, rowCount) },
      loop("or") { tally_or(truths, marks, rowCount) },
      loop("not") { tally_not(marks, rowCount, truths) },
      loop("mark") { _ = tally_mark(marks, rowCount, 1, truths) },
      loop("mark missing 64 bits") { _ = tally_mark_missing_64(wholes, rowCount, truths) },
      loop("mark missing doubles") { _ = tally_mark_missing_double(numbers, rowCount, truths) },
      loop("choose 64 bits") { tally_choose_64(marks, wholes, others, rowCount, whole) },
      loop("choose doubles") { tally_choose_double(marks, numbers, numbers, rowCount, number) },
      loop("outcomes of 8 bits") { tally_outcomes_of_8(UnsafeRawPointer(marks).bound(), rowCount, truths) },
      loop("reach 64 bits") { _ = tally_reach_64(wholes, rowCount) },
      loop("spread") { tally_spread(words, rowCount, truths) },
      loop("sum 64 bits") {
        var sum = tally_wide_sum()
        tally_sum_64(wholes, rowCount, nil, &sum)
      },
    ] + texts(truths, &random)
  }

  /// Rows of up to 39 letters, of which every fourth is missing or so.
  private static func texts(_ truths: UnsafeMutablePointer<UInt8>, _ random: inout SeededGenerator) -> [BlockLoop] {
    var (bytes, ends): ([UInt8], [UInt32]) = ([], [0])
    for _ in 0..<rowCount {
      let length = Int.random(in: 0..<40, using: &random)
      bytes += (0..<length).map { _ in UInt8.random(in: 97...122, using: &random) }
      ends.append(UInt32(bytes.count) | (length == 0 ? 1 << 31 : 0))
    }
    func kept<T>(_ values: [T]) -> UnsafePointer<T> {
      // Freed with the process.
      let memory = UnsafeMutablePointer<T>.allocate(capacity: values.count)
      memory.initialize(from: values, count: values.count)
      return UnsafePointer(memory)
    }
    let texts = tally_texts(bytes: kept(bytes), readable: bytes.count, offsets: kept(ends), count: rowCount)
    let word = tally_part(bytes: kept(Array("delayed".utf8)), count: 7)
    let letter = tally_part(bytes: kept(Array("d".utf8)), count: 1)
    return [
      BlockLoop("contains a word") { tally_contains(texts, word, truths) },
      BlockLoop("contains a letter") { tally_contains(texts, letter, truths) },
      BlockLoop("contains, ignoring case") { tally_contains_folded(texts, word, truths) },
      BlockLoop("begins with") { tally_begins(texts, letter, truths) },
      BlockLoop("ends with") { tally_ends(texts, letter, truths) },
      BlockLoop("is a word") { tally_is(texts, word, truths) },
      BlockLoop("has more than ASCII") { _ = tally_has_others(texts) },
    ]
  }

  /// A value for each row's number.
  static func block<T>(_ value: (Int) -> T) -> UnsafeMutablePointer<T> {
    // Freed with the process.
    let memory = UnsafeMutablePointer<T>.allocate(capacity: rowCount)
    for row in 0..<rowCount { (memory + row).initialize(to: value(row)) }
    return memory
  }
}

extension UnsafeRawPointer {
  fileprivate func bound<T>() -> UnsafePointer<T> { assumingMemoryBound(to: T.self) }
}
