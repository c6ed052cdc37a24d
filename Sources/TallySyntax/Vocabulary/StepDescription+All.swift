extension StepDescription {
  /// Every step, in the order of the manual.
  package static let all: [StepDescription] = rows + columns + summaries + tables + endings

  private static let rows = [
    StepDescription(
      "from", "Starts from a table or from a query that `let` named.", signature: "from T",
      examples: ["from arrivals_by_year | show year, total"]),
    StepDescription(
      "where", "Keeps the rows for which a condition is true.", signature: "where C",
      examples: ["where year = 2023 and elite | count by sex", "count by sex | where count > 1000"]),
    StepDescription(
      "drop where", "Drops the rows for which a condition is true, and keeps those where it is unknown.",
      signature: "drop where C", examples: ["drop where year < 2020 | count by year"]),
    StepDescription(
      "sort", "Orders the rows; ties keep their order, and missing comes last.",
      signature: "sort by k [asc|desc], …",
      examples: ["from arrivals_by_year | sort by total desc | show year, total"]),
    StepDescription("first", "Keeps the first N rows.", signature: "first N", examples: ["where elite | first 3"]),
    StepDescription("last", "Keeps the last N rows.", signature: "last N", examples: ["show id, year | last 3"]),
    StepDescription(
      "sample", "Keeps N rows picked at random, the same ones from the same seed.", signature: "sample N [seed S]",
      examples: ["sample 5 seed 42 | show id, year, sex"]),
    StepDescription(
      "top", "Keeps the N rows with the largest values, of the whole or of each group.",
      signature: "top N by k [within keys]",
      examples: ["from arrivals_by_year | top 3 by total | show year, total"]),
    StepDescription(
      "bottom", "Keeps the N rows with the smallest values, of the whole or of each group.",
      signature: "bottom N by k [within keys]",
      examples: ["from arrivals_by_year | bottom 3 by total | show year, total"]),
  ]

  private static let columns = [
    StepDescription(
      "show", "Shows columns or expressions in an order; alone, all columns.",
      signature: "show [E [as n], …] [where C]", examples: ["show id, sex, route where year = 2023 | first 5"]),
    StepDescription(
      "drop", "Drops columns.", signature: "drop columns", examples: ["drop origin, route, motive | first 3"]),
    StepDescription(
      "rename", "Gives columns other names.", signature: "rename a to b, …",
      examples: ["rename age_group to age | count by age"]),
    StepDescription(
      "extend", "Adds or replaces columns; with `by`, aggregates and windows work within each group.",
      signature: "extend n = E, … [by keys] [sort by keys]",
      examples: ["from arrivals_by_year | extend share = 100 * women / total | show year, share"]),
  ]

  private static let summaries = [
    StepDescription(
      "count", "Counts rows, or those of each group of `by`, as a step that any other aggregate begins does too.",
      signature: "AGG, … [where C] [by keys] [across key] [with percent [within keys]] [sort by keys]",
      examples: ["count where year = 2023 and elite", "count by sex with percent", "percent elite where year = 2023"]),
    StepDescription(
      "distinct", "The different combinations of columns, sorted.", signature: "distinct [columns] [where C]",
      examples: ["distinct year, quarter where year >= 2020"]),
    StepDescription(
      "describe", "A row about each column: its type, what is missing, its range and its middle.",
      signature: "describe [columns] [by keys] [where C]", examples: ["describe", "describe year, sex"]),
  ]

  private static let tables = [
    StepDescription(
      "lookup", "Adds the columns of another table, whose key must be unique; rows without a match stay.",
      signature: "lookup T on a [= b], …", examples: ["count by year | lookup arrivals_by_year on year"]),
    StepDescription(
      "inner join", "Keeps the rows of both tables that match.", signature: "inner join T on a [= b], … [many to many]",
      examples: ["count by year | inner join arrivals_by_year on year"]),
    StepDescription(
      "left join", "Keeps every row of the left table, with what matches of the right.",
      signature: "left join T on a [= b], … [many to many]",
      examples: ["count by year | left join arrivals_by_year on year"]),
    StepDescription(
      "full join", "Keeps every row of both tables, matched where they can be.",
      signature: "full join T on a [= b], … [many to many]",
      examples: ["count by year | full join arrivals_by_year on year"]),
    StepDescription(
      "semi join", "Keeps the rows that have a match in another table.", signature: "semi join T on a [= b], …",
      examples: ["count by year | semi join arrivals_by_year on year"]),
    StepDescription(
      "anti join", "Keeps the rows that have no match in another table.", signature: "anti join T on a [= b], …",
      examples: ["from arrivals_by_year | anti join arrivals on year"]),
    StepDescription(
      "append", "Puts the rows of another table below, columns matched by name.", signature: "append T",
      examples: ["from arrivals_by_year | append arrivals_by_year | count"]),
    StepDescription(
      "unpivot", "Turns columns into rows, one for each cell.", signature: "unpivot columns [as name, value]",
      examples: ["from arrivals_by_year | unpivot men, women as sex, arrivals | show year, sex, arrivals"]),
  ]

  private static let endings = [
    StepDescription(
      "assert", "Passes the rows on, and fails the statement if a condition is false for any.", signature: "assert C",
      examples: ["count where year = 2023 and elite | assert count = 10"]),
    StepDescription(
      "plot", "Draws the answer.", signature: "plot [bar|line|scatter|histogram|box] [columns]",
      examples: ["count by year | plot bar year, count"]),
    StepDescription(
      "save", "Writes the answer to a file, in the format of its ending.",
      signature: "save \"f.csv\" [replace] [for spreadsheets]",
      examples: ["count by year | save \"counts.csv\"", "show | save \"people.csv\" replace for spreadsheets"]),
  ]
}
