import TallyText

extension ChainRewrite {
  private static let aggregates = [
    "mean": "mean", "sum": "sum", "min": "min", "max": "max", "median": "median", "std": "sd", "var": "var",
    "mode": "mode", "first": "first", "last": "last", "avg": "mean",
  ]

  /// Adds what a method does; false for one that is not known.
  mutating func take(method name: String, _ arguments: ChainArguments) -> Bool {
    if let aggregate = Self.aggregates[name] { return take(aggregate: aggregate) }
    return takeSummary(name, arguments) || takeRows(name, arguments) || takeColumns(name, arguments)
  }

  private var by: String { keys.isEmpty ? "" : " by \(keys)" }

  private mutating func summarize(_ items: String) -> Bool {
    steps.append(items + by)
    (keys, column, asksMissing) = ("", "", false)
    return true
  }

  private mutating func take(aggregate: String) -> Bool {
    if asksMissing, aggregate == "sum" {
      if !column.isEmpty { return summarize("count missing \(column)") }
      statement = columnsStatement
      asksMissing = false
      return true
    }
    return summarize(column.isEmpty ? "describe" : "\(aggregate)(\(column))")
  }

  private mutating func takeSummary(_ name: String, _ arguments: ChainArguments) -> Bool {
    switch name {
    case "groupby", "group_by":
      guard let names = arguments.names("by") else { return false }
      keys = names
    case "agg", "aggregate":
      let pairs = arguments.pairs
      guard !pairs.isEmpty else {
        guard let one = arguments.names("func"), let aggregate = Self.aggregates[one] else { return false }
        return take(aggregate: aggregate)
      }
      return summarize(pairs.map { "\(Self.aggregates[$0.1] ?? $0.1)(\($0.0))" }.joined(separator: ", "))
    case "size": return summarize("count")
    case "count", "height": return summarize(column.isEmpty ? "count" : "count known \(column)")
    case "nunique", "n_unique": return column.isEmpty ? false : summarize("count distinct \(column)")
    case "quantile":
      guard let text = arguments.number("q"), let percent = IdiomPattern.percent(text), !column.isEmpty else {
        return false
      }
      return summarize("percentile(\(column), \(percent))")
    case "value_counts":
      guard let names = column.isEmpty ? arguments.names("subset") : column else { return false }
      steps.append("count by \(names) sort by count desc")
      column = ""
    case "describe", "corr": return summarize(column.isEmpty ? "describe" : "describe \(column)")
    case "info": statement = columnsStatement
    case "pivot_table":
      guard let rows = arguments.names("index", at: 1), let value = arguments.names("values") else { return false }
      let across = arguments.names("columns", at: 2).map { " across \($0)" } ?? ""
      steps.append("mean \(value) by \(rows)\(across)")
    default: return false
    }
    return true
  }

  private mutating func takeRows(_ name: String, _ arguments: ChainArguments) -> Bool {
    switch name {
    case "head": steps.append("first \(arguments.number("n") ?? "10")")
    case "tail": steps.append("last \(arguments.number("n") ?? "10")")
    case "sample": steps.append("sample \(arguments.number("n") ?? "1")")
    case "sort_values", "sort":
      guard let names = column.isEmpty ? arguments.names("by") : column else { return false }
      steps.append("sort by \(names)\(arguments.isFalse("ascending") ? " desc" : "")")
    case "nlargest", "nsmallest":
      guard let count = arguments.number("n"), let names = column.isEmpty ? arguments.names("columns", at: 1) : column
      else { return false }
      steps.append("\(name == "nlargest" ? "top" : "bottom") \(count) by \(names)")
      column = ""
    case "unique":
      if column.isEmpty { return false }
      steps.append("distinct \(column)")
      column = ""
    case "drop_duplicates":
      steps.append(arguments.names("subset").map { "distinct \($0)" } ?? "distinct")
    case "query":
      guard let condition = arguments.string else { return false }
      steps.append("where \(TextEscapes.decoded(condition))")
    case "filter": steps.append("where \(arguments.cleaned)")
    case "dropna":
      guard let names = column.isEmpty ? arguments.names("subset") : column, !names.contains(",") else { return false }
      steps.append("where \(names) is not missing")
    case "isna", "isnull": asksMissing = true
    case "contains", "startswith", "endswith":
      guard let part = arguments.string, !column.isEmpty else { return false }
      let test = ["contains": "contains", "startswith": "starts with", "endswith": "ends with"][name] ?? ""
      steps.append("where \(column) \(test) \(part)")
      column = ""
    case "merge", "join":
      guard let other = arguments.names("right"), let key = arguments.names("on", at: 1) else { return false }
      steps.append("inner join \(other) on \(key)")
    case "to_csv", "to_json", "to_parquet":
      guard let file = arguments.string else { return false }
      steps.append("save \(file)")
    default: return false
    }
    return true
  }

  private mutating func takeColumns(_ name: String, _ arguments: ChainArguments) -> Bool {
    switch name {
    case "drop":
      guard let names = arguments.names("columns") else { return false }
      steps.append("drop \(names)")
    case "rename":
      let pairs = arguments.pairs
      if pairs.isEmpty { return false }
      steps.append("rename " + pairs.map { "\($0.0) to \($0.1)" }.joined(separator: ", "))
    case "assign":
      let definitions = arguments.definitions
      if definitions.isEmpty { return false }
      steps.append("extend " + definitions.joined(separator: ", "))
    case "select":
      guard let names = arguments.names else { return false }
      steps.append("show \(names)")
    case "fillna":
      guard let value = arguments.number("value"), !column.isEmpty else { return false }
      steps.append("extend \(column) = coalesce(\(column), \(value))")
      column = ""
    case "astype", "upper", "lower", "len", "round", "abs":
      guard !column.isEmpty else { return false }
      let function = name == "astype" ? "\(arguments.names ?? "text")(\(column))" : "\(name)(\(column))"
      steps.append("show \(function)")
      column = ""
    case "hist", "plot":
      if column.isEmpty { return false }
      steps.append("plot \(name == "hist" ? "histogram " : "")\(column)")
      column = ""
    default: return false
    }
    return true
  }
}
