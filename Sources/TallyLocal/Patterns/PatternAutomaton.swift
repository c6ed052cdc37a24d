import TallyData
import TallyFunctions

/// Searches texts for a pattern in time proportional to their length, whatever the pattern.
///
/// Its states are sets of the program's steps, made when a text first leads there and kept; when they become too
/// many it forgets them and begins anew. One thread uses it at a time.
final class PatternAutomaton {
  /// A place between two scalars: the steps that wait there, and what came before.
  private struct State: Hashable {
    /// Ascending; a check waits until the next scalar is known.
    var steps: [Int]
    var isStart: Bool
    var isAfterWord: Bool
  }

  private let program: PatternProgram
  /// The symbol that stands for the end of the text.
  private let end: Int
  private let isWord: [Bool]
  private var states: [State] = []
  private var numbers: [State: Int32] = [:]
  /// For each state and symbol the next state, or one of the outcomes below.
  private var moves: [Int32] = []
  private var width: Int { end + 1 }

  private static let unknown: Int32 = -1
  private static let found: Int32 = -2
  private static let stateLimit = 2000

  init(_ program: PatternProgram) {
    self.program = program
    end = program.symbols.count
    isWord = program.symbols.samples.map(ScalarSet.words.contains)
    start()
  }

  private func start() {
    states = []
    numbers = [:]
    moves = []
    _ = number(of: State(steps: waiting(from: [0]), isStart: true, isAfterWord: false))
  }

  /// Whether the pattern matches anywhere in the text.
  func isFound(in text: TextView) -> Bool {
    var state: Int32 = 0
    var place = 0
    let bytes = text.bytes
    while place < bytes.count {
      let symbol: Int
      if bytes[place] < 0x80 {
        symbol = Int(program.symbols.ascii[Int(bytes[place])])
        place += 1
      } else {
        let (scalar, length) = text.scalar(at: place)
        symbol = program.symbols.symbol(scalar)
        place += length
      }
      state = next(state, symbol)
      if state == Self.found { return true }
    }
    return next(state, end) == Self.found
  }

  @inline(__always)
  private func next(_ state: Int32, _ symbol: Int) -> Int32 {
    let known = moves[Int(state) * width + symbol]
    return known == Self.unknown ? move(state, symbol) : known
  }

  private func move(_ number: Int32, _ symbol: Int) -> Int32 {
    let result = moved(states[Int(number)], symbol)
    if let result {
      if states.count >= Self.stateLimit {
        start()
        return self.number(of: result)
      }
      let next = self.number(of: result)
      moves[Int(number) * width + symbol] = next
      return next
    }
    moves[Int(number) * width + symbol] = Self.found
    return Self.found
  }

  private func number(of state: State) -> Int32 {
    if let known = numbers[state] { return known }
    let number = Int32(states.count)
    numbers[state] = number
    states.append(state)
    moves.append(contentsOf: repeatElement(Self.unknown, count: width))
    return number
  }

  /// The state after a symbol; nil where the pattern is found before it.
  private func moved(_ state: State, _ symbol: Int) -> State? {
    let isNextWord = symbol < end && isWord[symbol]
    var ready = state.steps
    if program.hasAssertions {
      ready = waiting(from: state.steps) { assertion in
        switch assertion {
        case .start: state.isStart
        case .end: symbol == self.end
        case .wordBoundary: state.isAfterWord != isNextWord
        case .noWordBoundary: state.isAfterWord == isNextWord
        }
      }
    }
    var following: [Int] = []
    for step in ready {
      switch program.steps[step] {
      case .found: return nil
      case .take(let set): if symbol < end, program.members[set][symbol] { following.append(step + 1) }
      case .fork, .jump, .check: break
      }
    }
    // The search begins anew at every place.
    following.append(0)
    return State(
      steps: waiting(from: following), isStart: false, isAfterWord: program.hasAssertions && isNextWord)
  }

  /// The steps that wait for a scalar, reached without one; checks wait too unless `holds` decides them.
  private func waiting(from first: [Int], holds: ((PatternAssertion) -> Bool)? = nil) -> [Int] {
    var seen = Set<Int>()
    var open = first
    var result: [Int] = []
    while let step = open.popLast() {
      guard seen.insert(step).inserted else { continue }
      switch program.steps[step] {
      case .take, .found: result.append(step)
      case .jump(let target): open.append(target)
      case .fork(let one, let other): open += [one, other]
      case .check(let assertion):
        if let holds {
          if holds(assertion) { open.append(step + 1) }
        } else {
          result.append(step)
        }
      }
    }
    return result.sorted()
  }
}
