extension LineEditor {
  /// How the statement may go on: as the newest earlier statement does that begins so, or else as an example.
  var suggestion: String {
    guard usesColor, menu == nil, standingOffer == nil else { return "" }
    let edited = edited
    guard edited.cursor == edited.scalars.count else { return "" }
    if edited.scalars.isEmpty { return guide.example ?? "" }
    return Suggestion(after: edited.text, past: recall.entries, examples: session.examples).rest
  }

  /// Goes on to a place; where something is suggested, takes that instead, or its first word.
  func moveOn(to place: (EditedText) -> Int, takesWord: Bool = false) {
    let rest = suggestion
    if rest.isEmpty {
      edited.cursor = place(edited)
    } else {
      let whole = EditedText(scalars: edited.scalars + Array(rest.unicodeScalars), cursor: edited.cursor)
      edited.insert(Array(whole.scalars[whole.cursor..<(takesWord ? whole.nextWord : whole.scalars.count)]))
    }
  }
}

/// The rest of a statement that is known already.
struct Suggestion {
  /// Empty where nothing is known.
  let rest: String

  /// `past` are the oldest first.
  init(after typed: String, past: [String], examples: [String]) {
    func goesOn(_ statement: String) -> Bool {
      statement.utf8.count > typed.utf8.count && statement.hasPrefix(typed)
    }
    let isBlank = typed.allSatisfy(\.isWhitespace)
    let statement = isBlank ? nil : past.last(where: goesOn) ?? examples.first(where: goesOn)
    rest = statement.map { String($0.dropFirst(typed.count)) } ?? ""
  }
}
