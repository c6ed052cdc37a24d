import TallyFormats
import TallyPlan
import TallyText

/// What `help` prints: a word's rows in the tables of the language, then its pages of the manual.
package struct HelpText {
  package let text: String
  /// The names of the pages in it.
  package let pages: [String]
  /// Statements that it shows, the shortest way to try what it tells first.
  package let examples: [String]

  /// Columns of the texts that are made from tables.
  private static let width = 78

  /// Nil for a word that no table and no page has. `width` is that of the terminal.
  init?(on word: String?, width: Int?, style: MessageStyle) {
    guard let word = word?.lowercased().split(separator: " ").joined(separator: " "), !word.isEmpty else {
      (text, pages, examples) = (Self.overview, [], Self.questions)
      return
    }
    let found = Self.found(word)
    let exchanges = found.pages.flatMap(\.page.exchanges)
    let shown = exchanges.map(\.statement) + exchanges.flatMap(\.fixes)
    if let topic = HelpTopic.all.first(where: { $0.name == word }) {
      (text, pages, examples) = (Self.listing(topic), [], topic.entries.flatMap(\.examples) + shown)
      return
    }
    if found.pages.isEmpty, found.senses.isEmpty { return nil }
    let articles = found.senses.map { Self.article($0.entry, $0.topic, style) }
    let isTold = !articles.isEmpty && found.pages.count == 1
    let told = found.pages.map { PageText($0.page, width: width, style: style, leavesOutHead: isTold).text }
    text = (articles + told).joined(separator: "\n")
    pages = found.pages.map(\.name)
    examples = found.senses.flatMap(\.entry.examples) + shown
  }

  /// The words of a topic and what each is.
  init(listing topic: HelpTopic) {
    (text, pages, examples) = (Self.listing(topic), [], topic.entries.flatMap(\.examples))
  }

  /// For programs that show help elsewhere, in plain text.
  package init?(on word: String?) {
    self.init(on: word, width: nil, style: MessageStyle(usesColor: false))
  }

  /// What a word may mean, and the pages about it.
  private struct Found {
    var senses: [(topic: HelpTopic, entry: HelpEntry)] = []
    var pages: [EmbeddedPage] = []
  }

  /// The rows of that name and their pages; else the pages that name the word; else the rows that begin with it.
  private static func found(_ word: String) -> Found {
    let named = senses { $0.name.lowercased() == word || $0.pageWord == word }
    if !named.senses.isEmpty { return named }
    let pages = ManualChapter.all.flatMap(\.pages).filter { $0.words.contains(word) }
    if !pages.isEmpty { return Found(pages: pages) }
    return senses { $0.name.hasPrefix(word + " ") }
  }

  private static func senses(where isMeant: (HelpEntry) -> Bool) -> Found {
    var found = Found()
    for topic in HelpTopic.tables {
      for entry in topic.entries where isMeant(entry) {
        found.senses.append((topic, entry))
        guard let page = topic.page(of: entry), !found.pages.contains(where: { $0.name == page.name }) else { continue }
        found.pages.append(page)
      }
    }
    return found
  }

  /// The error for a word that help does not know.
  static func unknown(_ word: String, at range: SourceRange) -> Diagnostic {
    let nearest = NameMatching.nearest(to: word, in: words)
    return SessionError.unknownTopic(word, nearest: nearest, range).diagnostic
  }

  /// Every word that help explains, topics first.
  static var words: [String] {
    HelpTopic.all.map(\.name) + HelpTopic.all.flatMap { $0.entries.map(\.name) } + Manual.pages.flatMap(\.words)
  }

  private static let questions = ["count where year = 2023 and elite", "percent sex = \"female\" by year"]

  /// One screen.
  private static var overview: String {
    let introduction = """
      A query is steps joined by |; one that starts with an aggregate needs no verb.
        \(questions.joined(separator: "\n  "))
        | sort by year desc              goes on with the last answer
      `where` in a step picks the rows that go in; `| where` picks among its answers.

      """
    let listed = HelpTopic.all.filter { topic in
      topic.name == "guides" || HelpTopic.tables.contains { $0.name == topic.name }
    }
    let lists = listed.filter { $0.name != "files" }.map { wrapped($0.entries.map(\.name), label: $0.name) }
    return introduction + lists.joined()
      + "help WORD explains one of these; help functions, help steps … list them in full.\n"
  }

  /// More lines of words than this say less than their beginning.
  private static let lineLimit = 3

  /// `label      word word word`, in lines of the page's width; a long list is cut.
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
    lines.append(line)
    if lines.count > lineLimit { lines = [lines[0] + " …"] }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func listing(_ topic: HelpTopic) -> String {
    let column = 26
    return topic.entries.map { entry in
      var lines = WrappedText.lines(entry.summary, width: width, start: column, indent: column)
      if entry.signature.count < column {
        lines[0] = entry.signature.padded(to: column) + lines[0].dropFirst(column)
      } else {
        lines.insert(entry.signature, at: 0)
      }
      return lines.map { $0 + "\n" }.joined()
    }.joined()
  }

  private static func article(_ entry: HelpEntry, _ topic: HelpTopic, _ style: MessageStyle) -> String {
    let examples = entry.examples.isEmpty ? "" : "\n" + entry.examples.map { "  > \($0)\n" }.joined()
    return "\(style.strong(entry.signature))    (\(topic.singular))\n  \(entry.summary)\n\(examples)"
  }
}

extension String {
  /// The text with spaces after it, to a number of columns.
  fileprivate func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(columns - count, 0))
  }
}
