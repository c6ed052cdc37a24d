import Tally

/// The colours of the prompt, as parameters of SGR sequences; from the terminal's own sixteen.
enum Palette {
  static let prompt = "2"
  static let dim = "2"
  static let selected = "7"
  static let match = "7"
  /// The bracket at the cursor, and the one that belongs to it.
  static let bracket = "1"
  /// What is wrong in a statement that is being typed.
  static let fault = "4"
  /// A word that a fix put in.
  static let changed = "4"

  static func style(of kind: Highlight.Kind) -> String {
    switch kind {
    case .keyword: "1"
    case .function: "34"
    case .column: "36"
    case .table: "35"
    case .text: "32"
    case .number: "33"
    case .comment: "2"
    }
  }
}
