import TallyData

extension Dialect {
  /// Every engine's SQL; the first is meant where none is named.
  package static let all: [Dialect] = [sqlite, duckdb, postgresql]

  package static func named(_ name: String) -> Dialect? { all.first { $0.name == name } }

  /// What all three say alike.
  static let shared: [String: String] = [
    "power to a whole number": "power($1, $2)", "abs": "abs($1)", "sign": "sign($1)", "sqrt": "sqrt($1)",
    "ln": "ln($1)", "log10": "log10($1)", "exp": "exp($1)",
    "floor/integer": "$1", "ceil/integer": "$1", "round/integer/1": "$1", "integer/integer": "$1",
    "mod/integer": mod("(%1 % nullif($2, 0))"), "halves up": "round($1)",
    "bin/integer": "(%1 - (%1 % %2 + %2) % %2)",
    "bin/integer computed": "CASE WHEN $2 > 0 THEN %1 - (%1 % %2 + %2) % %2 END",
    "bin/number": "(floor(%1 / %2) * %2)", "bin/number computed": "CASE WHEN $2 > 0 THEN floor(%1 / %2) * %2 END",
    "coalesce": "coalesce($*)", "least": "least($*)", "greatest": "greatest($*)",
    "lower": "lower($1)", "upper": "upper($1)", "length": "length($1)", "replace": "replace($1, $2, $3)",
    "replace computed": "CASE WHEN $2 = '' AND $3 = $3 THEN $1 ELSE replace($1, $2, $3) END",
    "trim": "trim($1)", "trim every space": "trim($1, $2)",
    "slice/text/2": "CASE WHEN $2 BETWEEN 1 AND length($1) THEN substr($1, $2) END",
    "slice/text/3": "CASE WHEN $2 BETWEEN 1 AND length($1) AND $3 >= 0 THEN substr($1, $2, $3) END",
    "date/date": "$1", "text/text": "$1", "text/integer": "CAST($1 AS text)",
    "text/boolean": "CASE $1 WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END",
    "boolean/boolean": "$1", "boolean/integer": "CASE $1 WHEN 1 THEN TRUE WHEN 0 THEN FALSE END",
    "boolean/text":
      "CASE lower($1) WHEN 'true' THEN TRUE WHEN 'yes' THEN TRUE WHEN 'false' THEN FALSE WHEN 'no' THEN FALSE END",
    "number/number": "$1", "number/boolean": "CASE $1 WHEN TRUE THEN 1.0 WHEN FALSE THEN 0.0 END",
    "integer/boolean": "CASE $1 WHEN TRUE THEN 1 WHEN FALSE THEN 0 END",
  ]

  /// Of engines with types for dates.
  static let calendar: [String: String] = {
    var spellings: [String: String] = [
      "weekday": "CAST(extract(isodow FROM $1) AS bigint)", "date as datetime": "CAST($1 AS timestamp)",
      "date/datetime": "CAST($1 AS date)", "date plus days": "(%1 + $2)",
      "days between": "(%1 - %2)",
      "bounded/date": "CASE WHEN $1 BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN $1 END",
      "bounded/datetime":
        "CASE WHEN $1 BETWEEN TIMESTAMP '0001-01-01 00:00:00' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN $1 END",
      "text/datetime": "replace(CAST($1 AS text), ' ', 'T')",
    ]
    for part in ["year", "quarter", "month", "week", "day", "hour", "minute", "second"] {
      spellings[part] = "CAST(extract(\(part) FROM $1) AS bigint)"
      spellings["floor \(part)/datetime"] = "date_trunc('\(part)', $1)"
      spellings["floor \(part)/date"] = part == "day" ? "$1" : "CAST(date_trunc('\(part)', $1) AS date)"
    }
    return spellings
  }()

  /// The rest with the divisor's sign, out of one with the dividend's.
  static func mod(_ rest: String) -> String {
    "CASE WHEN \(rest) <> 0 AND (\(rest) < 0) <> (%2 < 0) THEN \(rest) + %2 ELSE \(rest) END"
  }

  /// ISO 8601 of a length in microseconds, which is what the argument is.
  static func durationText(divide: String) -> String {
    func part(_ whole: String, _ unit: Int64, _ mark: String) -> String {
      "CASE WHEN \(whole) >= \(unit) THEN CAST(\(whole) \(divide) \(unit) AS text) || '\(mark)' ELSE '' END"
    }
    let (day, hour, minute) = (Microseconds.day, Microseconds.hour, Microseconds.minute)
    let fraction =
      "rtrim(rtrim('.' || substr(CAST(1000000 + abs($1) % 1000000 AS text), 2), '0'), '.')"
    let seconds =
      "CASE WHEN abs($1) % \(minute) > 0 THEN CAST(abs($1) % \(minute) \(divide) 1000000 AS text) || \(fraction)"
      + " || 'S' ELSE '' END"
    let pieces = [
      "CASE WHEN $1 < 0 THEN '-P' ELSE 'P' END", part("abs($1)", day, "D"),
      "CASE WHEN abs($1) % \(day) > 0 THEN 'T' ELSE '' END", part("abs($1) % \(day)", hour, "H"),
      part("abs($1) % \(hour)", minute, "M"), seconds,
    ]
    return "CASE WHEN $1 = 0 THEN 'PT0S' WHEN $1 <> 0 THEN \(pieces.joined(separator: " || ")) END"
  }

  /// Numbers as they may be written in a text.
  static let numberPattern = "-?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?"
}
