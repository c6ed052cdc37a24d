import Tally
import TallyData
import TallyFormats
import TallyLocal
import TallyPlan
import TallySyntax
import TallyText

extension FuzzTarget {
  static let parser = FuzzTarget(
    "parser", summary: "Reads statements: one that reads prints and reads again alike, one that does not has a place.",
    largestCount: 512,
    seeds: statements
  ) { bytes in
    let source = SourceText(String(decoding: bytes, as: UTF8.self))
    for range in StatementRanges.split(source) {
      do throws(SyntaxError) {
        let printed = SyntaxPrinter.print(try Parser.statement(in: source, range: range))
        let again = SourceText(printed)
        do throws(SyntaxError) {
          let statement = try Parser.statement(in: again, range: 0..<again.bytes.count)
          require(SyntaxPrinter.print(statement) == printed, "printed otherwise the second time: \(printed)")
        } catch { fatalError("printed, it does not read: \(printed)") }
      } catch {
        let place = error.diagnostic.range ?? -1..<0
        require(place.lowerBound >= 0 && place.upperBound <= source.bytes.count, "an error without a place")
      }
    }
  }

  static let layout = FuzzTarget(
    "layout", summary: "Lays out scripts: one that is laid out stays as it is.",
    largestCount: 512,
    seeds: statements + ["# a\ncount # b\n\n\n|first 1"]
  ) { bytes in
    guard let laid = try? ScriptLayout.text(of: SourceText(String(decoding: bytes, as: UTF8.self))) else { return }
    let again = try? ScriptLayout.text(of: SourceText(laid))
    require(again == laid, "laid out otherwise the second time:\n\(laid)")
  }

  static let session = FuzzTarget(
    "session", summary: "Runs statements over a small table with columns of every type.",
    largestCount: 256, seeds: statements
  ) { bytes in
    let session = Session(options: Session.Options(threadCount: 1, isSafe: true, offersSample: false))
    guard let people = FuzzTable.shared, (try? session.load(people.path)) != nil else { return }
    session.fixedClock = QueryClock(now: 1_706_702_400_000_000)
    _ = try? session.answer(String(decoding: bytes, as: UTF8.self), format: "table")
  }

  static let completion = FuzzTarget(
    "completion",
    summary: "Colours a line and completes it at the place that its length and first byte choose, never outside of it.",
    largestCount: 96, seeds: statements
  ) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let session = FuzzTable.session
    for span in Highlight.spans(of: text, catalog: session.catalog) {
      require(span.range.lowerBound >= 0 && span.range.upperBound <= text.utf8.count, "a colour outside of the line")
    }
    // One place an input: the fuzzer finds the others, and all of them at once would take too long.
    let cursor = text.utf8.count - Int(text.utf8.first ?? 0) * 7 % (text.utf8.count + 1)
    _ = session.completion(of: text, at: cursor)
  }

  static let history = FuzzTarget(
    "history", summary: "Reads a history file; every statement in it, and the whole as one, is kept as it is.",
    largestCount: 2048,
    seeds: [
      HistoryLines.firstLine + "\n@1767225480         10 count by year\nshow |\\n first 1\n\\@x\n@ 1 y",
      HistoryLines.firstLine + "\n@-9223372036854775808          1 count\n@1            \n\r\\",
      "#!/bin/sh\n", "count\n",
    ]
  ) { bytes in
    let whole = PastStatement(String(decoding: bytes, as: UTF8.self), time: 1_000_000, rowCount: bytes.count)
    for statement in (HistoryLines.statements(in: Array(bytes)) ?? []) + [whole] {
      let line = HistoryLines.line(of: statement)
      require(line.utf8.last == 0x0A && line.utf8.count { $0 == 0x0A } == 1, "more than one line: \(line)")
      require(HistoryLines.statement(of: line.utf8.dropLast()) == statement, "kept otherwise: \(line)")
    }
  }

  static let pattern = FuzzTarget(
    "pattern", summary: "Looks for a pattern, the first line, in a text, the others.",
    largestCount: 256,
    seeds: ["a(b|c)*d{2,3}\nxabcbcddd", "^\\w+\\s?[^a-z]$\nAda L", "(?i)é.\nÉx", "(a*)*b\naaaaaaaaaaaaaaaaaaaaaaaa"]
  ) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    for ignoringCase in [false, true] {
      guard let program = try? PatternProgram(String(parts[0]), ignoringCase: ignoringCase) else { return }
      let automaton = PatternAutomaton(program)
      var rest = parts.count > 1 ? String(parts[1]) : ""
      let found = rest.withUTF8 { automaton.isFound(in: TextView(base: $0.baseAddress, count: $0.count)) }
      let again = rest.withUTF8 { automaton.isFound(in: TextView(base: $0.baseAddress, count: $0.count)) }
      require(found == again, "found only once")
    }
  }

  private static let statements = [
    "count where age > 30 and not member", "mean age, median age by sex with percent where joined >= 2023-01",
    "extend r = rank() by sex sort by age | where r <= 2 | show name, r",
    "let old = age >= 65; count by old across sex",
    "describe", "top 2 by paid within sex | sort by name desc", "why", "rows where paid is missing",
    "count by floor(joined, month) as m | plot bar m, count", "as sql duckdb mean paid by sex", "unpivot age, paid",
    "if age > 3 then \"a\" else 'b'", "count where name matches \"^A.*\" ignoring case or age in (1, 3..5)",
    "inner join people on name many to many | count", "set format json; sum paid when member weighted by age",
    "explain plan sample 3 seed 1 | distinct sex", "assert age + 1 > age; last; help mean; tables; columns",
  ]
}

/// A table with columns of every type, and missing values in each.
private final class FuzzTable: @unchecked Sendable {
  static let shared = try? FuzzTable()

  /// One session for what only looks at it.
  nonisolated(unsafe) static let session: Session = {
    let session = Session(options: Session.Options(threadCount: 1, isSafe: true, offersSample: false))
    if let shared { try? session.load(shared.path) }
    return session
  }()

  private let folder: TemporaryFolder
  let path: String

  private init() throws {
    folder = try TemporaryFolder(isLasting: true)
    path = folder.path + "/people.csv"
    let rows = [
      "name,sex,age,paid,member,joined,seen", "Ada,f,36,12.50,yes,2023-01-31,2023-01-31T10:30:00",
      "Bob,m,7,,no,2024-02-29,2024-02-29T23:59:59.5", "Cy,,65,-3.10,,1999-12-31,", "Dé,f,,1e9,yes,,2000-01-01T00:00:00",
      "\"E, \"\"x\"\"\",m,9223372036854775807,0.01,no,0001-01-01,9999-12-31T23:59:59", ",,,,,,",
    ]
    try folder.write(rows.joined(separator: "\n") + "\n", to: "people.csv")
  }
}
