extension StepDescription {
  /// The clauses that may follow in the step, as its signature has them in brackets: `by`, `sort by`, `desc`.
  package var clauses: [String] {
    signature.split(separator: "[").dropFirst().flatMap { part -> [String] in
      // What stands for a person's own words ends a clause; a bracket may end it, or another begin within it.
      part.prefix { $0 != "]" }.split(separator: "|").compactMap { choice in
        let words = choice.split(separator: " ").prefix { Keyword.named(String($0))?.is(.clause) == true }
        return words.isEmpty ? nil : words.joined(separator: " ")
      }
    }
  }

  /// Names of columns alone follow its name: `distinct [columns]`.
  package var takesColumns: Bool { signature.split(whereSeparator: { " []".contains($0) }).contains("columns") }

  /// What makes another step of the word when it comes after it: `where` after `drop`.
  package static func secondWords(after word: String) -> [String] {
    all.filter { $0.name.hasPrefix(word + " ") }.map { String($0.name.dropFirst(word.count + 1)) }
  }

  /// As `clauses`, of the step that a word begins; a summary's are those of `count`, and those of its aggregates.
  package static func clauses(after head: String) -> [String] {
    if Keyword.named(head)?.isAggregate != true { return named(head)?.clauses ?? [] }
    let ofAggregates = PhraseDescription.clauses.filter { $0.signature.hasPrefix("AGG x ") || $0.name == "as" }.map(
      \.name)
    return (named("count")?.clauses ?? []).filter { $0 != "within" } + ofAggregates
  }
}
