/// Writes a tree in canonical form: one line, keywords in lower case, one space between parts.
///
/// Parsing what was printed and printing again gives the same text.
package enum SyntaxPrinter {
  package static func print(_ statement: StatementSyntax) -> String {
    switch statement.kind {
    case .query(let query): print(query)
    case .continuation(let steps): print(continuing: steps)
    case .letExpression(let name, let expression): "let \(print(name)) = \(print(expression))"
    case .letQuery(let name, let query): "let \(print(name)) = \(print(query))"
    case .param(let name, let expression): "param \(print(name)) = \(print(expression))"
    case .load(let load): print(load)
    case .use(let name): "use \(print(name))"
    case .tables: "tables"
    case .columns(let name): joined("columns", name.map(print))
    case .why: "why"
    case .rows(let condition): joined("rows", clause("where", condition))
    case .translate(let target, let query): joined("as \(target.rawValue)", query.map(print))
    case .explain(let stage, let query): joined("explain", stage?.rawValue, print(query))
    case .last: "last"
    case .run(let path): "run \(print(path))"
    case .set(let name, let value): joined("set", name.map(print), value.map(print))
    case .help(let words): joined("help", words)
    case .history(let number): joined("history", number.map(String.init))
    case .saveHistory(let save): joined("save history", print(save.path), save.replaces ? "replace" : nil)
    case .quit: "quit"
    }
  }

  package static func print(_ query: QuerySyntax) -> String {
    query.steps.map(print).joined(separator: " | ")
  }

  /// A `save` that comes first goes on by itself; any other step needs its `|`.
  private static func print(continuing steps: [StepSyntax]) -> String {
    let text = print(QuerySyntax(steps: steps))
    if case .save = steps.first?.kind { return text }
    return "| " + text
  }

  private static func print(_ load: LoadSyntax) -> String {
    joined(
      "load", print(load.path), load.name.map { "as \(print($0))" },
      load.hasHeader.map { $0 ? "with header" : "without header" },
      load.delimiter.map { "delimiter \(print($0))" },
      load.missing.map { "missing \(list($0.map(print)))" },
      load.encoding.map { "encoding \(plain($0.text))" },
      load.types.isEmpty ? nil : "types \(list(load.types.map { "\(print($0.column)) \(print($0.type))" }))",
      load.dates.map { "dates \(print($0))" }, load.isRagged ? "ragged" : nil,
      load.table.map { "table \(print($0))" })
  }

  private static func print(_ value: SettingValueSyntax) -> String { plain(value.text) }

  /// A value without spaces as it is, else in quotes.
  private static func plain(_ value: String) -> String {
    let isPlain = value.unicodeScalars.allSatisfy { $0.continuesWord || $0 == "-" }
    return isPlain && !value.isEmpty ? value : TextEscapes.encoded(value)
  }

  static func print(_ name: NameSyntax) -> String {
    name.isExact ? NameSyntax.quoted(name.text) : name.text
  }

  static func print(_ text: TextSyntax) -> String { TextEscapes.encoded(text.text) }

  /// Parts with spaces between, those that are there.
  static func joined(_ parts: String?...) -> String {
    parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  static func list(_ parts: [String]) -> String { parts.joined(separator: ", ") }

  static func clause(_ word: String, _ expression: ExpressionSyntax?) -> String? {
    expression.map { "\(word) \(print($0))" }
  }
}
