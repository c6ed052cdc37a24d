/// A regular expression as a nondeterministic automaton (Thompson, "Regular Expression Search Algorithm", 1968).
///
/// Scalars that no part of the pattern tells apart are one symbol, so the automaton's tables stay small.
package struct PatternProgram: Sendable {
  enum Step: Sendable {
    /// Takes one scalar of a set, then goes on with the next step.
    case take(set: Int)
    /// Goes on with both.
    case fork(Int, Int)
    case jump(Int)
    /// Goes on with the next step where the assertion holds.
    case check(PatternAssertion)
    case found
  }

  private(set) var steps: [Step] = []
  private(set) var sets: [ScalarSet] = []
  let symbols: SymbolTable
  /// For each set, which symbols belong to it.
  let members: [[Bool]]
  let hasAssertions: Bool

  static let stepLimit = 20_000

  package init(_ text: String, ignoringCase: Bool) throws(PatternError) {
    let node = try PatternParser.parse(text, ignoringCase: ignoringCase)
    var builder = Builder()
    try builder.add(node)
    builder.steps.append(.found)
    steps = builder.steps
    sets = builder.sets
    hasAssertions = builder.hasAssertions
    symbols = SymbolTable(sets: builder.sets + [.words])
    members = builder.sets.map { [symbols] set in symbols.samples.map(set.contains) }
  }

  private struct Builder {
    var steps: [Step] = []
    var sets: [ScalarSet] = []
    var numbers: [ScalarSet: Int] = [:]
    var hasAssertions = false

    mutating func add(_ node: PatternNode) throws(PatternError) {
      if steps.count > PatternProgram.stepLimit {
        throw PatternError(reason: "it is too large once its counts are written out")
      }
      switch node {
      case .scalars(let set): steps.append(.take(set: number(of: set)))
      case .assertion(let assertion):
        hasAssertions = true
        steps.append(.check(assertion))
      case .sequence(let parts): for part in parts { try add(part) }
      case .choice(let branches): try addChoice(branches)
      case .repeated(let part, let least, let most):
        for _ in 0..<least { try add(part) }
        if let most { try addOptional(part, most - least) } else { try addLoop(part) }
      }
    }

    private mutating func number(of set: ScalarSet) -> Int {
      if let number = numbers[set] { return number }
      numbers[set] = sets.count
      sets.append(set)
      return sets.count - 1
    }

    private mutating func addChoice(_ branches: [PatternNode]) throws(PatternError) {
      var jumps: [Int] = []
      for (index, branch) in branches.enumerated() {
        let fork = steps.count
        if index < branches.count - 1 { steps.append(.fork(fork + 1, 0)) }
        try add(branch)
        if index < branches.count - 1 {
          jumps.append(steps.count)
          steps.append(.jump(0))
          steps[fork] = .fork(fork + 1, steps.count)
        }
      }
      for jump in jumps { steps[jump] = .jump(steps.count) }
    }

    private mutating func addOptional(_ part: PatternNode, _ count: Int) throws(PatternError) {
      var forks: [Int] = []
      for _ in 0..<count {
        forks.append(steps.count)
        steps.append(.fork(steps.count + 1, 0))
        try add(part)
      }
      for fork in forks { steps[fork] = .fork(fork + 1, steps.count) }
    }

    private mutating func addLoop(_ part: PatternNode) throws(PatternError) {
      let fork = steps.count
      steps.append(.fork(fork + 1, 0))
      try add(part)
      steps.append(.jump(fork))
      steps[fork] = .fork(fork + 1, steps.count)
    }
  }
}

/// Scalars by what the sets of a pattern tell apart.
struct SymbolTable: Sendable {
  /// The first scalars of ranges of one symbol, ascending from 0.
  private let starts: [UInt32]
  private let symbolOfRange: [UInt16]
  let ascii: [UInt16]
  /// One scalar of each symbol.
  let samples: [UInt32]

  init(sets: [ScalarSet]) {
    let bounds = Set(sets.flatMap { $0.ranges.flatMap { [$0.lowerBound, $0.upperBound + 1] } } + [0])
    let starts = bounds.filter { $0 <= ScalarSet.last }.sorted()
    self.starts = starts
    // Ranges that the same sets hold are one symbol.
    var holders: [[Int]] = starts.map { _ in [] }
    for (number, set) in sets.enumerated() {
      var place = 0
      for range in set.ranges {
        while starts[place] < range.lowerBound { place += 1 }
        while place < starts.count, starts[place] <= range.upperBound {
          holders[place].append(number)
          place += 1
        }
      }
    }
    var numbers: [[Int]: UInt16] = [:]
    var samples: [UInt32] = []
    let symbols = holders.indices.map { place in
      if let known = numbers[holders[place]] { return known }
      let number = UInt16(truncatingIfNeeded: samples.count)
      numbers[holders[place]] = number
      samples.append(starts[place])
      return number
    }
    self.samples = samples
    symbolOfRange = symbols
    ascii = (0..<128).map { symbols[Self.range(of: $0, in: starts)] }
  }

  var count: Int { samples.count }

  func symbol(_ scalar: Unicode.Scalar) -> Int { Int(symbolOfRange[Self.range(of: scalar.value, in: starts)]) }

  private static func range(of value: UInt32, in starts: [UInt32]) -> Int {
    var (low, high) = (0, starts.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }
}
