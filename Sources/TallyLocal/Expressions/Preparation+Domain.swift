import TallyData
import TallyFunctions
import TallyPlan

/// Whatever depends on one column of few stored values is computed once for each of them.
extension Preparation {
  /// Nil where the expression depends on anything else, or would lose a value.
  func domainLookup(_ expression: BoundExpression) throws(RunError) -> (any BlockExpression)? {
    if case .column = expression.kind { return nil }
    guard let domain = evaluator.domain(of: expression) else { return nil }
    let values = evaluator.over(domain, for: expression)
    var losses = Losses()
    do {
      let lookup: any BlockExpression =
        expression.type == .boolean
        ? test(domain, try values.judge(expression, losses: &losses))
        : ValueLookup(domain: domain, values: try values.column(expression, losses: &losses))
      return losses == Losses() ? lookup : nil
    } catch {
      // A value that no row need have may have failed: the rows themselves decide.
      if case .interrupted = error { throw error }
      return nil
    }
  }

  /// A few runs of stored numbers are tested as ranges, anything else by a table.
  private func test(_ domain: StoredDomain, _ judged: Judgement) -> any BlockExpression {
    let outcomes = Buffer<UInt8>(count: judged.held.count)
    for place in 0..<judged.held.count {
      let isUnknown = judged.unknown?[place] ?? false
      outcomes.pointer[place] = judged.held[place] ? Truth.yes : isUnknown ? Truth.unknown : Truth.no
    }
    let missing = outcomes[0]
    var runs: [ClosedRange<Int64>] = []
    for place in 1..<max(1, outcomes.count) where outcomes[place] == Truth.yes {
      let stored = domain.first + Int64(place)
      if let last = runs.last, last.upperBound == stored - 1 {
        runs[runs.count - 1] = last.lowerBound...stored
      } else {
        runs.append(stored...stored)
      }
    }
    let unknownCount = judged.unknownCount - (missing == Truth.unknown ? 1 : 0)
    if unknownCount == 0, runs.count <= StoredTest.rangeLimit,
      let test = storedTest(domain.column, in: runs, TestOutcomes(missing: missing))
    {
      return test
    }
    return StoredLookup(
      storage: domain.column.storage, first: domain.first, outcomes: outcomes, outside: Truth.no, missing: missing)
  }
}

extension Evaluator {
  /// The text column of an expression that depends on the words of one dictionary: the same codes, other words.
  func wordColumn(_ expression: BoundExpression) throws(RunError) -> Column? {
    guard expression.type == .text, !expression.mayLose, let domain = domain(of: expression),
      domain.column.type == .text
    else { return nil }
    var losses = Losses()
    let values = try over(domain, for: expression).column(expression, losses: &losses)
    guard let dictionary = values.dictionary else { return nil }
    let newCodes = Buffer((0..<values.count).map { values.code($0) })
    let codes = Buffer<UInt32>(count: domain.column.count)
    func translate<I: FixedWidthInteger & BitwiseCopyable & SendableMetatype>(_ old: Buffer<I>) {
      let chunks = (old.count + Self.rowsPerChunk - 1) / Self.rowsPerChunk
      Parallel.forEach(chunks, threads: threads) { chunk in
        let rows = chunk * Self.rowsPerChunk..<min(old.count, (chunk + 1) * Self.rowsPerChunk)
        let (input, table, output) = (old.pointer, newCodes.pointer, codes.pointer)
        for row in rows { output[row] = table[Int(input[row])] }
      }
    }
    switch domain.column.storage {
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
