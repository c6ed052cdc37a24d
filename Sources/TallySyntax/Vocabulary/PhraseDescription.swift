/// A clause or an operator as help shows it: what stands within a step, and begins none.
package struct PhraseDescription: Sendable {
  /// `with percent`, `!=`.
  package let name: String
  /// One sentence.
  package let summary: String
  /// `with percent [within keys]`.
  package let signature: String
  /// Questions to the built-in sample.
  package let examples: [String]

  init(_ name: String, _ summary: String, signature: String, examples: [String]) {
    self.name = name
    self.summary = summary
    self.signature = signature
    self.examples = examples
  }
}
