/// A step as help and completion show it.
package struct StepDescription: Sendable {
  /// The word or words it begins with.
  package let name: String
  /// One sentence.
  package let summary: String
  /// `top N by k [within keys]`.
  package let signature: String
  /// Questions to the built-in sample.
  package let examples: [String]

  init(_ name: String, _ summary: String, signature: String, examples: [String]) {
    self.name = name
    self.summary = summary
    self.signature = signature
    self.examples = examples
  }

  /// The step that a word begins, ignoring case.
  package static func named(_ word: String) -> StepDescription? {
    let lowered = word.lowercased()
    return all.first { $0.name == lowered } ?? all.first { $0.name.hasPrefix(lowered + " ") }
  }
}
