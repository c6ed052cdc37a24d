import TallyData

extension Dialect {
  package static let duckdb = Dialect(
    name: "duckdb", title: "DuckDB",
    typeNames: [
      .integer: "BIGINT", .number: "DOUBLE", .text: "VARCHAR", .boolean: "BOOLEAN", .date: "DATE",
      .datetime: "TIMESTAMP", .duration: "INTERVAL",
    ],
    rowOrder: "rowid", textOrder: "", tellsCapitals: false, datePrefix: "DATE ",
    datetimePrefix: "TIMESTAMP ", hasIntervals: true, extremesSkipMissing: true, wholeDivision: "//",
    spellings: shared.merging(calendar) { $1 }.merging(numbersOfDuckDB) { $1 }.merging(textsOfDuckDB) { $1 }
      .merging(datesOfDuckDB) { $1 })

  private static let numbersOfDuckDB: [String: String] = [
    "condition as number": "CAST($1 AS INTEGER)", "largest condition": "bool_or($1)",
    "smallest condition": "bool_and($1)", "sign": "CAST(sign($1) AS BIGINT)",
    "floor/number": "TRY_CAST(floor($1) AS BIGINT)", "ceil/number": "TRY_CAST(ceil($1) AS BIGINT)",
    "round/number/1": "TRY_CAST(round($1) AS BIGINT)", "integer/number": "TRY_CAST(trunc($1) AS BIGINT)",
    "mod/number": mod("(%1 % nullif($2, 0))"),
    // Not a number, or without end, is missing.
    "power": "CASE WHEN isfinite(pow($1, $2)) THEN pow($1, $2) END", "exp": "CASE WHEN $1 < 709.78 THEN exp($1) END",
    "sqrt": "CASE WHEN $1 >= 0 THEN sqrt($1) END", "ln": "CASE WHEN $1 > 0 THEN ln($1) END",
    "log10": "CASE WHEN $1 > 0 THEN log10($1) END",
    "median": "median($1)", "quantile": "quantile_cont($1, $2)", "sd": "stddev_samp($1)", "var": "var_samp($1)",
    "distinct beside rows": "count(DISTINCT $1)",
    "number/text":
      "CASE WHEN regexp_full_match($1, '\(numberPattern)') AND isfinite(TRY_CAST($1 AS DOUBLE))"
      + " THEN TRY_CAST($1 AS DOUBLE) END",
    "integer/text":
      "CASE WHEN regexp_full_match($1, '-?[0-9]+') AND $1 NOT LIKE '-%9223372036854775808' THEN TRY_CAST($1 AS BIGINT) END",
  ]

  private static let textsOfDuckDB: [String: String] = [
    "contains": "contains($1, $2)", "starts with": "starts_with($1, $2)", "ends with": "ends_with($1, $2)",
    "matches": "regexp_matches($1, $2)", "matches ignoring case": "regexp_matches($1, $2, 'i')",
    "left": "left($1, $2)", "left computed": "left($1, \(count))",
    "right": "right($1, $2)", "right computed": "right($1, \(count))",
    "split": "string_split($1, $2)[$3]",
    "split computed":
      "CASE WHEN $2 = '' AND $3 = 1 THEN $1"
      + " WHEN $2 <> '' AND $3 > 0 THEN string_split($1, $2)[CAST($3 AS BIGINT)] END",
    "slice/text/2": "CASE WHEN $2 BETWEEN 1 AND length($1) THEN substr($1, CAST($2 AS BIGINT)) END",
    "slice/text/3": "CASE WHEN $2 BETWEEN 1 AND length($1) AND $3 >= 0 THEN substr($1, $2, $3) END",
    "slice/text/3 computed":
      "CASE WHEN $2 BETWEEN 1 AND length($1) AND $3 >= 0"
      + " THEN substr($1, CAST($2 AS BIGINT), CAST($3 AS BIGINT)) END",
    "text/number": "regexp_replace(CAST(CAST($1 AS DOUBLE) AS VARCHAR), '[.]0$', '')",
    "text/date": "CAST($1 AS VARCHAR)", "text/duration": durationText(divide: "//"),
  ]

  /// A number of characters, which is wider than 64 bits where it was added up.
  private static let count = "CAST(CASE WHEN $2 < 0 THEN 0 ELSE $2 END AS BIGINT)"

  private static let datesOfDuckDB: [String: String] = [
    "add_months/date": "CAST($1 + to_months($2) AS DATE)",
    "add_months/datetime": "(%1 + to_months($2))",
    "date/text":
      "CASE WHEN regexp_full_match($1, '[0-9]{4}(-[0-9]{2}-|/[0-9]{2}/)[0-9]{2}') AND $1 >= '0001'"
      + " THEN TRY_CAST(replace($1, '/', '-') AS DATE) END",
    "date of parts":
      "CASE WHEN $1 BETWEEN 1 AND 9999 THEN TRY(make_date(CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT))) END",
    "microseconds/date": "epoch_us(CAST($1 AS TIMESTAMP))", "microseconds/datetime": "epoch_us($1)",
    "microseconds/duration": "epoch_us($1)", "of microseconds/duration": "to_microseconds(CAST($1 AS BIGINT))",
    "of microseconds/date": "CAST(make_timestamp(CAST($1 AS BIGINT)) AS DATE)",
    "of microseconds/datetime": "make_timestamp(CAST($1 AS BIGINT))",
  ]
}
