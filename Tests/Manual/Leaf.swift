import Foundation
import Tally

/// A page of the book before it is HTML.
struct Leaf {
  /// Below the book's folder: `steps/where.html`.
  let path: String
  /// Where its Markdown lies below Tests/Corpus, to which its links are relative: `steps/where.md`.
  let source: String
  let title: String
  /// The chapter it belongs to; nil for the cover and what comes after the chapters.
  let chapter: String?
  /// What its word means, where it stands in the tables: what the contents say beside the title.
  let summary: String?
  /// With transcripts as HTML.
  let markdown: String

  static let coverPath = "index.html"
  var isCover: Bool { path == Self.coverPath }

  init(_ page: ManualPage, in chapter: ManualChapter) {
    let all = HelpTopic.tables.flatMap { topic in
      topic.entries.filter { topic.page(of: $0)?.name == page.name }.map { (topic, $0) }
    }
    // The word that the page is named after comes first.
    let senses = all.filter { $0.1.name == page.title } + all.filter { $0.1.name != page.title }
    path = page.name.dropLast(3) + ".html"
    source = page.name
    title = page.title
    self.chapter = chapter.topic.title
    summary = senses.first.map { $0.1.summary }
    let forms = senses.map { topic, entry in
      "<div class=\"form\"><code>\(escaped(entry.signature))</code> <span>\(topic.singular)</span>"
        + "<p>\(escaped(entry.summary))</p></div>\n"
    }
    markdown = Self.markdown(of: page, head: forms.joined())
  }

  private init(path: String, source: String, title: String, markdown: String) {
    self.path = path
    self.source = source
    self.title = title
    chapter = nil
    summary = nil
    self.markdown = markdown
  }

  /// The project's first page up to how it is installed.
  static func cover() throws -> Leaf {
    let text = try String(contentsOfFile: "README.md", encoding: .utf8)
    let beginning = text.components(separatedBy: "\n## ")[0]
    let page = ManualPage(name: "../../README.md", text: beginning)
    return Leaf(path: coverPath, source: page.name, title: "Tally", markdown: markdown(of: page, head: ""))
  }

  static func samples() throws -> Leaf {
    let text = try String(contentsOfFile: "Samples/README.md", encoding: .utf8)
    let page = ManualPage(name: "../../Samples/README.md", text: text)
    return Leaf(path: "samples.html", source: page.name, title: page.title, markdown: markdown(of: page, head: ""))
  }

  static func grammar() throws -> Leaf {
    let text = try String(contentsOfFile: "Grammar/tally.ebnf", encoding: .utf8)
    return Leaf(
      path: "grammar.html", source: "../../Grammar/tally.ebnf", title: "The grammar",
      markdown: "# The grammar\n\n<pre>\(escaped(text))</pre>\n")
  }

  /// The page's Markdown, with `head` below the title in place of the forms that the page gives.
  private static func markdown(of page: ManualPage, head: String) -> String {
    var transcript = Transcript()
    var lines: [String] = []
    var isTranscript = false
    var awaitsHead = !head.isEmpty
    for part in page.parts {
      switch part {
      case .exchange(let exchange): lines.append(transcript.html(of: exchange))
      case .prose(let prose):
        for line in prose {
          if line == "```tally" || isTranscript {
            isTranscript = line == "```tally"
            lines.append(isTranscript ? "<pre class=\"transcript\">" : "</pre>")
          } else if awaitsHead, line.hasPrefix("# ") {
            lines += [line, "", head]
            awaitsHead = false
          } else if head.isEmpty || page.form == nil || line.filter({ $0 != "`" }) != page.form {
            lines.append(line)
          }
        }
      }
    }
    return lines.joined(separator: "\n")
  }
}
