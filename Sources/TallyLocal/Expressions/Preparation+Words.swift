import TallyData
import TallyFunctions
import TallyPlan

/// Whatever depends on one dictionary column alone is computed once for each of its words.
extension Preparation {
  /// Nil where the expression depends on anything else, or could lose a value.
  func wordLookup(_ expression: BoundExpression) throws(RunError) -> (any BlockExpression)? {
    if case .column = expression.kind { return nil }
    guard let (column, words) = evaluator.overWords(of: expression) else { return nil }
    var losses = Losses()
    guard expression.type == .boolean else {
      return WordLookup(codes: column.storage, values: try words.column(expression, losses: &losses))
    }
    let judged = try words.judge(expression, losses: &losses)
    return test(column, judged)
  }

  /// A few runs of codes are tested as ranges, anything else by a table.
  private func test(_ column: Column, _ judged: Judgement) -> any BlockExpression {
    let outcomes = Buffer<UInt8>(count: judged.held.count)
    for code in 0..<judged.held.count {
      let isUnknown = judged.unknown?[code] ?? false
      outcomes.pointer[code] = judged.held[code] ? Truth.yes : isUnknown ? Truth.unknown : Truth.no
    }
    let missing = outcomes[0]
    var runs: [ClosedRange<Int64>] = []
    for code in 1..<max(1, outcomes.count) where outcomes[code] == Truth.yes {
      if let last = runs.last, last.upperBound == Int64(code) - 1 {
        runs[runs.count - 1] = last.lowerBound...Int64(code)
      } else {
        runs.append(Int64(code)...Int64(code))
      }
    }
    let unknownWords = judged.unknownCount - (missing == Truth.unknown ? 1 : 0)
    if unknownWords == 0, runs.count <= StoredTest.rangeLimit {
      return StoredTest(column.storage, in: runs, missing: missing)
    }
    return StoredLookup(
      storage: column.storage, first: 0, outcomes: outcomes, outside: Truth.no, missing: missing)
  }
}

extension Evaluator {
  /// The column that an expression depends on alone, and an evaluator over its words: row `c` is the word of code
  /// `c`, row 0 missing. Nil unless that is a dictionary column with fewer words than the frame has rows, and the
  /// expression loses nothing.
  func overWords(of expression: BoundExpression) -> (column: Column, words: Evaluator)? {
    let indices = expression.columnIndices
    guard !isOverWords, indices.count == 1, let index = indices.first, !expression.mayLose,
      let dictionary = frame.columns[index].dictionary, dictionary.count < frame.physicalCount
    else { return nil }
    let count = dictionary.count + 1
    let words = Column(
      type: .text, storage: .codes32(Buffer(UInt32(0)..<UInt32(count)), dictionary), count: count, missingCount: 1)
    let frame = Frame(columns: Array(repeating: words, count: index + 1), physicalCount: count)
    return (
      self.frame.columns[index],
      Evaluator(frame: frame, interrupt: interrupt, threads: threads, isOverWords: true)
    )
  }

  /// The text column of an expression that depends on the words of one dictionary: the same codes, other words.
  func wordColumn(_ expression: BoundExpression) throws(RunError) -> Column? {
    guard expression.type == .text, let (column, words) = overWords(of: expression) else { return nil }
    var losses = Losses()
    let values = try words.column(expression, losses: &losses)
    guard let dictionary = values.dictionary else { return nil }
    let newCodes = (0..<values.count).map { values.code($0) }
    let codes = Buffer<UInt32>(count: column.count)
    func translate<I: FixedWidthInteger & BitwiseCopyable>(_ old: Buffer<I>) {
      newCodes.withUnsafeBufferPointer { newCodes in
        for row in 0..<old.count { codes.pointer[row] = newCodes[Int(old.pointer[row])] }
      }
    }
    switch column.storage {
    case .codes8(let old, _): translate(old)
    case .codes16(let old, _): translate(old)
    case .codes32(let old, _): translate(old)
    case .int8, .int16, .int32, .int64, .double, .arena: return nil
    }
    return Column(codes: codes, dictionary: dictionary)
  }
}

extension Column {
  /// The code of a row of a dictionary column; 0 without a dictionary.
  fileprivate func code(_ row: Int) -> UInt32 {
    switch storage {
    case .codes8(let codes, _): UInt32(codes[row])
    case .codes16(let codes, _): UInt32(codes[row])
    case .codes32(let codes, _): codes[row]
    case .int8, .int16, .int32, .int64, .double, .arena: 0
    }
  }
}
