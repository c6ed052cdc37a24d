import Tally

/// What stands around a page: the list of all pages, and the ways to its neighbours.
struct Contents {
  static let styleSheet = "manual.css"

  private let leaves: [Leaf]
  /// The chapters' titles with the places of their leaves, in order.
  private let parts: [(title: String, places: [Int])]

  init(_ leaves: [Leaf]) {
    self.leaves = leaves
    parts =
      ManualChapter.all.map { chapter in
        (chapter.topic.title, leaves.indices.filter { leaves[$0].chapter == chapter.topic.title })
      } + [("Beside it", leaves.indices.filter { leaves[$0].chapter == nil && !leaves[$0].isCover })]
  }

  /// The chapter of a folder of the corpus, on the cover.
  static func anchored(folder: String) -> String? {
    let title = ManualChapter.all.first { $0.topic.folders.first == folder }?.topic.title
    return title.map { Leaf.coverPath + "#" + anchor($0) }
  }

  private static func anchor(_ title: String) -> String {
    title.lowercased().map { $0.isLetter ? String($0) : "-" }.joined()
  }

  /// Every page under its chapter, with what it says in one sentence: the cover's list.
  var chapters: String {
    parts.map { title, places in
      let items = places.map { place in
        let summary = leaves[place].summary.map { "<span>\(escaped($0))</span>" } ?? ""
        return "<li>\(link(place, from: 0))\(summary)</li>\n"
      }
      return "<h2 id=\"\(Self.anchor(title))\">\(title)</h2>\n<ul class=\"chapter\">\(items.joined())</ul>\n"
    }.joined()
  }

  /// The whole file of a page.
  func page(_ body: String, of place: Int) -> String {
    let leaf = leaves[place]
    let style = Links.relative(Self.styleSheet, from: leaf.path)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(escaped(leaf.isCover ? "The Tally manual" : leaf.title + " · Tally"))</title>
      <link rel="stylesheet" href="\(style)">
      </head>
      <body>
      <header>\(link(0, from: place)) <a class="jump" href="#contents">Contents</a></header>
      <main>
      \(body)
      <footer>\(neighbours(of: place))</footer>
      </main>
      <nav id="contents">
      \(list(from: place))</nav>
      </body>
      </html>

      """
  }

  private func list(from place: Int) -> String {
    parts.map { title, places in
      let items = places.map { other in
        "<li\(other == place ? " class=\"here\"" : "")>\(link(other, from: place))</li>\n"
      }
      let isOpen = places.contains(place) || place == 0 && title == parts.first?.title
      return "<details\(isOpen ? " open" : "")><summary>\(title)</summary>\n<ul>\(items.joined())</ul></details>\n"
    }.joined()
  }

  private func neighbours(of place: Int) -> String {
    let before = place > 0 ? "<span>← \(link(place - 1, from: place))</span>" : "<span></span>"
    let after = place + 1 < leaves.count ? "<span>\(link(place + 1, from: place)) →</span>" : ""
    return before + after
  }

  private func link(_ place: Int, from other: Int) -> String {
    let (target, page) = (leaves[place], leaves[other])
    return "<a href=\"\(Links.relative(target.path, from: page.path))\">\(escaped(target.title))</a>"
  }
}
