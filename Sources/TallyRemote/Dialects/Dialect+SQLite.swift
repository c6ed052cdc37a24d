import TallyData

extension Dialect {
  /// Dates are texts `2023-01-31` and datetimes texts `2023-01-31 10:30:00`, as its own functions give them, lengths of
  /// time are whole numbers of microseconds, and conditions 0 and 1. `REGEXP` is there in its shell.
  package static let sqlite = Dialect(
    name: "sqlite", title: "SQLite",
    typeNames: [
      .integer: "INTEGER", .number: "REAL", .text: "TEXT", .boolean: "INTEGER", .date: "TEXT", .datetime: "TEXT",
      .duration: "INTEGER",
    ],
    rowOrder: "rowid", textOrder: "", tellsCapitals: false, datePrefix: "",
    datetimePrefix: "", hasIntervals: false, extremesSkipMissing: false, wholeDivision: "/",
    spellings: shared.merging(numbers) { $1 }.merging(texts) { $1 }.merging(dates) { $1 })

  private static let numbers: [String: String] = [
    "condition as number": "$1", "largest condition": "max($1)", "smallest condition": "min($1)",
    "least": "min($*)", "greatest": "max($*)",
    "floor/number": whole("floor($1)"), "ceil/number": whole("ceil($1)"),
    "round/number/1": whole("round($1)"), "integer/number": whole("$1"),
    "mod/number": mod("mod($1, nullif($2, 0))"), "power": finite("pow($1, $2)"), "exp": finite("exp($1)"),
    "number/text":
      "CASE WHEN (CAST($1 AS REAL) = $1 OR CAST($1 AS INTEGER) = $1) AND $1 NOT LIKE '+%'"
      + " AND abs(CAST($1 AS REAL)) < 9e999 THEN CAST($1 AS REAL) END",
    "integer/text":
      "CASE WHEN CAST($1 AS INTEGER) = $1 AND $1 NOT GLOB '*[^-0-9]*'"
      + " AND CAST($1 AS INTEGER) >= -9223372036854775807 THEN CAST($1 AS INTEGER) END",
  ]

  private static let texts: [String: String] = [
    "contains": "(instr($1, $2) > 0)", "starts with": "(substr($1, 1, length($2)) = $2)",
    "ends with": "(substr($1, -length($2)) = $2)",
    "contains computed": "CASE WHEN $2 = '' THEN $1 = $1 ELSE instr($1, $2) > 0 END",
    "starts with computed": "(substr($1, 1, length($2)) = $2)",
    "ends with computed": "CASE WHEN $2 = '' THEN $1 = $1 ELSE substr($1, -length($2)) = $2 END",
    "matches": "(%1 REGEXP %2)", "matches ignoring case": "regexpi($2, $1)",
    "left": "substr($1, 1, $2)", "left computed": "substr($1, 1, max(min($2, length($1)), 0))",
    "right": "substr($1, -$2)",
    "right computed":
      "CASE WHEN $2 > 0 THEN substr($1, -min($2, length($1))) WHEN $2 <= 0 THEN substr($1, 1, 0) END",
    "slice/text/3 computed":
      "CASE WHEN $2 BETWEEN 1 AND length($1) AND $3 >= 0 THEN substr($1, $2, min($3, length($1))) END",
    "split": "(\(pieces("instr(rest, $2) > 0")) FROM piece WHERE n = $3)",
    "split computed":
      "(\(pieces("$2 <> '' AND instr(rest, $2) > 0")) FROM piece WHERE n = $3 AND $2 IS NOT NULL)",
    // As many digits as it takes to read the same number back, 15 to 17.
    "text/number":
      "CASE WHEN $1 = CAST($1 AS INTEGER) AND abs($1) < 9e15 THEN CAST(CAST($1 AS INTEGER) AS TEXT)"
      + " WHEN CAST(printf('%!.15g', $1) AS REAL) = $1 THEN replace(printf('%!.15g', $1), '.0e', 'e')"
      + " WHEN CAST(printf('%!.16g', $1) AS REAL) = $1 THEN replace(printf('%!.16g', $1), '.0e', 'e')"
      + " WHEN $1 IS NOT NULL THEN replace(printf('%!.17g', $1), '.0e', 'e') END",
    "text/date": "$1", "text/datetime": "replace($1, ' ', 'T')", "text/duration": durationText(divide: "/"),
  ]

  private static let dates: [String: String] = [
    "year": "CAST(strftime('%Y', $1) AS INTEGER)", "month": "CAST(strftime('%m', $1) AS INTEGER)",
    "day": "CAST(strftime('%d', $1) AS INTEGER)", "quarter": "((strftime('%m', $1) + 2) / 3)",
    "weekday": "((strftime('%w', $1) + 6) % 7 + 1)",
    "week/date": week("$1"), "week/datetime": week("substr($1, 1, 10)"),
    "hour": "CAST(strftime('%H', $1) AS INTEGER)", "minute": "CAST(strftime('%M', $1) AS INTEGER)",
    "second": "CAST(substr($1, 18, 2) AS INTEGER)",
    "floor day/date": "$1", "floor month/date": "date($1, 'start of month')",
    "floor year/date": "date($1, 'start of year')", "floor quarter/date": quarter("$1"),
    "floor week/date": "date($1, '-6 days', 'weekday 1')",
    // The part after the second would be rounded.
    "floor day/datetime": "(substr($1, 1, 10) || ' 00:00:00')",
    "floor month/datetime": "(substr($1, 1, 7) || '-01 00:00:00')",
    "floor year/datetime": "(substr($1, 1, 4) || '-01-01 00:00:00')",
    "floor quarter/datetime": "(\(quarter("substr($1, 1, 10)")) || ' 00:00:00')",
    "floor week/datetime": "(date(substr($1, 1, 10), '-6 days', 'weekday 1') || ' 00:00:00')",
    "floor hour/datetime": "(substr($1, 1, 14) || '00:00')", "floor minute/datetime": "(substr($1, 1, 17) || '00')",
    "floor second/datetime": "substr($1, 1, 19)",
    "date as datetime": "(%1 || ' 00:00:00')", "date/datetime": "substr($1, 1, 10)",
    "date plus days": "date($1, '$2 days')", "days between": "(julianday($1) - julianday($2))",
    "bounded/date": "CASE WHEN $1 >= '0001' THEN $1 END", "bounded/datetime": "CASE WHEN $1 >= '0001' THEN $1 END",
    // The day of a shorter month is its last: the second date.
    "add_months/date": moved("$1", last: "date($1, 'start of month', '$3 months', '-1 day')"),
    "add_months/datetime":
      "(\(moved("substr($1, 1, 10)", last: "date(substr($1, 1, 10), 'start of month', '$3 months', '-1 day')"))"
      + " || substr($1, 11))",
    "add_months anywhere/date":
      moved("$1", last: "coalesce(date($1, 'start of month', '$3 months', '-1 day'), '9999-12-31')"),
    "add_months anywhere/datetime":
      "(\(moved("substr($1, 1, 10)", last: "coalesce(date(substr($1, 1, 10), 'start of month', '$3 months', '-1 day'), '9999-12-31')"))"
      + " || substr($1, 11))",
    "date/text":
      "CASE WHEN $1 GLOB '\(digits)-\(digits.suffix(10))-\(digits.suffix(10))'"
      + " OR $1 GLOB '\(digits)/\(digits.suffix(10))/\(digits.suffix(10))' THEN \(existing("replace($1, '/', '-')")) END",
    "date of parts":
      "CASE WHEN $1 BETWEEN 1 AND 9999 THEN \(existing("printf('%04d-%02d-%02d', $1, $2, $3)")) END",
    "microseconds/date": "(unixepoch($1) * 1000000)",
    "microseconds/datetime":
      "(unixepoch(substr($1, 1, 19)) * 1000000 + CAST(substr(substr($1, 21) || '000000', 1, 6) AS INTEGER))",
    "microseconds/duration": "$1", "of microseconds/duration": "$1",
    "of microseconds/date": bounded("date((%1 - \(rest)) / 1000000, 'unixepoch')"),
    "of microseconds/datetime":
      bounded(
        "strftime('%Y-%m-%d %H:%M:%S', (%1 - \(rest)) / 1000000, 'unixepoch')"
          + " || rtrim(rtrim(printf('.%06d', \(rest)), '0'), '.')"),
  ]

  private static let digits = "[0-9][0-9][0-9][0-9]"

  private static let rest = "(%1 % 1000000 + 1000000) % 1000000"

  private static func bounded(_ moment: String) -> String {
    "CASE WHEN $1 BETWEEN -62135596800000000 AND 253402300799999999 THEN \(moment) END"
  }

  private static func moved(_ day: String, last: String) -> String { "min(date(\(day), '$2 months'), \(last))" }

  private static func week(_ day: String) -> String {
    "((strftime('%j', date(\(day), '-3 days', 'weekday 4')) - 1) / 7 + 1)"
  }

  private static func quarter(_ day: String) -> String {
    "date(\(day), 'start of month', ((1 - strftime('%m', \(day))) % 3) || ' months')"
  }

  /// A text of a day that may not exist, as `2023-02-30` does not.
  private static func existing(_ day: String) -> String {
    "CASE WHEN date(\(day), '+0 days') = \(day) AND \(day) >= '0001' THEN \(day) END"
  }

  /// A number beyond 64 bits would become the largest they hold.
  private static func whole(_ number: String) -> String {
    "CASE WHEN abs($1) < 9.2e18 THEN CAST(\(number) AS INTEGER) END"
  }

  /// What no double holds would become infinite.
  private static func finite(_ number: String) -> String { "CASE WHEN abs(\(number)) < 9e999 THEN \(number) END" }

  /// The rest of a text behind each separator; the piece is what stands before the next one.
  private static func pieces(_ hasMore: String) -> String {
    "WITH RECURSIVE piece(n, rest) AS (SELECT 1, $1 UNION ALL"
      + " SELECT n + 1, substr(rest, instr(rest, $2) + length($2)) FROM piece WHERE \(hasMore))"
      + " SELECT CASE WHEN \(hasMore) THEN substr(rest, 1, instr(rest, $2) - 1) ELSE rest END"
  }
}
