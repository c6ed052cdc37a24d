import TallyData
import TallyFormats
import TallyTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The small, nasty files of other projects, where their folder lies beside the package.
@Suite struct TortureTests {
  private static let folder = ["../shared", "../../shared"].map { "\($0)/csv-torture" }
    .first { access("\($0)/index.tsv", R_OK) == 0 }
  static let isThere = folder != nil

  /// What a file of the folder must become.
  struct Case: Sendable, CustomStringConvertible {
    var file: String
    var rows: Int
    var columns: Int
    /// A row counted from the header, which is 1, a column counted from 1, and its text.
    var cell: (row: Int, column: Int, text: String)?
    var options = LoadOptions()

    var description: String { file }

    init(
      _ file: String, _ rows: Int, _ columns: Int, cell: (row: Int, column: Int, text: String)? = nil,
      _ change: (inout LoadOptions) -> Void = { _ in }
    ) {
      (self.file, self.rows, self.columns, self.cell) = (file, rows, columns, cell)
      change(&options)
    }
  }

  /// Files with one right reading, and those where the language decides between two.
  static let good: [Case] = [
    Case("spectrum__comma_in_quotes", 1, 5, cell: (2, 4, "Anytown, WW")),
    Case("spectrum__empty_crlf", 2, 3),
    Case("spectrum__json", 1, 2, cell: (2, 2, #"{"type": "Point", "coordinates": [102.0, 0.5]}"#)),
    Case("spectrum__newlines", 3, 3, cell: (3, 1, "Once upon \na time")),
    Case("spectrum__quotes_and_newlines", 2, 2, cell: (2, 2, "ha \n\"ha\" \nha")),
    Case("spectrum__simple_crlf", 1, 3),
    // NONE and a point are words.
    Case("csvkit__blanks", 1, 6, cell: (2, 4, "NONE")),
    Case("csvkit__mac_newlines", 2, 3, cell: (3, 1, "Once upon\ra time")),
    // Quotes do not keep a number from being one.
    Case("csvkit__optional_quote_characters", 1, 3, cell: (2, 1, "1")),
    Case("csvkit__test_latin1", 2, 3, cell: (3, 3, "©")) { $0.encoding = .latin1 },
    Case("csvkit__test_utf16_big", 2, 3, cell: (3, 3, "ʤ")),
    // A comma in a number keeps text.
    Case("csvkit__test_locale", 1, 3, cell: (2, 1, "1,7")),
    Case("csvkit__test_skip_lines", 1, 3),
    Case("csvkit__test_empty_columns", 3, 5),
    Case("csvkit__realdata__FY09_EDU_Recipients_by_State", 53, 10, cell: (2, 4, "6,718")),
    Case("csvkit__realdata__acs2012_5yr_population", 93, 4, cell: (2, 2, "Adams County, NE")),
    // The first line is the header, whatever follows it.
    Case("messy__excel_pasting", 20, 9, cell: (15, 1, "Pulp, paper, publishing\nand printing")),
    Case("messy__simple", 28, 6),
    Case("messy__small", 0, 1),
    Case("messy__begrotingsanalyse-2011", 42, 20, cell: (42, 3, "566,216")),
    Case("messy__spanish_chars", 116, 8) { $0.encoding = .latin1 },
    Case("duckdb__14512", 1, 2, cell: (2, 2, ",")),
    // A twelve-hour clock is text.
    Case("duckdb__17705", 3, 3, cell: (2, 3, "2022/01/27 11:04:57 PM")),
    Case("duckdb__bad_escape", 2, 2, cell: (3, 2, "foo (\"foo\")")),
    Case("duckdb__inconsistent_cells", 4, 3) { $0.isRagged = true },
    // A last column without a name may be left out.
    Case("duckdb__locations_header_trailing_comma", 1, 5),
    // A date in another order keeps text.
    Case("duckdb__mixed_dates", 5, 2, cell: (4, 2, "03/10/2024")),
    Case("duckdb__mixed_new_line", 3, 3),
    Case("duckdb__no_quote", 2, 2, cell: (2, 1, "hello|world\nh'ow do you|do")) { $0.isRagged = true },
    Case("duckdb__null__multiple_nulls", 3, 3, cell: (4, 3, "none")),
    Case("duckdb__quoted_newline", 1, 1, cell: (2, 1, "cell with\nnewline")),
    Case("duckdb__auto__missing_header_col", 2, 3),
    Case("duckdb__auto__issue_1254_rn", 2, 2),
    // Spaces around a number are no part of it.
    Case("duckdb__auto__leading_space_numerics", 3, 3, cell: (3, 1, "567")),
    Case("duckdb__integer_exponent", 3, 3, cell: (4, 3, "1e-07")),
    // A plus sign keeps text.
    Case("duckdb__phonenumbers", 3, 1, cell: (2, 1, "+318855443322")),
    // One word above another may be a header, and is said to be a guess.
    Case("duckdb__test__nfc", 1, 1),
    Case("duckdb__test__nfc", 2, 1, cell: (1, 1, "ü")) { $0.hasHeader = false },
    Case("duckdb__thousands_separator__thousands_broken", 4, 1, cell: (1, 1, "100,000.00")),
    // A single quote is a character like any other; there the file has more cells, in its only row.
    Case("duckdb__pollock__file_quotation_char_0x27", 1, 10, cell: (1, 8, " ventilated version")),
    // Time zones by name keep text.
    Case("duckdb__timestamp_with_tz", 2, 2, cell: (3, 2, "2021-05-25 04:55:03.382494 EST")),
    Case("duckdb__struct", 1, 1),
    Case("duckdb__sample-0", 3, 17),
    Case("miller__bom-dquote-header", 2, 3),
    // In one column a blank line before the end is a missing value.
    Case("miller__has-a-blank-line", 5, 1),
    // There are no comments in such files; a line with one cell is short.
    Case("miller__pr-1346", 4, 2, cell: (5, 2, " and there is no more data")) { $0.isRagged = true },
    Case("miller__rfc-csv__narrow-truncated", 4, 1),
    Case("miller__utf8-1", 2, 3, cell: (2, 1, "français")),
    Case("miller__natural-sort", 36, 2),
  ]

  @Test(.enabled(if: isThere), arguments: good) func loads(_ expected: Case) throws {
    let suffix = expected.file == "messy__simple" ? "psv" : "csv"
    let loaded = try FileLoader.load(
      .file(path: "\(Self.folder ?? "")/\(expected.file).\(suffix)"), options: expected.options)
    let table = loaded.table
    #expect(table.rowCount == expected.rows)
    #expect(table.columns.count == expected.columns)
    if let (row, column, text) = expected.cell {
      let found = written(table, row: row - (loaded.report.hasHeader ? 2 : 1), column: column - 1)
      #expect(found.hasPrefix(text))
    }

    func written(_ table: Table, row: Int, column: Int) -> String {
      switch table.columns[column][row] {
      case .text(let text): text
      case .integer(let value): "\(value)"
      case .number(let value): "\(value)"
      case let other: "\(other)"
      }
    }
  }

  /// Files that are refused, and the line that the refusal names.
  static let bad: [(file: String, line: Int)] = [
    ("csvkit__test_latin1", 3), ("messy__spanish_chars", 1), ("duckdb__inconsistent_cells", 3),
    ("duckdb__no_quote", 2), ("duckdb__rejects__frankstein__nightmare", 10),
    ("duckdb__unescaped_quotes__some_escaped_some_not", 2), ("miller__pr-1346", 3),
  ]

  @Test(.enabled(if: isThere), arguments: bad) func isRefused(_ expected: (file: String, line: Int)) {
    do throws(LoadError) {
      _ = try FileLoader.load(.file(path: "\(Self.folder ?? "")/\(expected.file).csv"))
      Issue.record("\(expected.file) loaded")
    } catch {
      let line: Int? =
        switch error {
        case .ragged(let place, _, _), .textAfterQuote(let place), .unclosedQuote(let place),
          .invalidUTF8(let place, _):
          place.line
        default: nil
        }
      #expect(line == expected.line, "\(error)")
    }
  }
}
