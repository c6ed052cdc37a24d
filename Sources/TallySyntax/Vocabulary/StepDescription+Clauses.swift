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

  /// As `clauses`, of the step that a word begins; a summary's are those of `count`, and those of its aggregates.
  package static func clauses(after head: String) -> [String] {
    if Keyword.named(head)?.isAggregate != true { return named(head)?.clauses ?? [] }
    let ofAggregates = PhraseDescription.clauses.filter { $0.signature.hasPrefix("AGG x ") || $0.name == "as" }.map(
      \.name)
    return (named("count")?.clauses ?? []).filter { $0 != "within" } + ofAggregates
  }
}
