import CManual

/// The manual that the program carries with it, so that `help` needs no files.
package enum Manual {
  /// Every page, in the order of their names.
  package static let pages: [EmbeddedPage] = (0..<tally_page_count).map { place in
    let page = tally_page_at(place)
    let bytes = UnsafeRawBufferPointer(start: page.bytes, count: page.count)
    return EmbeddedPage(name: String(cString: page.name), text: String(decoding: bytes, as: UTF8.self))
  }

  /// The pages about a word that lie in one of the folders, folder by folder.
  static func pages(about word: String, in folders: [String]) -> [EmbeddedPage] {
    folders.flatMap { folder in pages.filter { $0.folder == folder && $0.words.contains(word) } }
  }
}

/// A page as the program carries it; its parts are made when it is read.
package struct EmbeddedPage: Sendable {
  /// Below Tests/Corpus: `steps/where.md`.
  package let name: String
  package let text: String
  /// What it explains, in lower case: the stem of its name first, then its option `words`.
  package let words: [String]

  init(name: String, text: String) {
    self.name = name
    self.text = text
    let file = name.split(separator: "/").last ?? ""
    let stem = file.hasSuffix(".md") ? file.dropLast(3) : file
    let others = ManualPage.options(of: text)["words"]?.split(separator: ", ").map(String.init) ?? []
    words = [String(stem)] + others
  }

  /// `steps`; empty for a page beside the folders.
  package var folder: String {
    name.split(separator: "/").dropLast().joined(separator: "/")
  }

  package var title: String { ManualPage.title(of: text) ?? name }

  /// The page, read.
  package var page: ManualPage { ManualPage(name: name, text: text) }
}
