/// A page of the manual: prose, and transcripts of what is typed and what Tally prints.
///
///     ```tally
///     > count where
///     . elite
///     10 of 3,866 arrivals (0.3 %); 3,670 more could not be judged: elite is missing
///     ```
/// A line that starts with `> ` is typed, one that starts with `. ` goes on with it; the lines up to the next `> `
/// are what Tally prints. Lines of the form `<!-- words: in, between -->` before the first heading are options.
package struct ManualPage: Sendable {
  package enum Part: Sendable {
    /// Lines that are kept as they are, the marks of transcripts among them.
    case prose([String])
    case exchange(Exchange)
  }

  package struct Exchange: Sendable {
    /// The typed lines, without their marks.
    package var typed: [String]
    package var printed: [String]
    /// In the file, from 1.
    package let line: Int

    /// The statement as it is run.
    package var statement: String { typed.joined(separator: "\n") }

    /// What is printed to be tried instead, where it takes one line.
    package var fixes: [String] {
      let mark = "  try: "
      return printed.filter { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
    }

    /// The typed lines with their marks.
    package var typedLines: [String] { typed.enumerated().map { ($0.offset == 0 ? "> " : ". ") + $0.element } }
  }

  /// Below Tests/Corpus: `errors/limit.md`.
  package let name: String
  package var parts: [Part] = []
  /// How the page wants its output (`terminal`, `width`, `safe`), the files it `writes`, the `words` it explains.
  package let options: [String: String]

  package init(name: String, text: String) {
    self.name = name
    options = Self.options(of: text)
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
        prose.append(line)
      }
    }
    parts = flushed(parts)
  }

  /// The page as a file holds it.
  package var text: String {
    parts.flatMap { part -> [String] in
      switch part {
      case .prose(let lines): lines
      case .exchange(let exchange): exchange.typedLines + exchange.printed
      }
    }.joined(separator: "\n")
  }

  package var exchanges: [Exchange] {
    parts.compactMap { if case .exchange(let exchange) = $0 { exchange } else { nil } }
  }

  /// What the first heading says; the name where there is none.
  package var title: String { Self.title(of: text) ?? name }

  /// The paragraph of forms below the heading, without its marks: `percentile(x, p)`; nil where prose begins there.
  package var form: String? {
    guard case .prose(let lines)? = parts.first else { return nil }
    let body = lines.drop { !$0.hasPrefix("# ") }.dropFirst().drop { $0.isEmpty }
    guard let line = body.first, line.hasPrefix("`"), line.hasSuffix("`"), body.dropFirst().first?.isEmpty == true
    else {
      return nil
    }
    return line.filter { $0 != "`" }
  }

  /// The options before the first heading of a page.
  static func options(of text: String) -> [String: String] {
    var options: [String: String] = [:]
    var rest = text[...]
    while rest.hasPrefix("<!-- ") {
      let line = rest.prefix { $0 != "\n" }
      rest = rest[line.endIndex...].drop { $0 == "\n" }
      guard line.hasSuffix(" -->"), let colon = line.firstIndex(of: ":") else { continue }
      let name = line[..<colon].dropFirst(5)
      options[name.trimmed] = line[line.index(after: colon)...].dropLast(4).trimmed
    }
    return options
  }

  static func title(of text: String) -> String? {
    // Options alone stand before it.
    let line = text.split(separator: "\n", maxSplits: 8).first { $0.hasPrefix("# ") }
    return line.map { String($0.dropFirst(2)) }
  }
}

extension Substring {
  /// Without spaces at both ends.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
