import Tally

/// The colours of the prompt, as parameters of SGR sequences; from the terminal's own sixteen.
struct Palette {
  // Marks that hold on any background.
  static let prompt = "2"
  static let dim = "2"
  static let selected = "7"
  static let match = "7"
  /// The bracket at the cursor, and the one that belongs to it.
  static let bracket = "1"
  /// A name that nothing has, or else what is wrong in a statement that is being typed.
  static let fault = "4"
  /// A word that a fix put in.
  static let changed = "4"

  let function: String
  let column: String
  let table: String
  let text: String
  let number: String

  /// Where the background is not known: what can be read on both.
  static let neutral = Palette(function: "34", column: "36", table: "35", text: "32", number: "33")
  static let dark = Palette(function: "94", column: "96", table: "95", text: "92", number: "93")
  static let light = Palette(function: "34", column: "36", table: "35", text: "32", number: "31")

  /// The colours of a theme; `auto` follows what the terminal says of its background.
  init(_ theme: Settings.Theme) {
    switch theme {
    case .dark: self = .dark
    case .light: self = .light
    case .auto: self = Terminal.hasDarkBackground.map { $0 ? .dark : .light } ?? .neutral
    }
  }

  private init(function: String, column: String, table: String, text: String, number: String) {
    (self.function, self.column, self.table, self.text, self.number) = (function, column, table, text, number)
  }

  func style(of kind: Highlight.Kind) -> String {
    switch kind {
    case .keyword: "1"
    case .function: function
    case .column: column
    case .table: table
    case .text: text
    case .number: number
    case .comment: Self.dim
    }
  }
}
