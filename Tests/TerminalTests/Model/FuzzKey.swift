/// A key of the random sessions.
indirect enum FuzzKey: Sendable {
  case type(String), paste(String)
  case enter, left, right, wordLeft, wordRight, home, end, up, down
  case backspace, delete, cutEnd, cutStart, cutBlank, cutWord, cutWordBack, yank, yankOlder
  case swap, swapWords, upper, lower, capital, undo, cutBlanks, lastWord, oldest, newest
  case times(Int, FuzzKey)
  case tab, backTab, escape, search, cancel, clearScreen

  var isTyped: Bool { if case .type = self { true } else { false } }

  /// What a terminal sends for it.
  var bytes: String {
    switch self {
    case .type(let text): text
    case .paste(let text): Key.paste(text)
    case .enter: Key.enter
    case .left: Key.left
    case .right: Key.right
    case .wordLeft: "\u{1B}b"
    case .wordRight: "\u{1B}f"
    case .home: Key.home
    case .end: Key.end
    case .up: Key.up
    case .down: Key.down
    case .backspace: Key.backspace
    case .delete: Key.delete
    case .cutEnd: Key.control("k")
    case .cutStart: Key.control("u")
    case .cutBlank: Key.control("w")
    case .cutWord: "\u{1B}d"
    case .cutWordBack: "\u{1B}\u{7F}"
    case .yank: Key.control("y")
    case .yankOlder: "\u{1B}y"
    case .swap: Key.control("t")
    case .swapWords: "\u{1B}t"
    case .upper: "\u{1B}u"
    case .lower: "\u{1B}l"
    case .capital: "\u{1B}c"
    case .cutBlanks: "\u{1B}\\"
    case .lastWord: "\u{1B}."
    case .oldest: "\u{1B}<"
    case .newest: "\u{1B}>"
    case .times(let count, let key): "\u{1B}\(count)\(key.bytes)"
    case .undo: Key.control("_")
    case .tab: Key.tab
    case .backTab: Key.backTab
    case .escape: Key.escape
    case .search: Key.control("r")
    case .cancel: Key.control("g")
    case .clearScreen: Key.control("l")
    }
  }

  private static let letters = ["a", "b", "c", "o", "e", "é", "e\u{301}", "日", "語", "🙂", " ", " ", "|", "(", ",", "\""]
  private static let words = ["count ", "where ", "sex = ", "by ", "year", "mean ", "from ", "set ", "日本 "]
  private static let pastes = [
    "by year\nwhere", "日本 e\u{301} text", "a long paste that goes over more than one row, ", "x\ny\nz",
  ]
  private static let others: [FuzzKey] = [
    .enter, .left, .left, .left, .right, .right, .wordLeft, .wordLeft, .wordRight, .home, .end, .end, .up, .up, .down,
    .backspace, .backspace, .delete, .cutEnd, .cutStart, .cutBlank, .cutWord, .cutWordBack, .yank, .yank, .yankOlder,
    .swap, .swapWords, .upper, .lower, .capital, .undo, .undo, .cutBlanks, .lastWord, .lastWord, .oldest, .newest,
    .times(3, .left), .times(12, .type("z")), .times(2, .wordLeft), .times(2, .cutWord), .times(4, .backspace), .tab,
    .tab, .tab, .backTab, .escape, .search, .cancel,
    .clearScreen,
  ]

  /// Half of them put text in.
  static func random(using generator: inout some RandomNumberGenerator) -> FuzzKey {
    switch Int.random(in: 0..<20, using: &generator) {
    case 0..<7: .type(letters.randomElement(using: &generator) ?? "")
    case 7..<10: .type(words.randomElement(using: &generator) ?? "")
    case 10: .paste(pastes.randomElement(using: &generator) ?? "")
    default: others.randomElement(using: &generator) ?? .left
    }
  }
}
