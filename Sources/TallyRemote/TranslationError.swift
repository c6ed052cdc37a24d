import TallyText

/// Why a query cannot be written in another language with the same answer there.
package enum TranslationError: Error, Sendable {
  /// The thing, as a subject of a sentence: `sample`, `the length of a duration`.
  case cannotSay(what: String, language: String)
  /// The language does not tell capitals from small letters in names.
  case namesDifferInCase(String, String, language: String)

  /// In words.
  package var message: String {
    switch self {
    case .cannotSay(let what, let language): "\(what) cannot be said exactly in \(language)"
    case .namesDifferInCase(let first, let second, let language):
      "\(language) cannot tell `\(first)` from `\(second)`: their names differ in capitals alone"
    }
  }
}
