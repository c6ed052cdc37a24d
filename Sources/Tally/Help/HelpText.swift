import TallyFormats
import TallyPlan
import TallyText

/// What `help` prints, made from the tables of the language.
struct HelpText {
  let text: String

  /// Columns of a page.
  private static let width = 78

  /// Nil for a word that no table has.
  init?(on word: String?) {
    guard let word = word?.lowercased().split(separator: " ").joined(separator: " "), !word.isEmpty else {
      text = Self.overview
      return
    }
    if let topic = HelpTopic.all.first(where: { $0.name == word }) {
      text = Self.listing(topic)
      return
    }
    let articles = HelpTopic.all.flatMap { topic in
      topic.entries.filter { $0.name.lowercased() == word }.map { Self.article($0, topic) }
    }
    if articles.isEmpty { return nil }
    text = articles.joined(separator: "\n")
  }

  /// The error for a word that no table has.
  static func unknown(_ word: String, at range: SourceRange) -> Diagnostic {
    let names = HelpTopic.all.map(\.name) + HelpTopic.all.flatMap { $0.entries.map(\.name) }
    return SessionError.unknownTopic(word, nearest: NameMatching.nearest(to: word, in: names), range).diagnostic
  }

  /// One screen.
  private static var overview: String {
    let introduction = """
      A query is steps joined by |. A step that starts with an aggregate needs no verb.
        count where year = 2023 and elite
        percent sex = "female" by year
        where quarter is missing | show id, year | first 5
        | sort by year desc              goes on with the last answer
      `where` in a step picks the rows that go in; `| where` picks among its answers.

      """
    let lists = HelpTopic.all.filter { $0.singular != "kind of file" }.map { topic in
      wrapped(topic.entries.map(\.name), label: topic.name)
    }
    return introduction + lists.joined()
      + "help WORD explains one of these; help functions, help steps … list them in full.\n"
  }

  /// `label      word word word`, in lines of the page's width.
  private static func wrapped(_ words: [String], label: String) -> String {
    let indent = 12
    var lines: [String] = []
    var line = label.padded(to: indent)
    for word in words {
      if line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: indent)
      }
      line += (line.count > indent ? " " : "") + word
    }
    return (lines + [line]).map { $0 + "\n" }.joined()
  }

  private static func listing(_ topic: HelpTopic) -> String {
    topic.entries.map { entry in
      entry.signature.count < 26
        ? "\(entry.signature.padded(to: 26))\(entry.summary)\n"
        : "\(entry.signature)\n\("".padded(to: 26))\(entry.summary)\n"
    }.joined()
  }

  private static func article(_ entry: HelpEntry, _ topic: HelpTopic) -> String {
    let examples = entry.examples.isEmpty ? "" : "\n" + entry.examples.map { "  > \($0)\n" }.joined()
    return "\(entry.signature)    (\(topic.singular))\n  \(entry.summary)\n\(examples)"
  }
}

extension String {
  /// The text with spaces after it, to a number of columns.
  fileprivate func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(columns - count, 0))
  }
}
