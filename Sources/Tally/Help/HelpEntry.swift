import TallyFormats
import TallyFunctions
import TallyPlan
import TallySyntax

/// One word that help explains: a row of one of the tables, or a page of the manual about no such row.
package struct HelpEntry: Sendable {
  package let name: String
  /// Its forms.
  package let signature: String
  package let summary: String
  package let examples: [String]
  /// The word by which its page is found; the name, but for settings.
  let pageWord: String

  init(name: String, signature: String, summary: String, examples: [String], pageWord: String? = nil) {
    self.name = name
    self.signature = signature
    self.summary = summary
    self.examples = examples
    self.pageWord = (pageWord ?? name).lowercased()
  }

  /// An entry for a page of its own.
  init(_ page: EmbeddedPage) {
    let word = page.words[0]
    self.init(name: word, signature: word, summary: page.title, examples: [])
  }

  init(_ phrase: PhraseDescription) {
    self.init(
      name: phrase.name, signature: phrase.signature, summary: phrase.summary, examples: phrase.examples)
  }
}
