/// Examples that help showed, to be tried on the line after it: one of them stands there in grey.
struct Guide {
  private let examples: [String]
  private var place = 0

  init(_ examples: [String] = []) { self.examples = examples }

  /// Nil: help showed none.
  var example: String? { examples.isEmpty ? nil : examples[place] }

  /// What a person can do with it.
  var words: String { "Right takes it" + (examples.count > 1 ? ", Down shows another" : "") }

  /// False where there is no other.
  mutating func showAnother() -> Bool {
    guard examples.count > 1 else { return false }
    place = (place + 1) % examples.count
    return true
  }
}
