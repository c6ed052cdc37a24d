/// Going up and down through earlier statements, with the one that was begun kept below the newest.
struct HistoryRecall {
  /// The oldest first.
  private(set) var entries: [String]
  private var place: Int
  private var draft = ""

  init(_ entries: [String]) {
    self.entries = entries
    place = entries.count
  }

  /// The statement before the shown one; nil: there is none.
  mutating func older(than shown: String) -> String? {
    if place >= entries.count { draft = shown }
    guard let next = entries[..<min(place, entries.count)].lastIndex(where: { $0 != shown }) else { return nil }
    place = next
    return entries[next]
  }

  /// The statement after the shown one, at last the draft; nil: it is shown already.
  mutating func newer(than shown: String) -> String? {
    guard place < entries.count else { return nil }
    let rest = entries[(place + 1)...]
    place = rest.firstIndex { $0 != shown } ?? entries.count
    return place < entries.count ? entries[place] : draft
  }

  /// Keeps a statement, but for a repetition of the last, and starts from the newest again.
  mutating func add(_ statement: String) {
    if entries.last != statement { entries.append(statement) }
    restart()
  }

  mutating func restart() {
    place = entries.count
    draft = ""
  }
}
