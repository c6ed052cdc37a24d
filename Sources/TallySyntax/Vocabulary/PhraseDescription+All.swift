extension PhraseDescription {
  /// The parts of steps, in the order of the manual.
  package static let clauses = [
    PhraseDescription(
      "where", "Picks the rows that go into a step.", signature: "STEP where C",
      examples: ["count where year = 2023 by sex"]),
    PhraseDescription(
      "by", "Makes a group of each combination of the keys, and a row of the answer of each group.",
      signature: "AGG, … by k [as n], …", examples: ["count by year, sex", "count by year >= 2020 as late"]),
    PhraseDescription(
      "across", "Makes a column of each value of a key, beside the rows of `by`.",
      signature: "AGG, … [by keys] across k", examples: ["count by year across sex"]),
    PhraseDescription(
      "when", "Picks the rows of one aggregate, where `where` picks those of the whole step.",
      signature: "AGG x when C", examples: ["count, count when sex = \"female\" as women by year"]),
    PhraseDescription(
      "with percent", "Puts each number's share of the whole, or of its group, beside it.",
      signature: "count|sum … with percent [within keys]",
      examples: ["count by sex with percent", "count by year, sex with percent within year"]),
    PhraseDescription(
      "within", "Names the groups of shares and of the largest and smallest rows.", signature: "within k, …",
      examples: ["count by year, sex with percent within year", "count by year, sex | top 1 by count within sex"]),
    PhraseDescription(
      "weighted by", "Counts each value as often as its weight says, in `mean`, `percent` and `sum`.",
      signature: "AGG x weighted by w", examples: ["from arrivals_by_year | mean (women / total) weighted by total"]),
    PhraseDescription(
      "sort by", "Orders the groups of a summary, or the rows that window functions look over.",
      signature: "sort by k [asc|desc], …", examples: ["count by year sort by count desc"]),
    PhraseDescription(
      "as", "Names a result.", signature: "E as NAME", examples: ["percent elite as share by year"]),
    PhraseDescription(
      "distinct", "Counts the different known values.", signature: "count distinct x",
      examples: ["count distinct origin by year"]),
    PhraseDescription(
      "known", "Counts the values that are not missing.", signature: "count known x",
      examples: ["count known quarter by year"]),
    PhraseDescription(
      "missing", "Counts the values that are missing.", signature: "count missing x",
      examples: ["count missing quarter by year"]),
  ]

  /// What joins and compares values, tightest first.
  package static let operators = [
    PhraseDescription(
      "^", "Raises to a power; groups from the right.", signature: "x ^ y", examples: ["first 1 | show 2 ^ 10 as kibi"]),
    PhraseDescription(
      "*", "Multiplies.", signature: "x * y",
      examples: ["from arrivals_by_year | show year, 100 * women / total as share"]),
    PhraseDescription(
      "/", "Divides, whole numbers too without rounding; by zero gives missing, which is counted.",
      signature: "x / y", examples: ["from arrivals_by_year | show year, women / total as share"]),
    PhraseDescription(
      "mod", "The rest of a division, with the sign of the divisor.", signature: "x mod y",
      examples: ["count by year mod 2 as odd"]),
    PhraseDescription(
      "+", "Adds numbers and durations, moves a date, and joins texts.", signature: "x + y",
      examples: ["first 1 | show 2024-02-28 + 2 days as day, \"a\" + \"b\" as text"]),
    PhraseDescription(
      "-", "Subtracts; between two dates it gives the duration.", signature: "x - y, -x",
      examples: ["first 1 | show 2024-03-01 - 2024-02-01 as length"]),
    PhraseDescription(
      "=", "Whether two values are equal, texts to the letter; unknown where one is missing.",
      signature: "x = y [ignoring case]", examples: ["count where sex = \"female\""]),
    PhraseDescription(
      "!=", "Whether two values differ; unknown where one is missing.", signature: "x != y [ignoring case]",
      examples: ["count where route != \"sea\""]),
    PhraseDescription(
      "<", "Compares numbers, dates and texts, as `<=`, `>` and `>=` do; comparisons chain.",
      signature: "x < y, x <= y, x > y, x >= y, x <= y < z", examples: ["count where 2019 <= year < 2022"]),
    PhraseDescription(
      "in", "Whether a value is one of a list, or lies in a range, both ends included.",
      signature: "x [not] in a..b, x [not] in (a, b..c, …)",
      examples: ["count where year in (2017, 2020..2021)", "count where origin not in (\"Pyongyang\", \"elsewhere\")"]),
    PhraseDescription(
      "between", "Whether a value lies in a range, both ends included.", signature: "x [not] between a and b",
      examples: ["count where year between 2019 and 2021"]),
    PhraseDescription(
      "contains", "Whether a text holds another.", signature: "x [not] contains y [ignoring case]",
      examples: ["count by origin where origin contains \"north\""]),
    PhraseDescription(
      "starts with", "Whether a text begins with another.", signature: "x [not] starts with y [ignoring case]",
      examples: ["count where id starts with \"SYN-2023\""]),
    PhraseDescription(
      "ends with", "Whether a text ends with another.", signature: "x [not] ends with y [ignoring case]",
      examples: ["count where id ends with \"0001\""]),
    PhraseDescription(
      "matches", "Whether a regular expression fits anywhere in a text.",
      signature: "x [not] matches y [ignoring case]",
      examples: ["count where id matches \"-00[0-4][0-9]$\""]),
    PhraseDescription(
      "ignoring case", "Lets capitals and small letters be equal in the comparison before it.",
      signature: "x = y ignoring case", examples: ["count where sex = \"Female\" ignoring case"]),
    PhraseDescription(
      "is missing", "Whether there is no value; never unknown.", signature: "x is [not] missing",
      examples: ["count where quarter is missing by year"]),
    PhraseDescription(
      "not", "Turns a condition round; what is unknown stays unknown.", signature: "not C",
      examples: ["count where not elite"]),
    PhraseDescription(
      "and", "Whether both conditions are true; beside `or` it needs parentheses.", signature: "C and C",
      examples: ["count where year = 2023 and elite"]),
    PhraseDescription(
      "or", "Whether one of two conditions is true; beside `and` it needs parentheses.", signature: "C or C",
      examples: ["count where year = 2017 or year = 2023"]),
    PhraseDescription(
      "if", "One of two values, as a condition decides; missing where it is unknown.", signature: "if C then x else y",
      examples: ["extend era = if year < 2020 then \"before\" else \"after\" | count by era"]),
  ]
}
