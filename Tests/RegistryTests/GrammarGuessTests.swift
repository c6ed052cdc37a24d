import TallySyntax
import TallyText
import Testing

/// What is guessed from other languages fails with the statement that was meant.
@Suite struct GrammarGuessTests {
  @Test(arguments: ForeignWord.all.map(\.example)) func foreignWordsAreMended(example: String) throws {
    let foreign = try #require(ForeignWord.all.first { $0.example == example })
    #expect(Self.fixes(of: example).first == foreign.result)
    #expect(throws: Never.self) { try Statement(foreign.result) }
  }

  @Test func foreignWordsAreNotOurs() {
    for foreign in ForeignWord.all where foreign.place != .mark && foreign.place != .command {
      let example = SourceText(foreign.example)
      let error = #expect(throws: SyntaxError.self) {
        try Parser.statement(in: example, range: 0..<example.bytes.count)
      }
      #expect(error?.diagnostic.message.contains("`") == true)
    }
  }

  /// The statement as guessed, then each of its fixes.
  private static let guesses: [[String]] = [
    ["limit 10", "first 10"],
    ["mean age, fare", "mean age, mean fare"],
    ["count sex, age", "count sex, count known age"],
    ["count age > 5 by sex", "count where age > 5 by sex", "count when age > 5 by sex"],
    ["count not elite", "count where not elite", "count when not elite"],
    ["count if elite", "count where elite"],
    ["count(*) by sex", "count by sex"],
    ["count(*) / 2", "count() / 2"],
    ["where a and b or c", "where (a and b) or c", "where a and (b or c)"],
    [
      "where a or b and c or d", "where a or (b and c) or d", "where (a or b) and (c or d)",
    ],
    ["where age > 5 && sex == 'male' || elite", "where (age > 5 and sex == 'male') or elite"],
    ["where share > 20%", "where share > 0.2", "where share > 20"],
    ["where x = missing", "where x is missing"],
    ["where x != missing", "where x is not missing"],
    ["where x is not null", "where x is not missing"],
    ["where is.na(age)", "where age is missing"],
    ["where sex is \"male\"", "where sex = \"male\""],
    ["where sex is not \"male\"", "where sex != \"male\""],
    ["where age > 5 and < 10", "where age > 5 and age < 10"],
    ["where a contains \"x\" or contains \"y\"", "where a contains \"x\" or a contains \"y\""],
    ["where sex = \"a\" or \"b\" or \"c\"", "where sex in (\"a\", \"b\", \"c\")"],
    ["where sex != \"a\" and \"b\"", "where sex not in (\"a\", \"b\")"],
    ["where x in [1, 2]", "where x in (1, 2)"],
    ["where x between 1 .. 5", "where x between 1 and 5"],
    ["extend a = if(x > 1, 2, 3) + 1", "extend a = (if x > 1 then 2 else 3) + 1"],
    ["extend a = if b then c", "extend a = if b then c else missing"],
    ["extend a = if b then c elif d then e else f", "extend a = if b then c else if d then e else f"],
    ["extend a + 1 as b", "extend b = a + 1"],
    ["m = mean(age)", "mean(age) as m", "extend m = mean(age)"],
    ["x <- 3", "let x = 3", "extend x = 3"],
    ["rename a = b", "rename a to b", "rename b to a"],
    ["sort age descending", "sort by age desc"],
    ["sort by desc age", "sort by age desc"],
    ["sort by desc(age)", "sort by age desc"],
    ["top 5 fare", "top 5 by fare"],
    ["top fare", "top 10 by fare"],
    ["top 5 by age asc", "bottom 5 by age"],
    ["first", "first 10"],
    ["first 5 by age", "sort by age | first 5"],
    ["by sex", "count by sex"],
    ["where elite by sex", "where elite | count by sex"],
    ["where elite count by sex", "where elite | count by sex"],
    ["mean age by sex by year", "mean age by sex, year"],
    ["count by sex, mean age", "count, mean age by sex"],
    ["mean age / 2", "mean (age / 2)", "mean(age) / 2"],
    ["mean -age", "mean (-age)"],
    ["sum of total", "sum total"],
    ["where age > mean age", "where age > mean(age)"],
    ["percent (a = 1) and (b = 2)", "percent ((a = 1) and (b = 2))"],
    ["distinct count age", "count distinct age"],
    ["mean \"age\"", "mean age"],
    ["count by \"age group\"", "count by `age group`"],
    ["show *", "show"],
    ["show in", "show `in`"],
    ["show a b", "show a, b"],
    ["show a, b,", "show a, b"],
    ["show 2nd", "show `2nd`"],
    ["where Sepal.Length > 3", "where `Sepal.Length` > 3", "where Length > 3"],
    ["where sex = \"male", "where sex = \"male\""],
    ["where sex = male\"", "where sex = \"male\""],
    ["where (age > 5", "where (age > 5)"],
    ["where age > 5)", "where age > 5"],
    ["count |", "count"],
    ["| | count", "| count"],
    ["where d = 2023-02-30", "where d = 2023-02-28"],
    ["where d > 2023-01-31 10:30", "where d > 2023-01-31T10:30"],
    ["where d > now() - 1.5 hours", "where d > now() - 90 minutes"],
    ["show 2023-13", "show 2023 - 13"],
    ["from \"f.csv\"", "load \"f.csv\""],
    ["load f.csv", "load \"f.csv\""],
    ["save out/f.csv replace", "save \"out/f.csv\" replace"],
    ["load \"f.csv\" missing -99", "load \"f.csv\" missing \"-99\""],
    [
      "load \"f.csv\" as f, missing \"NA\", delimiter \";\", ragged",
      "load \"f.csv\" as f missing \"NA\" delimiter \";\" ragged",
    ],
    ["load \"f.csv\" delimiter tab", "load \"f.csv\" delimiter \"\\t\""],
    ["param $year = 3", "param year = 3"],
    ["left outer join t using (a)", "left join t on a"],
    ["coutn by sex", "count by sex"],
    ["rows elite", "rows where elite"],
    ["as sql postgres", "as sql postgresql"],
    ["where age>5and<10", "where age>5 and age <10"],
    ["mean age weighted by n / 2", "mean age weighted by (n / 2)"],
    ["mean(age) group by sex having avg(age) > 5", "mean(age) by sex | where mean_age > 5"],
    ["age > 5", "where age > 5"],
    ["select * from t where x is not null", "from t | where x is not missing | show"],
    [
      "SELECT sex, count(*) FROM t WHERE age > 5 GROUP BY sex HAVING count(*) > 3 ORDER BY count(*) DESC LIMIT 3",
      "from t | where age > 5 | count by sex | where count > 3 | sort by count DESC | first 3",
    ],
    [
      "filter(age > 5) %>% group_by(sex) %>% summarise(m = mean(age)) %>% arrange(desc(m))",
      "where age > 5 | mean(age) as m by sex | sort by m desc",
    ],
    ["show sum(x) over (partition by g order by t)", "extend running_sum_x = running_sum(x) by g sort by t"],
  ]

  @Test(arguments: guesses) func guessesAreMended(guess: [String]) {
    #expect(Self.fixes(of: guess[0]) == Array(guess.dropFirst()))
  }

  /// What fails without a fix, and the words of its message.
  private static let faults: [(String, String)] = [
    ("where a < b > c", "one way"), ("where n = 1e999", "numbers go up to"),
    ("where", "after `where` comes a condition"),
    ("count by sex | from t", "`from` stands only at the beginning"), ("let x = count by sex", "begins with `from`"),
    ("where d = 2023-13-01", "no month"), ("where d = 2023-Q5", "no quarter"),
    ("where d = 2023-01-01T25:00", "no time"),
    ("sample 10 seed", "after `seed` comes"), ("explain", "after `explain` comes a query"),
    ("tables x", "nothing before it"),
    ("where a ? b", "`?` has no meaning"), ("use", "after `use` comes a table"), ("load", "file's name in quotes"),
  ]

  @Test(arguments: faults) func otherFaultsSayWhatBelongs(text: String, words: String) {
    let source = SourceText(text)
    let error = #expect(throws: SyntaxError.self) { try Parser.statement(in: source, range: 0..<source.bytes.count) }
    #expect(error?.diagnostic.message.contains(words) == true, "\(error?.diagnostic.message ?? "")")
  }

  @Test func nestingAndSizeEndInAnError() {
    for text in [
      "where " + String(repeating: "(", count: 20_000), "show " + String(repeating: "-", count: 20_000) + "x",
      "where " + String(repeating: "not ", count: 20_000) + "x", "show " + String(repeating: "f(", count: 10_000),
      "show x" + String(repeating: " + x", count: 10_000), "show 2" + String(repeating: " ^ 2", count: 10_000),
      "extend y = " + String(repeating: "if a then b else ", count: 10_000) + "c",
      "show " + String(repeating: "x in (", count: 10_000),
    ] {
      let source = SourceText(text)
      #expect(throws: SyntaxError.self) { try Parser.statement(in: source, range: 0..<source.bytes.count) }
    }
  }

  @Test func deepestAllowedTreesArePrinted() throws {
    let brackets = String(repeating: "(", count: 190) + "x" + String(repeating: ")", count: 190)
    for text in ["where " + brackets, "show x" + String(repeating: " + x", count: 390)] {
      #expect(try Statement(text).printed == text)
    }
  }

  @Test func stepsAreDescribed() throws {
    let names = StepDescription.all.map(\.name)
    #expect(Set(names).count == names.count)
    for step in StepDescription.all {
      #expect(step.summary.hasSuffix(".") && step.signature.contains(step.name) || step.name == "count")
      #expect(!step.examples.isEmpty)
      for example in step.examples { #expect(try Statement(example).printed == example) }
    }
    let verbs = Set(names.flatMap { $0.split(separator: " ").map(String.init).prefix(1) })
    #expect(Set(Keyword.all(.step).map(\.name)).subtracting(verbs) == [])
  }

  static func fixes(of text: String) -> [String] {
    let source = SourceText(text)
    let range = 0..<source.bytes.count
    do {
      _ = try Parser.statement(in: source, range: range)
      return ["parses"]
    } catch {
      return error.fixes.map { $0.applied(to: source, statement: range) }
    }
  }
}
