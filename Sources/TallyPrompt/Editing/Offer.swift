import Tally
import TallySyntax
import TallyText

/// Statements that are put on the line for a person, who runs one of them, changes it or clears it.
struct Offer {
  let statements: [OfferedStatement]
  /// The statement that failed; nil: none did.
  private let failed: String?
  private(set) var chosen = 0

  /// Nil: there is nothing to offer.
  init?(_ statements: [OfferedStatement], insteadOf failed: String? = nil) {
    if statements.isEmpty { return nil }
    self.statements = statements
    self.failed = failed
  }

  var text: String { statements[chosen].text }

  /// Takes the statement of a digit; false: it has none, or there is no choice.
  mutating func choose(_ digit: Unicode.Scalar) -> Bool {
    guard statements.count > 1, let number = Int(String(digit)), statements.indices.contains(number - 1) else {
      return false
    }
    chosen = number - 1
    return true
  }

  /// What there is to choose from, by number.
  var list: PromptList {
    let items = statements.enumerated().map { place, statement in
      PromptList.Item("\(place + 1)  \(statement.text)", detail: statement.detail)
    }
    return PromptList(items: statements.count > 1 ? items : [], selected: chosen)
  }

  /// The words that the failed statement has not, in UTF-8 bytes.
  var changedWords: [Range<Int>] {
    failed.map { ChangedWords.ranges(in: SourceText(text), since: SourceText($0)) } ?? []
  }
}

/// The words of a statement that another one has not, in the same order.
enum ChangedWords {
  /// More words than this between the first and the last change are all marked.
  private static let limit = 500

  static func ranges(in text: SourceText, since other: SourceText) -> [Range<Int>] {
    let new = Lexer.tokens(of: text).map(\.range)
    let words = new.map { text[$0] }
    let old = Lexer.tokens(of: other).map { other[$0.range] }
    let head = zip(words, old).prefix { $0 == $1 }.count
    let tail = zip(words[head...].reversed(), old[head...].reversed()).prefix { $0 == $1 }.count
    let changed = head..<(words.count - tail)
    let kept = common(Array(words[changed]), Array(old[head..<(old.count - tail)]))
    return changed.filter { !kept.contains($0 - head) }.map { new[$0] }
  }

  /// The places in `new` of a longest sequence of words that `old` has too.
  private static func common(_ new: [String], _ old: [String]) -> Set<Int> {
    if new.count > limit || old.count > limit { return [] }
    // How many words the rests from here on have in common.
    var lengths = [[Int]](repeating: [Int](repeating: 0, count: old.count + 1), count: new.count + 1)
    for one in new.indices.reversed() {
      for other in old.indices.reversed() {
        lengths[one][other] =
          new[one] == old[other]
          ? lengths[one + 1][other + 1] + 1 : max(lengths[one + 1][other], lengths[one][other + 1])
      }
    }
    var (one, other, places) = (0, 0, Set<Int>())
    while one < new.count, other < old.count {
      if new[one] == old[other] {
        places.insert(one)
        (one, other) = (one + 1, other + 1)
      } else if lengths[one + 1][other] >= lengths[one][other + 1] {
        one += 1
      } else {
        other += 1
      }
    }
    return places
  }
}
