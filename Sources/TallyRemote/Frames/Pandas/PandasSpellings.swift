/// How pandas says Tally's functions and aggregates: by name, `name/type of the first argument`, with `/count` of
/// arguments.
enum PandasSpellings {
  static let functions: [String: FrameSpelling] = [
    "abs": .init("%1.abs()"), "sign": .init("np.sign($1)", needs: .numpy), "sqrt": .init("np.sqrt($1)", needs: .numpy),
    "ln": .init("np.log(%1.where(%1 > 0))", needs: .numpy), "log10": .init("np.log10(%1.where(%1 > 0))", needs: .numpy),
    "exp": .init("np.exp(%1.where(%1 < 709))", needs: .numpy),
    "power": .init("power($1, $2)", needs: .numpy, .pandas, .pandasPower),
    "floor/number/1": .init("np.floor($1)", needs: .numpy), "ceil/number": .init("np.ceil($1)", needs: .numpy),
    "floor/integer/1": .init("$1"), "ceil/integer": .init("$1"), "round/integer/1": .init("$1"),
    "integer/integer": .init("$1"), "number/number": .init("$1"), "text/text": .init("$1"), "date/date": .init("$1"),
    "boolean/boolean": .init("$1"),
    "round/number/1": .init("round_away($1)", needs: .numpy, .pandasRoundAway),
    "round/number/2": .init("round_away($1, $2)", needs: .numpy, .pandasRoundAway),
    "integer/number": .init("np.trunc($1)", needs: .numpy),
    "bin/integer": .init("%1 - %1 % %2", .sum), "bin/number": .init("np.floor(%1 / %2) * %2", .product, needs: .numpy),
    "lower": .init("%1.str.lower()"), "upper": .init("%1.str.upper()"), "trim": .init("%1.str.strip()"),
    "length": .init("%1.str.len()"), "left": .init("%1.str[:$2]"), "right": .init("%1.str[-$2:]"),
    "replace": .init("%1.str.replace($2, $3, regex=False)"),
    "year": .init("%1.dt.year"), "quarter": .init("%1.dt.quarter"), "month": .init("%1.dt.month"),
    "week": .init("%1.dt.isocalendar().week.astype(float)"), "weekday": .init("%1.dt.dayofweek + 1", .sum),
    "day": .init("%1.dt.day"), "hour": .init("%1.dt.hour"), "minute": .init("%1.dt.minute"),
    "second": .init("%1.dt.second"), "date/datetime": .init("%1.dt.normalize()"),
    "floor week": .init("%1.dt.to_period(\"W\").dt.start_time"),
    "floor month": .init("%1.dt.to_period(\"M\").dt.start_time"),
    "floor quarter": .init("%1.dt.to_period(\"Q\").dt.start_time"),
    "floor year": .init("%1.dt.to_period(\"Y\").dt.start_time"), "floor day": .init("%1.dt.normalize()"),
    "floor hour": .init("%1.dt.floor(\"h\")"), "floor minute": .init("%1.dt.floor(\"min\")"),
    "floor second": .init("%1.dt.floor(\"s\")"),
    "number/boolean": .init("%1.astype(float)"), "integer/boolean": .init("%1.astype(float)"),
    "add_months": .init("%1 + pd.DateOffset(months=$2)", .sum, needs: .pandas),
    "text/integer": .init("%1.map(lambda x: f\"{x + 0:.0f}\", na_action=\"ignore\").astype(object)"),
    "text/date": .init("%1.dt.strftime(\"%Y-%m-%d\")"),
    "text/boolean": .init("%1.map({True: \"true\", False: \"false\"})"),
    "boolean/integer": .init("%1.map({1: True, 0: False})"),
  ]

  /// One aggregate: what `agg` takes for a group's series `s`, and what it is of a whole column.
  struct Summary: Sendable {
    let grouped: String
    let alone: FrameSpelling

    /// A method of pandas, by name.
    init(_ method: String) {
      self.init("\"\(method)\"", "%1.\(method)()")
    }

    init(_ grouped: String, _ alone: String) {
      self.grouped = grouped
      self.alone = FrameSpelling(alone, alone.contains(" ") ? .disjunction : .atom)
    }

    func replacing(_ part: String, with other: String) -> Summary {
      Summary(grouped.replacing(part, with: other), alone.template.replacing(part, with: other))
    }

    /// The same written for both: `s` is the column.
    static func of(_ text: String) -> Summary {
      Summary("lambda s: " + text.replacing("$s", with: "s"), text.replacing("$s", with: "%1"))
    }
  }

  static let sumOfSome = Summary("lambda s: s.sum(min_count=1)", "%1.sum(min_count=min(len(d), 1))")

  /// With `?` where a value, or every row, may be missing.
  static let aggregates: [String: Summary] = [
    "count known": Summary("count"), "count distinct": Summary("nunique"), "count missing": .of("$s.isna().sum()"),
    "sum": Summary("sum"), "sum?": sumOfSome,
    "mean": Summary("mean"), "median": Summary("median"), "sd": Summary("std"), "var": Summary("var"),
    "min": Summary("min"), "min?": .of("$s.dropna().min()"), "max": Summary("max"), "max?": .of("$s.dropna().max()"),
    "percent": Summary("mean"), "first": Summary("\"first\"", "next(iter(%1.dropna()), None)"),
    "last": Summary("\"last\"", "next(iter(%1.dropna()[::-1]), None)"),
    "mode": .of("$s.value_counts(sort=False).idxmax() if $s.notna().any() else None"),
    "any": .of("$s.dropna().astype(bool).any() if $s.notna().any() else None"),
    "all": .of("$s.dropna().astype(bool).all() if $s.notna().any() else None"),
    "iqr": .of("$s.quantile(0.75) - $s.quantile(0.25)"),
  ]

  /// What is done to a series `$s`, in a group or alone.
  static let windows: [String: String] = [
    "running_sum": "$s.cumsum()", "running_sum?": "$s.cumsum().ffill()", "running_mean": "$s.expanding().mean()",
    "running_min": "$s.cummin()", "running_min?": "$s.cummin().ffill()", "running_max": "$s.cummax()",
    "running_max?": "$s.cummax().ffill()",
  ]
}
