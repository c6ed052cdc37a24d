import Foundation
import Testing

/// A page of the manual: prose, and transcripts of what is typed and what Tally prints.
///
///     ```tally
///     > count where
///     . elite
///     10 of 3,866 arrivals (0.3 %); 3,670 more could not be judged: elite is missing
///     ```
/// A line that starts with `> ` is typed, one that starts with `. ` goes on with it; the lines up to the next `> `
/// are what Tally prints. Lines of the form `<!-- terminal: false -->` before the first heading change how.
struct CorpusPage: Sendable, CustomTestStringConvertible {
  enum Part: Sendable {
    /// Lines that are kept as they are.
    case prose([String])
    case exchange(Exchange)
  }

  struct Exchange: Sendable {
    /// The typed lines, without their marks.
    var typed: [String]
    var printed: [String]
    let line: Int
  }

  /// Below Tests/Corpus: `errors/limit.md`.
  let name: String
  var parts: [Part] = []
  /// How the page wants its output (`terminal`, `width`, `safe`), and the files it `writes`, which are removed.
  private(set) var options: [String: String] = [:]

  var testDescription: String { name }
  /// Wished-for output that is not met yet.
  var isKnownToFail: Bool { name.hasPrefix("known/") }

  init(name: String, text: String) {
    self.name = name
    var prose: [String] = []
    var exchange: Exchange?
    var isTranscript = false
    func flushed(_ parts: [Part]) -> [Part] { prose.isEmpty ? parts : parts + [.prose(prose)] }
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).enumerated() {
      if line.hasPrefix("```") {
        if let ended = exchange { parts.append(.exchange(ended)) }
        exchange = nil
        isTranscript = !isTranscript && line == "```tally"
        prose.append(line)
      } else if isTranscript, line == ">" || line.hasPrefix("> ") {
        if let ended = exchange { parts.append(.exchange(ended)) }
        parts = flushed(parts)
        prose = []
        exchange = Exchange(typed: [String(line.dropFirst(2))], printed: [], line: index + 1)
      } else if isTranscript, exchange != nil, exchange?.printed.isEmpty == true, line == "." || line.hasPrefix(". ") {
        exchange?.typed.append(String(line.dropFirst(2)))
      } else if exchange != nil {
        exchange?.printed.append(line)
      } else {
        readOption(line)
        prose.append(line)
      }
    }
    parts = flushed(parts)
  }

  private mutating func readOption(_ line: String) {
    guard line.hasPrefix("<!-- "), line.hasSuffix(" -->") else { return }
    let pair = line.dropFirst(5).dropLast(4).split(separator: ":", maxSplits: 1)
    if pair.count == 2 {
      options[pair[0].trimmingCharacters(in: .whitespaces)] = pair[1].trimmingCharacters(in: .whitespaces)
    }
  }

  /// The page as a file holds it.
  var text: String {
    parts.flatMap { part -> [String] in
      switch part {
      case .prose(let lines): return lines
      case .exchange(let exchange):
        let typed = exchange.typed.enumerated().map { ($0.offset == 0 ? "> " : ". ") + $0.element }
        return typed + exchange.printed
      }
    }.joined(separator: "\n")
  }

  var exchanges: [Exchange] {
    parts.compactMap { if case .exchange(let exchange) = $0 { exchange } else { nil } }
  }
}

extension CorpusPage {
  /// The package's folder.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let folder = root.appendingPathComponent("Tests/Corpus")

  /// Every page, by name, and the project's own first page.
  static let all: [CorpusPage] = {
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    let pages = files.filter { $0.hasSuffix(".md") && !$0.hasSuffix("README.md") }.sorted() + ["../../README.md"]
    return pages.compactMap { name in
      guard let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8) else { return nil }
      return CorpusPage(name: name, text: text)
    }
  }()

  var file: URL { Self.folder.appendingPathComponent(name) }
}
