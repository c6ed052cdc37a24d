import TallyFormats
import TallyFunctions
import TallyPlan
import TallySyntax

/// One word that help explains: a row of one of the tables.
struct HelpEntry {
  let name: String
  let signature: String
  let summary: String
  let examples: [String]
}

/// The words of one table, under the name that help lists them by.
struct HelpTopic {
  /// `steps`; `help steps` lists them.
  let name: String
  /// What one of them is called: `step`.
  let singular: String
  let entries: [HelpEntry]

  /// In the order of the manual.
  static let all: [HelpTopic] = [
    HelpTopic(
      name: "steps", singular: "step",
      entries: StepDescription.all.map {
        HelpEntry(name: $0.name, signature: $0.signature, summary: $0.summary, examples: $0.examples)
      }),
    HelpTopic(
      name: "aggregates", singular: "aggregate",
      entries: Aggregate.all.map {
        HelpEntry(name: $0.name, signature: $0.signature, summary: $0.summary, examples: $0.examples)
      }),
    HelpTopic(
      name: "functions", singular: "function",
      entries: Function.all.map {
        HelpEntry(name: $0.name, signature: $0.signature, summary: $0.summary, examples: $0.examples)
      }
        + WindowFunction.all.map {
          HelpEntry(name: $0.name, signature: $0.signature, summary: $0.summary, examples: $0.examples)
        }),
    HelpTopic(
      name: "statements", singular: "statement",
      entries: Command.all.map {
        HelpEntry(name: $0.name, signature: $0.signature, summary: $0.summary, examples: $0.examples)
      }),
    HelpTopic(
      name: "settings", singular: "setting",
      entries: Setting.all.map {
        HelpEntry(
          name: $0.name, signature: "set \($0.name) " + $0.valuesText, summary: $0.summary, examples: $0.examples)
      }),
    HelpTopic(
      name: "formats", singular: "format",
      entries: Renderer.all.map {
        HelpEntry(name: $0.name, signature: "set format \($0.name)", summary: $0.summary, examples: [])
      }),
    HelpTopic(
      name: "files", singular: "kind of file",
      entries: FileReader.all.map {
        HelpEntry(
          name: $0.name, signature: "load \"FILE.\($0.suffixes.first ?? $0.name)\"", summary: $0.summary,
          examples: $0.examples)
      }),
  ]
}
