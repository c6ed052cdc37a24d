import Foundation
import Tally
import TallyData
import TallyPlan
import TallyTestSupport
import TallyText

/// A page with what Tally prints today in place of what it says.
struct CorpusRun {
  private(set) var page: CorpusPage
  /// Exchanges that print something else than the page says.
  private(set) var differences: [String] = []
  /// Lines after `try:` that would not run.
  private(set) var brokenFixes: [String] = []

  /// `today()` on every page: noon of 31 January 2024, UTC.
  private static let clock = QueryClock(now: 1_706_702_400_000_000)

  init(_ page: CorpusPage) {
    self.page = page
    let output = TranscriptOutput()
    output.isTerminal = page.options["terminal"] != "false"
    output.width = page.options["width"].flatMap { Int($0) } ?? 80
    let session = Session(options: Session.Options(isSafe: page.options["safe"] == "true"))
    session.fixedClock = Self.clock
    for (index, part) in page.parts.enumerated() {
      guard case .exchange(var exchange) = part else { continue }
      _ = session.run(SourceText(exchange.typed.joined(separator: "\n")), to: output)
      let printed = Self.lines(output.take())
      if printed != exchange.printed { differences.append(Self.difference(exchange, printed)) }
      brokenFixes += Self.fixes(in: printed).filter { !session.resolves($0) }
      exchange.printed = printed
      self.page.parts[index] = .exchange(exchange)
    }
    for file in page.options["writes"]?.split(separator: " ") ?? [] { unlink(String(file)) }
  }

  /// The lines of an output; times, which are never the same twice, are all 0.0, in the column `ms` of a table too.
  private static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    if let first = lines.first, first.hasSuffix(" ms"), first.first?.isLetter == true { return lines.map(withoutTime) }
    return lines.map { line in
      line.hasSuffix(" ms") && line.dropLast(3).allSatisfy { "0123456789.,".contains($0) } ? "0.0 ms" : line
    }
  }

  /// A row of a table with its last cell, a time, as 0.0.
  private static func withoutTime(_ line: String) -> String {
    guard let gap = line.lastIndex(of: " ") else { return line }
    let time = line[line.index(after: gap)...]
    var start = line[..<gap]
    while start.last == " " { start.removeLast() }
    return start + "  " + (time.allSatisfy { "0123456789.,".contains($0) } ? "0.0" : time)
  }

  /// The statements after `try:`, each with its further lines.
  private static func fixes(in lines: [String]) -> [String] {
    var fixes: [String] = []
    var isOpen = false
    for line in lines {
      if line.hasPrefix("  try: ") {
        fixes.append(String(line.dropFirst(7)))
        isOpen = true
      } else if isOpen, line.hasPrefix("       ") {
        fixes[fixes.count - 1] += "\n" + line.dropFirst(7)
      } else {
        isOpen = false
      }
    }
    return fixes
  }

  private static func difference(_ exchange: CorpusPage.Exchange, _ printed: [String]) -> String {
    "line \(exchange.line): > \(exchange.typed.joined(separator: "\n. "))\nprints\n\(printed.joined(separator: "\n"))\n"
      + "and not\n\(exchange.printed.joined(separator: "\n"))"
  }
}
