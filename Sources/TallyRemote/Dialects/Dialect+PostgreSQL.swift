import TallyData

extension Dialect {
  /// Version 16 and later.
  package static let postgresql = Dialect(
    name: "postgresql", title: "PostgreSQL",
    typeNames: [
      .integer: "bigint", .number: "double precision", .text: "text", .boolean: "boolean", .date: "date",
      .datetime: "timestamp", .duration: "interval",
    ],
    rowOrder: "ctid", textOrder: " COLLATE \"C\"", tellsCapitals: true,
    datePrefix: "DATE ", datetimePrefix: "TIMESTAMP ", hasIntervals: true, extremesSkipMissing: true,
    wholeDivision: "/",
    spellings: shared.merging(calendar) { $1 }.merging(numbersOfPostgreSQL) { $1 }.merging(textsOfPostgreSQL) { $1 }
      .merging(datesOfPostgreSQL) { $1 })

  private static let numbersOfPostgreSQL: [String: String] = [
    "condition as number": "CAST($1 AS integer)", "largest condition": "bool_or($1)",
    "smallest condition": "bool_and($1)",
    "floor/number": whole("floor($1)"), "ceil/number": whole("ceil($1)"),
    // Its own `round` takes halves to the even neighbour.
    "halves up": "(trunc($1) + trunc(2 * (%1 - trunc($1))))",
    "round/number/1": whole("trunc($1) + trunc(2 * (%1 - trunc($1)))"),
    "integer/number": whole("trunc($1)"), "sign": "CAST(sign($1) AS bigint)",
    "mod/number":
      "CAST(\(mod("mod(CAST($1 AS numeric), CAST(nullif($2, 0) AS numeric))")) AS double precision)",
    // Where no power exists it stops the query.
    "power": "CASE WHEN $1 > 0 OR ($1 = 0 AND $2 >= 0) OR ($1 < 0 AND %2 = trunc($2)) THEN power($1, $2) END",
    "sqrt": "CASE WHEN $1 >= 0 THEN sqrt($1) END", "ln": "CASE WHEN $1 > 0 THEN ln($1) END",
    "log10": "CASE WHEN $1 > 0 THEN log($1) END",
    "median": "percentile_cont(0.5) WITHIN GROUP (ORDER BY $1)",
    "quantile": "percentile_cont($2) WITHIN GROUP (ORDER BY $1)",
    // Of whole numbers it gives fewer digits.
    "sd": "stddev_samp(CAST($1 AS double precision))", "var": "var_samp(CAST($1 AS double precision))",
    "correlation": "corr($1, $2)",
    "number/text": "CASE WHEN $1 ~ '^\(numberPattern)$' AND pg_input_is_valid($1, 'double precision')"
      + " THEN CAST($1 AS double precision) END",
    "integer/text": "CASE WHEN $1 ~ '^-?[0-9]+$' AND pg_input_is_valid($1, 'bigint') THEN CAST($1 AS bigint) END",
  ]

  private static let textsOfPostgreSQL: [String: String] = [
    "contains": "(strpos($1, $2) > 0)", "starts with": "starts_with($1, $2)",
    "ends with": "(right($1, length($2)) = $2)", "ends with computed": "(right($1, length($2)) = $2)",
    "matches": "(%1 ~ %2)", "matches ignoring case": "(%1 ~* %2)",
    "left": "left($1, $2)", "left computed": "left($1, \(count))",
    "right": "right($1, $2)", "right computed": "right($1, \(count))",
    "split": "CASE WHEN $1 = '' AND $3 = 1 THEN '' ELSE (string_to_array($1, $2))[$3] END",
    "split computed":
      "CASE WHEN $3 = 1 AND ($1 = '' OR $2 = '') THEN $1 WHEN $2 <> '' THEN (string_to_array($1, $2))[$3] END",
    "slice/text/2": "CASE WHEN $2 BETWEEN 1 AND length($1) THEN substr($1, CAST($2 AS integer)) END",
    "slice/text/3":
      "CASE WHEN $2 BETWEEN 1 AND length($1) AND $3 >= 0 THEN substr($1, CAST($2 AS integer), CAST($3 AS integer)) END",
    "slice/text/3 computed":
      "CASE WHEN $2 BETWEEN 1 AND length($1) AND $3 >= 0"
      + " THEN substr($1, CAST($2 AS integer), CAST(least($3, length($1)) AS integer)) END",
    "trim every space": "btrim($1, $2)",
    "text/number": "CAST(CAST($1 AS double precision) AS text)", "text/date": "to_char($1, 'YYYY-MM-DD')",
    "text/duration": durationText(divide: "/"),
  ]

  private static let datesOfPostgreSQL: [String: String] = [
    "second": "CAST(floor(extract(second FROM $1)) AS bigint)",
    "add_months/date": "CAST($1 + $2 * INTERVAL '1 month' AS date)",
    "add_months/datetime": "(%1 + $2 * INTERVAL '1 month')",
    "date/text":
      "CASE WHEN $1 ~ '^[0-9]{4}(-[0-9]{2}-|/[0-9]{2}/)[0-9]{2}$' AND $1 >= '0001'"
      + " AND pg_input_is_valid(replace($1, '/', '-'), 'date') THEN CAST(replace($1, '/', '-') AS date) END",
    "date of parts":
      "CASE WHEN $1 BETWEEN 1 AND 9999 AND $2 BETWEEN 1 AND 12 AND $3 BETWEEN 1 AND 31"
      + " AND pg_input_is_valid(concat(lpad(CAST($1 AS text), 4, '0'), '-', $2, '-', $3), 'date')"
      + " THEN make_date(CAST($1 AS integer), CAST($2 AS integer), CAST($3 AS integer)) END",
    "microseconds/date": "(CAST(extract(epoch FROM $1) AS bigint) * 1000000)",
    "microseconds/datetime": "CAST(extract(epoch FROM $1) * 1000000 AS bigint)",
    "microseconds/duration": "CAST(extract(epoch FROM $1) * 1000000 AS bigint)",
    "of microseconds/duration": interval, "of microseconds/datetime": "(TIMESTAMP '1970-01-01' + \(interval))",
    "of microseconds/date": "CAST(TIMESTAMP '1970-01-01' + \(interval) AS date)",
  ]

  /// A number of characters that is narrower than 64 bits.
  private static let count =
    "CAST(CASE WHEN $2 < 0 THEN 0 WHEN $2 > length($1) THEN length($1) ELSE $2 END AS integer)"

  /// Days and the rest apart, since a number of microseconds is multiplied in doubles.
  private static let interval =
    "(CAST($1 AS bigint) / 86400000000 * INTERVAL '1 day'"
    + " + CAST($1 AS bigint) % 86400000000 * INTERVAL '1 microsecond')"

  /// A number beyond 64 bits stops the query.
  private static func whole(_ number: String) -> String {
    "CASE WHEN abs($1) < 9.2e18 THEN CAST(\(number) AS bigint) END"
  }
}
