import TallyData
import TallyFunctions

/// Searches texts for a pattern in time proportional to their length, whatever the pattern.
///
/// Its states are sets of the program's steps, made when a text first leads there and kept; when they become too
/// many it forgets them and begins anew. One thread uses it at a time.
package final class PatternAutomaton {
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
  private var moves = Buffer<Int32>(count: 0)
  private let width: Int
  private let ascii: Buffer<UInt16>

  private static let unknown: Int32 = -1
  private static let found: Int32 = -2
  private static let stateLimit = 2000

  package init(_ program: PatternProgram) {
    self.program = program
    end = program.symbols.count
    width = end + 1
    ascii = Buffer(program.symbols.ascii)
    isWord = program.symbols.samples.map(ScalarSet.words.contains)
    start()
  }

  private func start() {
    states = []
    numbers = [:]
    _ = number(of: State(steps: waiting(from: [0]), isStart: true, isAfterWord: false))
  }

  /// Whether the pattern matches anywhere in the text.
  package func isFound(in text: TextView) -> Bool {
    var state: Int32 = 0
    var place = 0
    let (bytes, ascii, width) = (text.bytes, ascii.pointer, width)
    // A known state and symbol have a place in the table, which moves only when a state is added.
    var table = moves.pointer
    while place < bytes.count {
      let symbol: Int
      if bytes[place] < 0x80 {
        symbol = Int(ascii[Int(bytes[place])])
        place += 1
      } else {
        let (scalar, length) = text.scalar(at: place)
        symbol = program.symbols.symbol(scalar)
        place += length
      }
      let known = table[Int(state) * width + symbol]
      state = known == Self.unknown ? move(state, symbol) : known
      if state == Self.found { return true }
      if known == Self.unknown { table = moves.pointer }
    }
    let last = table[Int(state) * width + end]
    return (last == Self.unknown ? move(state, end) : last) == Self.found
  }

  private func move(_ number: Int32, _ symbol: Int) -> Int32 {
    let result = moved(states[Int(number)], symbol)
    if let result {
      if states.count >= Self.stateLimit {
        start()
        return self.number(of: result)
      }
      let next = self.number(of: result)
      moves.pointer[Int(number) * width + symbol] = next
      return next
    }
    moves.pointer[Int(number) * width + symbol] = Self.found
    return Self.found
  }

  private func number(of state: State) -> Int32 {
    if let known = numbers[state] { return known }
    let number = Int32(states.count)
    numbers[state] = number
    states.append(state)
    let used = Int(number) * width
    if used + width > moves.count {
      let larger = Buffer<Int32>(count: (used + width) * 2)
      larger.pointer.update(from: moves.pointer, count: used)
      moves = larger
    }
    (moves.pointer + used).update(repeating: Self.unknown, count: width)
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
