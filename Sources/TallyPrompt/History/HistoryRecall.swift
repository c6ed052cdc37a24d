/// Going up and down through the earlier statements that begin as the one that was begun, which is kept below the newest.
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
    // What was changed since it was recalled is a new beginning.
    if !isRecalled(shown) { (draft, place) = (shown, entries.count) }
    guard let next = entries[..<place].lastIndex(where: { fits($0, after: shown) }) else { return nil }
    place = next
    return entries[next]
  }

  /// The statement after the shown one, at last the draft; nil: it is shown already.
  mutating func newer(than shown: String) -> String? {
    guard isRecalled(shown) else { return nil }
    place = entries[(place + 1)...].firstIndex { fits($0, after: shown) } ?? entries.count
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

  private func isRecalled(_ shown: String) -> Bool { place < entries.count && entries[place] == shown }

  private func fits(_ entry: String, after shown: String) -> Bool { entry != shown && entry.hasPrefix(draft) }
}
