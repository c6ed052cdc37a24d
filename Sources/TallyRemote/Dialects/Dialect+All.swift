import TallyData

extension Dialect {
  /// Every engine's SQL; the first is meant where none is named.
  package static let all: [Dialect] = [sqlite, duckdb, postgresql]

  package static func named(_ name: String) -> Dialect? { all.first { $0.name == name } }

  /// Dates are texts `2023-01-31` and datetimes texts `2023-01-31 10:30:00`, as its own functions give them.
  package static let sqlite = Dialect(
    name: "sqlite", title: "SQLite",
    typeNames: [
      .integer: "INTEGER", .number: "REAL", .text: "TEXT", .boolean: "INTEGER", .date: "TEXT", .datetime: "TEXT",
      .duration: "INTEGER",
    ],
    rowOrder: "rowid", textOrder: "", tellsCapitals: false, datePrefix: "",
    datetimePrefix: "", hasDurations: false, extremesSkipMissing: false,
    spellings: shared.merging([
      "condition as number": "$1", "largest condition": "max($1)", "smallest condition": "min($1)",
      "contains": "(instr($1, $2) > 0)", "starts with": "(substr($1, 1, length($2)) = $2)",
      "ends with": "(substr($1, -length($2)) = $2)", "matches": "(%1 REGEXP %2)",
      "least": "min($*)", "greatest": "max($*)",
      "floor/number": whole("floor($1)"), "ceil/number": whole("ceil($1)"),
      "round/number/1": whole("round($1)"), "integer/number": whole("$1"),
      "mod/number": mod("mod($1, nullif($2, 0))"), "power": "CASE WHEN abs(pow($1, $2)) < 9e999 THEN pow($1, $2) END",
      "exp": "nullif(exp($1), 9e999)",
      "left": "substr($1, 1, $2)", "slice/text/2": "substr($1, $2)", "slice/text/3": "substr($1, $2, $3)",
      "year": "CAST(strftime('%Y', $1) AS INTEGER)", "month": "CAST(strftime('%m', $1) AS INTEGER)",
      "day": "CAST(strftime('%d', $1) AS INTEGER)", "quarter": "((strftime('%m', $1) + 2) / 3)",
      "weekday": "((strftime('%w', $1) + 6) % 7 + 1)",
      "week": "((strftime('%j', date($1, '-3 days', 'weekday 4')) - 1) / 7 + 1)",
      "hour": "CAST(strftime('%H', $1) AS INTEGER)", "minute": "CAST(strftime('%M', $1) AS INTEGER)",
      "second": "CAST(substr($1, 18, 2) AS INTEGER)",
      "floor day/date": "$1", "floor month/date": "date($1, 'start of month')",
      "floor year/date": "date($1, 'start of year')",
      "floor week/date": "date($1, '-6 days', 'weekday 1')",
      "floor day/datetime": "datetime($1, 'start of day')", "floor month/datetime": "datetime($1, 'start of month')",
      "floor year/datetime": "datetime($1, 'start of year')",
      "floor week/datetime": "datetime($1, 'start of day', '-6 days', 'weekday 1')",
      "floor hour/datetime": "(substr($1, 1, 14) || '00:00')", "floor minute/datetime": "(substr($1, 1, 17) || '00')",
      "floor second/datetime": "substr($1, 1, 19)",
      "date as datetime": "(%1 || ' 00:00:00')", "date/datetime": "date($1)", "date plus days": "date($1, '$2 days')",
      "text/date": "$1", "days between": "(julianday($1) - julianday($2))",
    ]) { $1 })

  package static let duckdb = Dialect(
    name: "duckdb", title: "DuckDB",
    typeNames: [
      .integer: "BIGINT", .number: "DOUBLE", .text: "VARCHAR", .boolean: "BOOLEAN", .date: "DATE",
      .datetime: "TIMESTAMP", .duration: "INTERVAL",
    ],
    rowOrder: "rowid", textOrder: "", tellsCapitals: false, datePrefix: "DATE ",
    datetimePrefix: "TIMESTAMP ", hasDurations: true, extremesSkipMissing: true,
    spellings: shared.merging(calendar) { $1 }.merging([
      "condition as number": "CAST($1 AS INTEGER)", "largest condition": "bool_or($1)",
      "smallest condition": "bool_and($1)",
      "contains": "contains($1, $2)", "starts with": "starts_with($1, $2)", "ends with": "ends_with($1, $2)",
      "matches": "regexp_matches($1, $2)", "matches ignoring case": "regexp_matches($1, $2, 'i')",
      "floor/number": "CAST(floor($1) AS BIGINT)", "ceil/number": "CAST(ceil($1) AS BIGINT)",
      "round/number/1": "CAST(round($1) AS BIGINT)", "integer/number": "CAST(trunc($1) AS BIGINT)",
      "mod/number": mod("(%1 % nullif($2, 0))"),
      // Not a number, or without end, is missing.
      "power": "CASE WHEN isfinite(pow($1, $2)) THEN pow($1, $2) END", "exp": "CASE WHEN $1 < 709 THEN exp($1) END",
      "sqrt": "CASE WHEN $1 >= 0 THEN sqrt($1) END", "ln": "CASE WHEN $1 > 0 THEN ln($1) END",
      "log10": "CASE WHEN $1 > 0 THEN log10($1) END",
      "median": "median($1)", "quantile": "quantile_cont($1, $2)", "sd": "stddev_samp($1)", "var": "var_samp($1)",
      "distinct beside rows": "count(DISTINCT $1)",
      "left": "left($1, $2)", "split": "string_split($1, $2)[$3]",
      "slice/text/2": "substr($1, $2)", "slice/text/3": "substr($1, $2, $3)",
      "text/date": "CAST($1 AS VARCHAR)",
      "floor week/date": "CAST(date_trunc('week', $1) AS DATE)",
      "floor day/date": "$1", "floor month/date": "CAST(date_trunc('month', $1) AS DATE)",
      "floor quarter/date": "CAST(date_trunc('quarter', $1) AS DATE)",
      "floor year/date": "CAST(date_trunc('year', $1) AS DATE)",
      "add_months/date": "CAST($1 + to_months(CAST($2 AS INTEGER)) AS DATE)",
      "add_months/datetime": "(%1 + to_months(CAST($2 AS INTEGER)))",
    ]) { $1 })

  package static let postgresql = Dialect(
    name: "postgresql", title: "PostgreSQL",
    typeNames: [
      .integer: "bigint", .number: "double precision", .text: "text", .boolean: "boolean", .date: "date",
      .datetime: "timestamp", .duration: "interval",
    ],
    rowOrder: "ctid", textOrder: " COLLATE \"C\"", tellsCapitals: true,
    datePrefix: "DATE ", datetimePrefix: "TIMESTAMP ", hasDurations: true, extremesSkipMissing: true,
    spellings: shared.merging(calendar) { $1 }.merging([
      "condition as number": "CAST($1 AS integer)", "largest condition": "bool_or($1)",
      "smallest condition": "bool_and($1)",
      "contains": "(strpos($1, $2) > 0)", "starts with": "starts_with($1, $2)",
      "ends with": "(right($1, length($2)) = $2)", "matches": "(%1 ~ %2)", "matches ignoring case": "(%1 ~* %2)",
      "floor/number": "CAST(floor($1) AS bigint)", "ceil/number": "CAST(ceil($1) AS bigint)",
      // Its own `round` takes halves to the even neighbour.
      "round/number/1": "CAST(trunc($1) + trunc(2 * (%1 - trunc($1))) AS bigint)",
      "integer/number": "CAST(trunc($1) AS bigint)", "sign": "CAST(sign($1) AS bigint)",
      // Where no power exists it stops the query.
      "power": "CASE WHEN $1 > 0 OR ($1 = 0 AND $2 >= 0) OR ($1 < 0 AND %2 = trunc($2)) THEN power($1, $2) END",
      "sqrt": "CASE WHEN $1 >= 0 THEN sqrt($1) END", "ln": "CASE WHEN $1 > 0 THEN ln($1) END",
      "log10": "CASE WHEN $1 > 0 THEN log($1) END",
      "median": "percentile_cont(0.5) WITHIN GROUP (ORDER BY $1)",
      "quantile": "percentile_cont($2) WITHIN GROUP (ORDER BY $1)",
      // Of whole numbers it gives fewer digits.
      "sd": "stddev_samp(CAST($1 AS double precision))", "var": "var_samp(CAST($1 AS double precision))",
      "correlation": "corr($1, $2)",
      "left": "left($1, $2)", "split": "CASE WHEN $1 = '' AND $3 = 1 THEN '' ELSE (string_to_array($1, $2))[$3] END",
      "slice/text/2": "substr($1, CAST($2 AS integer))",
      "slice/text/3": "substr($1, CAST($2 AS integer), CAST($3 AS integer))",
      "text/date": "to_char($1, 'YYYY-MM-DD')",
      "floor day/date": "$1", "floor week/date": "CAST(date_trunc('week', $1) AS date)",
      "floor month/date": "CAST(date_trunc('month', $1) AS date)",
      "floor quarter/date": "CAST(date_trunc('quarter', $1) AS date)",
      "floor year/date": "CAST(date_trunc('year', $1) AS date)",
      "second": "CAST(floor(extract(second FROM $1)) AS bigint)",
      "add_months/date": "CAST($1 + $2 * INTERVAL '1 month' AS date)",
      "add_months/datetime": "(%1 + $2 * INTERVAL '1 month')",
    ]) { $1 })

  /// What all three say alike.
  private static let shared: [String: String] = [
    "power to a whole number": "power($1, $2)", "abs": "abs($1)", "sign": "sign($1)", "sqrt": "sqrt($1)",
    "ln": "ln($1)", "log10": "log10($1)", "exp": "exp($1)",
    "floor/integer": "$1", "ceil/integer": "$1", "round/integer/1": "$1", "integer/integer": "$1",
    "mod/integer": mod("(%1 % nullif($2, 0))"),
    // Halves would go the way of the engine, and decimals are rounded as text: a number is not said exactly.
    "round/number/2": "",
    "bin/integer": "(%1 - (%1 % %2 + %2) % %2)",
    "coalesce": "coalesce($*)", "least": "least($*)", "greatest": "greatest($*)",
    "lower": "lower($1)", "upper": "upper($1)", "length": "length($1)", "replace": "replace($1, $2, $3)",
    "date/date": "$1", "text/text": "$1", "text/boolean": "CASE $1 WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END",
    "boolean/boolean": "$1", "boolean/integer": "CASE $1 WHEN 1 THEN TRUE WHEN 0 THEN FALSE END",
    "number/number": "$1", "number/boolean": "CASE $1 WHEN TRUE THEN 1.0 WHEN FALSE THEN 0.0 END",
    "integer/boolean": "CASE $1 WHEN TRUE THEN 1 WHEN FALSE THEN 0 END",
  ]

  /// Of engines with types for dates.
  private static let calendar: [String: String] = {
    var spellings: [String: String] = [
      "weekday": "CAST(extract(isodow FROM $1) AS bigint)", "date as datetime": "CAST($1 AS timestamp)",
      "date/datetime": "CAST($1 AS date)", "date plus days": "(%1 + $2)",
      "days between": "(%1 - %2)",
    ]
    for part in ["year", "quarter", "month", "week", "day", "hour", "minute", "second"] {
      spellings[part] = "CAST(extract(\(part) FROM $1) AS bigint)"
      spellings["floor \(part)/datetime"] = "date_trunc('\(part)', $1)"
    }
    return spellings
  }()

  /// SQLite takes a number beyond 64 bits for the largest they hold.
  private static func whole(_ number: String) -> String {
    "CASE WHEN abs($1) < 9.2e18 THEN CAST(\(number) AS INTEGER) END"
  }

  /// The rest with the divisor's sign, out of one with the dividend's.
  private static func mod(_ rest: String) -> String {
    "CASE WHEN \(rest) <> 0 AND (\(rest) < 0) <> (%2 < 0) THEN \(rest) + %2 ELSE \(rest) END"
  }
}
