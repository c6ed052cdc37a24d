/// Which regular expressions mean the same in Tally, in R's stringr and in Python, over texts of one line.
enum PatternDialect {
  /// The letters after a backslash that all know alike.
  private static let escapes = Set("dDwWsSbBntr")

  static func isShared(_ pattern: String) -> Bool {
    var isEscaped = false
    var isInClass = false
    var last: Character?
    for character in pattern {
      defer { last = character }
      if isEscaped {
        isEscaped = false
        if character.isLetter || character.isNumber, !escapes.contains(character) { return false }
        continue
      }
      switch character {
      case "\\": isEscaped = true
      case "[" where isInClass: return false
      case "[": isInClass = true
      case "]": isInClass = false
      case "&" where isInClass && last == "&", "-" where isInClass && last == "-", "~" where isInClass && last == "~",
        "|" where isInClass && last == "|":
        return false
      // Flags and other groups are written in more than one way.
      case "?" where last == "(": return false
      default: break
      }
    }
    return pattern.utf8.allSatisfy { $0 < 0x80 }
  }
}
