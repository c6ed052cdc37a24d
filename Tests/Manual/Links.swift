import Foundation
import Tally

/// The links of the book's pages.
enum Links {
  /// A page's HTML with links to Markdown files as links to the book's pages.
  static func rewritten(_ html: String, of leaf: Leaf) -> String {
    html.replacing(/href="([^":#]+)(#[^"]*)?"/) { match in
      let target = bookPath(normal(folder(of: leaf.source) + match.output.1))
      return "href=\"\(relative(target, from: leaf.path))\(match.output.2 ?? "")\""
    }
  }

  /// The path from one page to another, both below the book's folder.
  static func relative(_ target: String, from page: String) -> String {
    String(repeating: "../", count: page.count { $0 == "/" }) + target
  }

  /// Each link leads to a file of the book, and to an anchor that it has.
  static func check(_ files: [String: String]) throws {
    var broken: [String] = []
    for (path, html) in files {
      for match in html.matches(of: /href="([^"#]*)(?:#([^"]*))?"/) where !match.output.1.contains("://") {
        let target = match.output.1.isEmpty ? path : normal(folder(of: path) + match.output.1)
        if target == Contents.styleSheet { continue }
        let anchor = match.output.2.map { "id=\"\($0)\"" }
        if let text = files[target], anchor.map(text.contains) ?? true { continue }
        broken.append("\(path) links to \(match.output.0)")
      }
    }
    if !broken.isEmpty { throw BookError(description: broken.sorted().joined(separator: "\n")) }
  }

  /// The page of the book for a file of the project, by its path from Tests/Corpus.
  private static func bookPath(_ file: String) -> String {
    switch file {
    case "../../Samples/README.md": "samples.html"
    case "../../Grammar/tally.ebnf": "grammar.html"
    case "README.md", "../../README.md": Leaf.coverPath
    default:
      if file.hasSuffix(".md") { file.dropLast(3) + ".html" } else { Contents.anchored(folder: file) ?? file }
    }
  }

  private static func folder(of path: String) -> String {
    path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
  }

  /// Without `..` after a folder.
  private static func normal(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != "." {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }
}
