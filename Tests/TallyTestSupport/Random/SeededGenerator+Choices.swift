extension SeededGenerator {
  /// True once in `count` times.
  package mutating func chance(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

  /// One of a list that is not empty.
  package mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: 0..<choices.count, using: &self)]
  }

  package mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  package mutating func int64(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &self) }

  /// Some of a list, in its order; at least one of a list that is not empty.
  package mutating func some<Element>(_ choices: [Element], atMost most: Int) -> [Element] {
    guard !choices.isEmpty else { return [] }
    let count = int(1...min(most, choices.count))
    return choices.indices.shuffled(using: &self).prefix(count).sorted().map { choices[$0] }
  }
}
