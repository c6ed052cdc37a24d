extension Idiom {
  private static let noCells = "columns have names, cells have no addresses; `columns` lists the names"

  /// The formulas of spreadsheets, and what is asked of them in words.
  static let spreadsheets: [Idiom] =
    conditional("countif", "countifs", "count")
    + [
      Idiom("=sumif(X, O, Y)", "sum Y where X O", "=SUMIF(age, \">18\", survived)", .statement),
      Idiom("=sumif(X, V, Y)", "sum Y where X = V", "=SUMIF(sex, \"male\", age)", .statement),
      Idiom("=averageif(X, O, Y)", "mean Y where X O", "=AVERAGEIF(age, \">18\", survived)", .statement),
      Idiom("=averageif(X, V, Y)", "mean Y where X = V", "=AVERAGEIF(sex, \"male\", age)", .statement),
      Idiom("=sumifs(Y, X, V)", "sum Y where X = V", "=SUMIFS(age, sex, \"male\")", .statement),
      Idiom(
        "=sumifs(Y, X, V, K, B)", "sum Y where X = V and K = B", "=SUMIFS(age, sex, \"male\", class, \"1st\")",
        .statement),
      Idiom("=averageifs(Y, X, V)", "mean Y where X = V", "=AVERAGEIFS(age, sex, \"male\")", .statement),
      Idiom(
        "=averageifs(Y, X, V, K, B)", "mean Y where X = V and K = B", "=AVERAGEIFS(age, sex, \"male\", class, \"1st\")",
        .statement),
      Idiom("=maxifs(Y, X, V)", "max Y where X = V", "=MAXIFS(age, sex, \"male\")", .statement),
      Idiom("=minifs(Y, X, V)", "min Y where X = V", "=MINIFS(age, sex, \"male\")", .statement),
      Idiom("=K(X:Y)", "columns", "=SUM(A1:A10)", .statement, note: noCells),
      Idiom("=K(X:Y, R", "columns", "=COUNTIF(A:A, \"male\")", .statement, note: noCells),
      Idiom("X:Y", "columns", "A1:B10", .statement, note: noCells),
      Idiom("=X + Y", "columns", "=A1+B1", .statement, note: noCells),
      Idiom("P$ N", "columns", "$A$1", .statement, note: noCells),
      Idiom("=vlookup(X, T, R", "lookup T on X", "=VLOOKUP(name, titanic, 2, FALSE)", .statement),
      Idiom("=xlookup(X, T, R", "lookup T on X", "=XLOOKUP(name, titanic, age)", .statement),
      Idiom("=index(X, match(V, Y, R", "show X where Y = V", "=INDEX(age, MATCH(\"x\", name, 0))", .statement),
      Idiom("=if(A, B, C)", "extend result = if A then B else C", "=IF(age > 18, \"adult\", \"child\")", .statement),
      Idiom("=average(X)", "mean X", "=AVERAGE(age)", .statement),
      Idiom("=sum(X)", "sum X", "=SUM(age)", .statement),
      Idiom("=count(X)", "count known X", "=COUNT(age)", .statement),
      Idiom("=counta(X)", "count known X", "=COUNTA(age)", .statement),
      Idiom("=countblank(X)", "count missing X", "=COUNTBLANK(age)", .statement),
      Idiom("=stdev(X)", "sd X", "=STDEV(age)", .statement),
      Idiom("=stdev.s(X)", "sd X", "=STDEV.S(age)", .statement),
      Idiom("=unique(X)", "distinct X", "=UNIQUE(class)", .statement),
      Idiom("=counta(unique(X))", "count distinct X", "=COUNTA(UNIQUE(class))", .statement),
      Idiom("=sort(X)", "sort by X", "=SORT(age)", .statement),
      Idiom("=filter(T, C)", "from T | where C", "=FILTER(titanic, age > 5)", .statement),
      Idiom("=percentile(X, F)", "percentile(X, F)", "=PERCENTILE(age, 0.9)", .statement),
      Idiom("=percentile.inc(X, F)", "percentile(X, F)", "=PERCENTILE.INC(age, 0.9)", .statement),
      Idiom("=quartile(X, N)", "describe X", "=QUARTILE(age, 1)", .statement),
      Idiom("=correl(X, Y)", "corr(X, Y)", "=CORREL(age, survived)", .statement),
      Idiom("=subtotal(N, X)", "sum X", "=SUBTOTAL(9, age)", .statement),
      Idiom("=sumproduct(X, Y)", "sum (X * Y)", "=SUMPRODUCT(age, survived)", .statement),
      Idiom("=rank(X, R", "extend rank = rank() sort by X desc", "=RANK(age, age)", .statement),
      Idiom("=today()", "show today()", "=TODAY()", .statement),
      Idiom("=concatenate(A, B)", "show A + B", "=CONCATENATE(name, class)", .statement),
      Idiom("=concatenate(A, B, C)", "show A + B + C", "=CONCATENATE(name, \" \", class)", .statement),
      Idiom("=X & Y", "show X + Y", "=name & class", .statement),
      Idiom("=X & S & Y", "show X + S + Y", "=name & \" \" & class", .statement),
      Idiom("=K(X)", "K X", "=MAX(age)", .statement),
      Idiom("=K(L)", "show K(L)", "=ROUND(age, 1)", .statement),
      Idiom("pivot X by Y", "count by X across Y", "pivot class by sex"),
      Idiom("pivot table X Y", "count by X across Y", "pivot table class sex"),
      Idiom("pivot X Y", "count by X across Y", "pivot class sex"),
      Idiom(
        "pivot table", "", "pivot table",
        note: "a pivot table is a summary `by` rows `across` columns: count by … across …"),
      Idiom("crosstab X Y", "count by X across Y", "crosstab sex class"),
      Idiom("cross X Y", "count by X across Y", "cross sex class"),
      Idiom("xtab X Y", "count by X across Y", "xtab sex class"),
      Idiom("sort X to Y", "", "sort Z to A", note: "rows are sorted `by` a column, and `desc` turns the order round"),
      Idiom("sort X Y", "sort by X Y", "sort age desc"),
      Idiom("remove duplicates", "distinct", "remove duplicates"),
      Idiom("filter X: V", "where X = V", "filter sex: male"),
      Idiom("autofilter", "", "autofilter", note: "`where` and a condition keeps the rows for which it holds"),
      Idiom("number of rows", "count", "number of rows"),
      Idiom("row count", "count", "row count"),
      Idiom("rank X", "extend rank = rank() sort by X desc", "rank age"),
      Idiom("freeze R", "", "freeze", .statement, note: "headers always stand above their columns"),
      Idiom("undo", "", "undo", note: "a question changes no table, so nothing needs to be undone"),
      Idiom("redo", "last", "redo"),
    ]

  private static func conditional(_ one: String, _ several: String, _ verb: String) -> [Idiom] {
    [
      Idiom("=\(one)(X, O)", "\(verb) where X O", "=\(one.uppercased())(age, \">18\")", .statement),
      Idiom("=\(one)(X, V)", "\(verb) where X = V", "=\(one.uppercased())(sex, \"male\")", .statement),
      Idiom(
        "=\(several)(X, V, Y, B)", "\(verb) where X = V and Y = B",
        "=\(several.uppercased())(sex, \"male\", class, \"1st\")", .statement),
      Idiom("\(one)(X, O)", "\(verb) where X O", "\(one.uppercased())(age, \">18\")"),
      Idiom("\(one)(X, V)", "\(verb) where X = V", "\(one.uppercased())(sex, \"male\")"),
    ]
  }
}
