import TallyText

/// Why a query cannot be written in another language with the same answer there.
package enum TranslationError: Error, Sendable {
  /// The thing, as a subject of a sentence: `sample`, and why, where there is more to say.
  case cannotSay(what: String, why: String = "", language: String)
  /// The language does not tell capitals from small letters in names.
  case namesDifferInCase(String, String, language: String)

  /// In words.
  package var message: String {
    switch self {
    case .cannotSay(let what, let why, let language):
      "\(what) cannot be said exactly in \(language)" + (why.isEmpty ? "" : ": \(why)")
    case .namesDifferInCase(let first, let second, let language):
      "\(language) cannot tell `\(first)` from `\(second)`: their names differ in capitals alone"
    }
  }
}
