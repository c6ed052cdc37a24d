import TallyText

/// A piece of a statement: a word, a constant, a symbol, a comment, a line break.
///
/// Spaces lie between tokens; every other byte of a source belongs to exactly one.
package struct Token: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// A keyword or a name; which, the parser decides by its place.
    case word
    /// A name in backticks.
    case quotedName
    case integer
    case number
    case text
    case date
    case datetime
    /// `2023-01`.
    case month
    /// `2023-Q1`.
    case quarter
    /// `$year`.
    case parameter
    case symbol(Symbol)
    /// From `#` to the end of the line.
    case comment
    case newline
    /// `\q`, `.quit`.
    case command
    /// A text without its closing quote; it ends with its line.
    case openText
    /// A name without its closing backtick; it ends with its line.
    case openName
    /// Digits with letters stuck to them: `30days`, `2nd`.
    case mixedNumber
    /// What another language writes (`&&`, `%>%`), or what none does.
    case unknown
  }

  package let kind: Kind
  package let range: SourceRange

  /// How much deeper in brackets the tokens after it lie.
  var depthChange: Int { kind == .symbol(.open) ? 1 : kind == .symbol(.close) ? -1 : 0 }

  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

extension Token.Kind {
  /// A value that is written out.
  var isConstant: Bool {
    switch self {
    case .integer, .number, .text, .date, .datetime, .month, .quarter: true
    case .word, .quotedName, .parameter, .symbol, .comment, .newline, .command, .openText, .openName, .mixedNumber,
      .unknown:
      false
    }
  }

  /// An operator between numbers, other than `mod`.
  var isArithmetic: Bool { if case .symbol(let symbol) = self { symbol.isArithmetic } else { false } }
}

/// A mark of the language, in its plain spelling.
package enum Symbol: String, CaseIterable, Sendable {
  case pipe = "|"
  case comma = ","
  case semicolon = ";"
  case open = "("
  case close = ")"
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case power = "^"
  case range = ".."

  /// The other spellings that are read as this one.
  package var alternatives: [String] {
    switch self {
    case .equal: ["=="]
    case .notEqual: ["<>", "≠"]
    case .lessOrEqual: ["≤"]
    case .greaterOrEqual: ["≥"]
    case .minus: ["−", "–"]
    case .times: ["×"]
    case .pipe, .comma, .semicolon, .open, .close, .less, .greater, .plus, .divide, .power, .range: []
    }
  }

  /// Whether it stands between numbers.
  var isArithmetic: Bool {
    switch self {
    case .plus, .minus, .times, .divide, .power: true
    case .pipe, .comma, .semicolon, .open, .close, .equal, .notEqual, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .range:
      false
    }
  }

  /// Whether a statement cannot end with it, so that the next line goes on.
  package var continuesLine: Bool {
    switch self {
    case .close, .semicolon: false
    case .pipe, .comma, .open, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus,
      .times, .divide, .power, .range:
      true
    }
  }
}
