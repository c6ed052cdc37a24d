/// The words of one table, under the name that help lists them by; a chapter of the manual.
package struct HelpTopic: Sendable {
  /// `steps`; `help steps` lists them.
  package let name: String
  /// What one of them is called: `step`.
  package let singular: String
  /// Of the chapter.
  package let title: String
  /// Where its pages lie; the first is the topic's own.
  package let folders: [String]
  package let entries: [HelpEntry]

  init(name: String, singular: String, title: String, folders: [String], entries: [HelpEntry]) {
    self.name = name
    self.singular = singular
    self.title = title
    self.folders = folders
    self.entries = entries
  }

  /// A topic without pages, of names and what they mean.
  package init(name: String, singular: String, title: String, meanings: [(name: String, meaning: String)]) {
    self.init(
      name: name, singular: singular, title: title, folders: [],
      entries: meanings.map { HelpEntry(name: $0.name, signature: $0.name, summary: $0.meaning, examples: []) })
  }

  /// A topic whose words are its pages; the first folder is its name.
  init(pagesOf folders: String..., singular: String, title: String) {
    self.init(
      name: folders[0], singular: singular, title: title, folders: folders,
      entries: folders.flatMap { folder in Manual.pages.filter { $0.folder == folder } }.map(HelpEntry.init))
  }

  /// The page about one of its words.
  package func page(of entry: HelpEntry) -> EmbeddedPage? {
    Manual.pages(about: entry.pageWord, in: folders).first
  }
}

/// A chapter's pages, in the order in which a reader meets them; each page is in one chapter.
package struct ManualChapter: Sendable {
  package let topic: HelpTopic
  package let pages: [EmbeddedPage]

  /// The pages of the tables' rows in the tables' order, then what else lies in the topic's folders.
  package static let all: [ManualChapter] = {
    var placed: Set<String> = []
    let named = HelpTopic.all.map { topic in
      topic.entries.compactMap { topic.page(of: $0) }.filter { placed.insert($0.name).inserted }
    }
    return zip(HelpTopic.all, named).map { topic, pages in
      let others = Manual.pages.filter { topic.folders.first == $0.folder && placed.insert($0.name).inserted }
      return ManualChapter(topic: topic, pages: pages + others)
    }
  }()
}
