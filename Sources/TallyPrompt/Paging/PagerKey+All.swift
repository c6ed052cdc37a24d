extension PagerKey {
  /// Every key of a long answer, in the order in which help lists them.
  static let all = moves + searches + endings

  private static let moves = [
    PagerKey("Goes a screen on.", keys: [" ", "f"], special: [.pageDown]) { $0.move(by: $0.pageHeight) },
    PagerKey("Goes a screen back.", keys: ["b"], special: [.pageUp]) { $0.move(by: -$0.pageHeight) },
    PagerKey("Goes a line on.", keys: ["j", "\r"], special: [.down]) { $0.move(by: 1) },
    PagerKey("Goes a line back.", keys: ["k"], special: [.up]) { $0.move(by: -1) },
    PagerKey("Goes to the beginning.", keys: ["g"], special: [.home]) { $0.move(to: 0) },
    PagerKey("Goes to the end.", keys: ["G"], special: [.end]) { $0.move(to: $0.text.count) },
    PagerKey("Goes half a screen to the right.", keys: ["l"], special: [.right]) { $0.move(bySides: 1) },
    PagerKey("Goes half a screen to the left.", keys: ["h"], special: [.left]) { $0.move(bySides: -1) },
  ]

  private static let searches = [
    PagerKey("Searches for what is typed then, capital letters or not.", keys: ["/"]) { $0.typed = "" },
    PagerKey("Searches on.", keys: ["n"]) { $0.searchAgain(step: 1) },
    PagerKey("Searches back.", keys: ["N"]) { $0.searchAgain(step: -1) },
  ]

  private static let endings = [
    PagerKey("Leaves the answer.", keys: ["q", "\u{3}", "\u{4}"], special: [.escape]) { $0.wish = .leave },
    PagerKey("Stops the program, which `fg` brings back.", keys: ["\u{1A}"]) { $0.wish = .stop },
    PagerKey("Draws the screen afresh.", keys: ["\u{C}"]) { $0.wish = .redraw },
  ]
}
