import Tally

/// The page of each word, to which words in the prose are linked.
struct WordIndex {
  /// Paths below the book's folder, by words in lower case.
  private let paths: [String: String]

  /// A word of several tables means its first one; pages on mistakes are no explanation of a word.
  init() {
    var paths: [String: String] = [:]
    func add(_ word: String, _ page: EmbeddedPage) {
      if paths[word] == nil { paths[word] = page.name.dropLast(3) + ".html" }
    }
    for topic in HelpTopic.tables {
      for entry in topic.entries {
        if let page = topic.page(of: entry) { add(entry.name.lowercased(), page) }
      }
    }
    for page in Manual.pages where page.folder != "errors" {
      for word in page.words { add(word, page) }
    }
    self.paths = paths
  }

  /// The HTML with each word that is set as code linked where it first stands, but for headings and links.
  func linked(_ html: String, on leaf: Leaf) -> String {
    var result = ""
    var rest = html[...]
    var seen: Set<String> = []
    // Elements around the place in which nothing is linked.
    var depth = 0
    while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
      let tag = rest[open...close]
      result += rest[..<open]
      rest = rest[rest.index(after: close)...]
      if Self.closed.contains(where: { tag.hasPrefix("<\($0)") }) { depth += 1 }
      if Self.closed.contains(where: { tag == "</\($0)>" }) { depth -= 1 }
      if tag == "<code>", depth == 0, let end = rest.firstRange(of: "</code>") {
        let word = Self.plain(rest[..<end.lowerBound])
        if word.contains(where: \.isLetter), let path = paths[word.lowercased()], path != leaf.path,
          seen.insert(path).inserted
        {
          result += "<a href=\"\(Links.relative(path, from: leaf.path))\"><code>\(escaped(word))</code></a>"
          rest = rest[end.upperBound...]
          continue
        }
      }
      result += tag
    }
    return result + rest
  }

  private static let closed = ["a ", "h1", "h2", "h3", "pre", "div"].flatMap { name in
    name == "a " ? ["a ", "a"] : [name]
  }

  private static func plain(_ html: Substring) -> String {
    String(html).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&amp;", with: "&")
  }
}
