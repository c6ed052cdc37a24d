import TallyFunctions
import TallySyntax

/// Grammars that colour Tally in editors, written from the tables of the language.
package struct EditorGrammar: Sendable {
  /// Below Grammar/.
  package let file: String
  package let text: String

  package static let all: [EditorGrammar] = [
    EditorGrammar(file: "tally.tmLanguage.json", text: textMate),
    EditorGrammar(file: "tally.vim", text: vim),
    EditorGrammar(file: "highlights.scm", text: treeSitter),
  ]

  // MARK: - Words

  private static func words(_ roles: Keyword.Role...) -> [String] {
    Keyword.all.filter { keyword in roles.contains { keyword.is($0) } }.map(\.name)
  }

  /// What is no constant, though it may be an aggregate or a function elsewhere.
  private static let keywords = unique(words(.statement, .step, .clause, .connective, .option))
  private static let constants = words(.constant)
  private static let aggregates = words(.aggregate, .conditionAggregate).filter { !keywords.contains($0) }
  private static let functions = Function.all.map(\.name).filter { !keywords.contains($0) && !aggregates.contains($0) }
  private static let units = words(.unit).filter { !functions.contains($0) && !keywords.contains($0) }

  private static func unique(_ words: [String]) -> [String] {
    var seen: Set<String> = []
    return words.filter { seen.insert($0).inserted && !constants.contains($0) }
  }

  // MARK: - TextMate

  private static var textMate: String {
    let patterns = [
      ("comment.line.number-sign.tally", "#.*$"),
      ("string.quoted.double.tally", #"\"(\\.|[^\"\\])*\""#),
      ("string.quoted.single.tally", #"'(\\.|[^'\\])*'"#),
      ("variable.other.quoted.tally", "`(``|[^`])*`"),
      ("variable.parameter.tally", #"\$\w+"#),
      ("constant.other.date.tally", #"\b\d{4}-(\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?)?|[Qq][1-4])\b"#),
      ("constant.numeric.tally", #"\b\d[\d_]*(\.\d+)?([eE][+-]?\d+)?\b"#),
      ("constant.language.tally", group(constants)),
      ("keyword.control.tally", group(keywords)),
      ("support.function.aggregate.tally", group(aggregates)),
      ("support.function.tally", group(functions) + #"(?=\s*\()"#),
      ("keyword.other.unit.tally", #"(?<=\d )"# + group(units)),
      ("keyword.operator.tally", #"\||[=!<>]=?|<>|[-+*/^]|\.\."#),
    ]
    let lines = patterns.map { name, match in
      "    { \"name\": \"\(name)\", \"match\": \"\(escaped(match))\" }"
    }
    return """
      {
        "name": "Tally",
        "scopeName": "source.tally",
        "fileTypes": ["tally"],
        "firstLineMatch": "^#!.*\\\\btally\\\\b",
        "patterns": [
      \(lines.joined(separator: ",\n"))
        ]
      }

      """
  }

  private static func group(_ words: [String]) -> String { #"(?i)\b("# + words.joined(separator: "|") + #")\b"# }

  /// As a text of JSON.
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }

  // MARK: - Vim

  private static var vim: String {
    let groups: [(String, [String])] = [
      ("tallyKeyword", keywords), ("tallyConstant", constants), ("tallyAggregate", aggregates),
      ("tallyFunction", functions), ("tallyUnit", units),
    ]
    let words = groups.map { name, words in
      // Some words are options of Vim's own `syntax keyword`; a match takes them all.
      "syntax match \(name) " + #"/\c\<\%("# + words.joined(separator: #"\|"#) + #"\)\>/"#
    }
    return """
      " Vim syntax of Tally, written from the tables of the language.
      if exists("b:current_syntax")
        finish
      endif

      \(words.joined(separator: "\n"))
      syntax match tallyNumber /\\<\\d[0-9_]*\\%(\\.\\d\\+\\)\\?\\%([eE][+-]\\?\\d\\+\\)\\?\\>/
      syntax match tallyDate /\\<\\d\\{4}-\\%(\\d\\d\\%(-\\d\\d\\%(T[0-9:.]\\+\\)\\?\\)\\?\\|[Qq][1-4]\\)\\>/
      syntax match tallyParameter /\\$\\w\\+/
      syntax match tallyOperator /|\\|[=!<>]=\\?\\|\\.\\./
      syntax region tallyText start=/"/ skip=/\\\\./ end=/"/ oneline
      syntax region tallyText start=/'/ skip=/\\\\./ end=/'/ oneline
      syntax region tallyName start=/`/ skip=/``/ end=/`/ oneline
      syntax match tallyComment /#.*$/

      highlight default link tallyKeyword Keyword
      highlight default link tallyConstant Constant
      highlight default link tallyAggregate Function
      highlight default link tallyFunction Function
      highlight default link tallyUnit Type
      highlight default link tallyNumber Number
      highlight default link tallyDate Number
      highlight default link tallyParameter Identifier
      highlight default link tallyOperator Operator
      highlight default link tallyText String
      highlight default link tallyName Identifier
      highlight default link tallyComment Comment

      let b:current_syntax = "tally"

      """
  }

  // MARK: - Tree-sitter

  private static var treeSitter: String {
    let groups: [(String, [String])] = [
      ("keyword", keywords), ("constant.builtin", constants), ("function.builtin", aggregates + functions),
      ("type.builtin", units),
    ]
    let words = groups.map { capture, words in
      "((word) @\(capture)\n  (#any-of? @\(capture)\n"
        + words.map { "    \"\($0)\"" }.joined(separator: "\n") + "))"
    }
    return """
      ; Highlight queries of Tally, written from the tables of the language; the nodes are named as in tally.ebnf.
      (comment) @comment
      (text) @string
      (quoted_name) @variable
      (parameter) @variable.parameter
      [(integer) (number)] @number
      [(date) (datetime) (month) (quarter)] @constant
      [\(Symbol.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " "))] @operator

      \(words.joined(separator: "\n\n"))

      """
  }
}
