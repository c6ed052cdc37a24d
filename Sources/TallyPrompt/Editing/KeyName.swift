import Tally

/// What people call a key that libedit's spelling names: `^A` is Control-A, `^[b` Alt-B.
struct KeyName {
  let text: String

  init(_ spelling: String) {
    var words: [String] = []
    var rest = spelling.unicodeScalars[...]
    var isAlt = false
    while let scalar = rest.popFirst() {
      let isControl = scalar == "^" && !rest.isEmpty
      let letter = isControl ? rest.removeFirst() : scalar
      if isControl, letter == "[" {
        isAlt = true
        continue
      }
      words.append((isAlt ? "Alt-" : "") + (isControl ? Self.control(letter) : Self.plain(letter)))
      isAlt = false
    }
    text = words.joined(separator: " ")
  }

  private static func control(_ letter: Unicode.Scalar) -> String {
    switch letter {
    case "M": "Enter"
    case "I": "Tab"
    case "?": "Backspace"
    default: "Control-\(letter)"
    }
  }

  private static func plain(_ letter: Unicode.Scalar) -> String {
    switch SpecialKey(rawValue: letter.value) {
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .wordLeft: "Control-Left"
    case .wordRight: "Control-Right"
    case .home: "Home"
    case .end: "End"
    case .delete: "Delete"
    case .backTab: "Shift-Tab"
    case .paste: "a paste"
    case .escape: "Escape"
    case .pageUp: "Page-Up"
    case .pageDown: "Page-Down"
    case .refresh: ""
    case nil: String(letter).uppercased()
    }
  }
}

extension EditorFunction {
  /// `Control-A, Home`; of what vi's commands alone do, the letters.
  var keyNames: String {
    if keys.isEmpty { return viCommandKeys.joined(separator: ", ") }
    return keys.map { KeyName($0).text }.reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }.joined(separator: ", ")
  }

  /// `help keys`.
  static let topic = HelpTopic(
    name: "keys", singular: "key", title: "Keys of the prompt",
    meanings: all.map { function in
      function.keys.isEmpty
        ? viMeaning(function.keyNames, function.summary) : (name: function.keyNames, meaning: function.summary)
    }
      + [
        ("Alt-3", "Presses the next key three times; so with any number."),
        (KeyName(SpecialKey.escape.text).text, "Closes the list of candidates, clears what a fix put on the line."),
      ]
      + ViKey.all.map { viMeaning($0.name, $0.summary) }
      + PagerKey.all.map { key in
        (name: key.names, meaning: "In a long answer, " + key.summary.prefix(1).lowercased() + key.summary.dropFirst())
      })

  private static func viMeaning(_ name: String, _ summary: String) -> (name: String, meaning: String) {
    (name, "In vi's commands, " + summary.prefix(1).lowercased() + summary.dropFirst())
  }
}
