extension Keyword {
  /// Every word of the grammar, each once, in the order of the manual.
  package static let all: [Keyword] = statements + steps + aggregates + clauses + connectives + units + options

  private static let statements = [
    Keyword("let", .statement), Keyword("param", .statement), Keyword("load", .statement),
    Keyword("use", .statement), Keyword("tables", .statement), Keyword("columns", .statement),
    Keyword("why", .statement), Keyword("rows", .statement),
    Keyword("as", .statement, .clause, .option, isReserved: true), Keyword("explain", .statement),
    Keyword("run", .statement), Keyword("set", .statement), Keyword("help", .statement),
    Keyword("history", .statement), Keyword("quit", .statement), Keyword("exit", .statement),
  ]

  private static let steps = [
    Keyword("from", .step), Keyword("where", .step, .clause, isReserved: true), Keyword("drop", .step),
    Keyword("show", .step), Keyword("rename", .step), Keyword("extend", .step),
    Keyword("sort", .step, .clause), Keyword("first", .step, .aggregate),
    Keyword("last", .step, .aggregate, .statement), Keyword("sample", .step), Keyword("top", .step),
    Keyword("bottom", .step), Keyword("distinct", .step, .clause), Keyword("describe", .step),
    Keyword("lookup", .step), Keyword("inner", .step), Keyword("left", .step), Keyword("full", .step),
    Keyword("semi", .step), Keyword("anti", .step), Keyword("append", .step), Keyword("unpivot", .step),
    Keyword("assert", .step), Keyword("plot", .step), Keyword("save", .step),
  ]

  private static let aggregates = [
    Keyword("count", .aggregate), Keyword("sum", .aggregate), Keyword("mean", .aggregate),
    Keyword("median", .aggregate), Keyword("min", .aggregate), Keyword("max", .aggregate),
    Keyword("mode", .aggregate), Keyword("sd", .aggregate), Keyword("var", .aggregate),
    Keyword("iqr", .aggregate), Keyword("percentile", .aggregate), Keyword("corr", .aggregate),
    Keyword("percent", .conditionAggregate, .clause), Keyword("any", .conditionAggregate),
    Keyword("all", .conditionAggregate),
  ]

  private static let clauses = [
    Keyword("by", .clause, isReserved: true), Keyword("across", .clause, isReserved: true),
    Keyword("within", .clause, isReserved: true), Keyword("when", .clause, isReserved: true),
    Keyword("weighted", .clause), Keyword("with", .clause, .connective, .option),
    Keyword("known", .clause), Keyword("asc", .clause), Keyword("desc", .clause), Keyword("seed", .clause),
    Keyword("to", .clause), Keyword("on", .clause), Keyword("join", .clause), Keyword("many", .clause),
    Keyword("replace", .clause), Keyword("for", .clause), Keyword("spreadsheets", .clause),
  ]

  private static let connectives = [
    Keyword("and", .connective, isReserved: true), Keyword("or", .connective, isReserved: true),
    Keyword("not", .connective, isReserved: true), Keyword("in", .connective, isReserved: true),
    Keyword("between", .connective, isReserved: true), Keyword("is", .connective, isReserved: true),
    Keyword("mod", .connective), Keyword("contains", .connective), Keyword("starts", .connective),
    Keyword("ends", .connective), Keyword("matches", .connective), Keyword("ignoring", .connective),
    Keyword("case", .connective), Keyword("if", .connective, isReserved: true),
    Keyword("then", .connective, isReserved: true), Keyword("else", .connective, isReserved: true),
    Keyword("true", .constant, isReserved: true), Keyword("false", .constant, isReserved: true),
    Keyword("missing", .constant, .clause, .option),
  ]

  private static let units = DurationUnit.allCases.flatMap {
    [Keyword($0.singular, .unit), Keyword($0.rawValue, .unit)]
  }

  private static let options = [
    Keyword("header", .option), Keyword("without", .option), Keyword("delimiter", .option),
    Keyword("encoding", .option), Keyword("types", .option), Keyword("dates", .option),
    Keyword("ragged", .option), Keyword("table", .option), Keyword("sql", .option), Keyword("sqlite", .option),
    Keyword("duckdb", .option), Keyword("postgresql", .option), Keyword("dplyr", .option),
    Keyword("pandas", .option), Keyword("tokens", .option), Keyword("syntax", .option), Keyword("plan", .option),
    Keyword("bar", .option), Keyword("line", .option), Keyword("scatter", .option),
    Keyword("histogram", .option), Keyword("box", .option),
  ]
}
