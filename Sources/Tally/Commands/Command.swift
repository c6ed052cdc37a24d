import TallySyntax

/// A statement that is no query: `load`, `why`, `set`.
package struct Command: Sendable {
  /// The word it begins with.
  package let name: String
  /// One sentence.
  package let summary: String
  package let signature: String
  package let examples: [String]
  /// Called with a statement that ``Command/of(_:)`` maps to this command.
  let run: @Sendable (Session, Turn) throws(Stop) -> Void

  init(
    _ name: String, summary: String, signature: String, examples: [String],
    run: @escaping @Sendable (Session, Turn) throws(Stop) -> Void
  ) {
    self.name = name
    self.summary = summary
    self.signature = signature
    self.examples = examples
    self.run = run
  }
}
