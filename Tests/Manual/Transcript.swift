import Tally
import TallyText

/// The exchanges of a page as HTML, with the colours of the prompt.
struct Transcript {
  /// Knows the tables and names of the page so far.
  private let session = Session()
  private let silence = Silence()

  /// A table has columns once it was asked for something.
  init() {
    for table in session.catalog.tables { _ = session.run(SourceText("from \(table.name) | first 0"), to: silence) }
  }

  /// The lines between `<pre>` and `</pre>`.
  mutating func html(of exchange: ManualPage.Exchange) -> String {
    let marked = typed(exchange.statement).split(separator: "\n", omittingEmptySubsequences: false)
    let typed = marked.enumerated().map { place, line in "<i>\(place == 0 ? "&gt;" : ".")</i> \(line)" }
    if Self.names(exchange.statement) { _ = session.run(SourceText(exchange.statement), to: silence) }
    return (["<b>\(typed.joined(separator: "\n"))</b>"] + exchange.printed.map(Self.printed)).joined(separator: "\n")
  }

  /// The statement with a class for each stretch that is something.
  private func typed(_ statement: String) -> String {
    let source = SourceText(statement)
    var html = ""
    var end = 0
    for span in Highlight.spans(of: statement, catalog: session.catalog) {
      html += escaped(source[end..<span.range.lowerBound])
      html += "<span class=\"\(span.kind)\">\(escaped(source[span.range]))</span>"
      end = span.range.upperBound
    }
    return html + escaped(source[end..<statement.utf8.count])
  }

  /// A blank line would end the HTML within Markdown, were it not in a `pre`.
  private static func printed(_ line: String) -> String {
    if line.hasPrefix("error:") { return "<em>\(escaped(line))</em>" }
    return line.hasPrefix("  try: ") ? "<u>\(escaped(line))</u>" : escaped(line)
  }

  /// Whether a statement changes what names mean.
  private static func names(_ statement: String) -> Bool {
    ["load ", "use ", "let ", "param "].contains { statement.hasPrefix($0) }
  }
}

/// Where nobody reads.
private final class Silence: SessionOutput {
  let isTerminal = false
  let width: Int? = nil
  let usesColor = false
  let showsUnicode = true

  func write(_ bytes: UnsafeRawBufferPointer) {}
  func writeMessage(_ text: String) {}
  func showProgress(_ text: String?) {}
}
