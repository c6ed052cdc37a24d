import TallyFormats
import TallyFunctions
import TallyPlan
import TallySyntax

extension HelpTopic {
  /// In the order of the manual.
  package static let all: [HelpTopic] = [guides] + tables + [scripts, errors, plans]

  /// What a user can name, without the chapters that are pages alone.
  package static let tables: [HelpTopic] = steps + calculations + session

  private static let guides = HelpTopic(
    name: "guides", singular: "guide", title: "First steps", folders: ["", "guides"],
    entries: ["tour", "sql", "dplyr", "spreadsheets", "exactness"].compactMap { word in
      Manual.pages(about: word, in: ["", "guides"]).first.map(HelpEntry.init)
    })

  private static let steps = [
    HelpTopic(
      name: "steps", singular: "step", title: "Steps", folders: ["steps"],
      entries: StepDescription.all.map {
        HelpEntry(name: $0.name, signature: $0.signature, summary: $0.summary, examples: $0.examples)
      }),
    HelpTopic(
      name: "clauses", singular: "part of a step", title: "Parts of steps", folders: ["clauses", "functions", "steps"],
      entries: PhraseDescription.clauses.map(HelpEntry.init)),
    HelpTopic(
      name: "aggregates", singular: "aggregate", title: "Aggregates", folders: ["functions"],
      entries: Aggregate.all.map {
        HelpEntry(name: $0.name, signature: $0.signature, summary: $0.summary, examples: $0.examples)
      }),
  ]

  private static let calculations = [
    HelpTopic(
      name: "operators", singular: "operator", title: "Conditions and calculations", folders: ["expressions"],
      entries: PhraseDescription.operators.map(HelpEntry.init)),
    HelpTopic(
      name: "functions", singular: "function", title: "Functions", folders: ["functions"],
      entries: Function.all.map {
        HelpEntry(name: $0.name, signature: $0.signature, summary: $0.summary, examples: $0.examples)
      }
        + WindowFunction.all.map {
          HelpEntry(name: $0.name, signature: $0.signature, summary: $0.summary, examples: $0.examples)
        }),
  ]

  private static let session = [
    HelpTopic(
      name: "statements", singular: "statement", title: "Statements of the session", folders: ["commands"],
      entries: Command.all.map {
        HelpEntry(name: $0.name, signature: $0.signature, summary: $0.summary, examples: $0.examples)
      }),
    HelpTopic(
      name: "settings", singular: "setting", title: "Settings", folders: ["commands"],
      entries: Setting.all.map {
        HelpEntry(
          name: $0.name, signature: "set \($0.name) " + $0.valuesText, summary: $0.summary, examples: $0.examples,
          pageWord: "set \($0.name)")
      }),
    HelpTopic(
      name: "files", singular: "kind of file", title: "Reading files", folders: ["loading", "formats"],
      entries: FileReader.all.map {
        HelpEntry(
          name: $0.name, signature: "load \"FILE.\($0.suffixes.first ?? $0.name)\"", summary: $0.summary,
          examples: $0.examples)
      }),
    HelpTopic(
      name: "formats", singular: "format", title: "Formats of answers", folders: ["formats"],
      entries: Renderer.all.map {
        HelpEntry(
          name: $0.name, signature: "set format \($0.name)", summary: $0.summary, examples: ["set format \($0.name)"])
      }),
  ]

  private static let scripts = HelpTopic(pagesOf: "scripts", singular: "page on scripts", title: "Scripts")
  private static let errors = HelpTopic(pagesOf: "errors", singular: "page on mistakes", title: "Mistakes and fixes")
  private static let plans = HelpTopic(
    pagesOf: "plans", "terminal", singular: "page on the inside", title: "The inside")
}
