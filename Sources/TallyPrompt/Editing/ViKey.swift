/// A command of vi's that works on a statement.
struct ViKey {
  /// As help spells it.
  let name: String
  /// One sentence.
  let summary: String
  /// What was typed, what is pressed after Escape, and what then stands there with the next letter, `_`, put in by `i`.
  let trial: (typed: String, pressed: String, left: String)

  init(_ name: String, _ summary: String, _ typed: String, _ pressed: String, _ left: String) {
    (self.name, self.summary, trial) = (name, summary, (typed, pressed, left))
  }
}
