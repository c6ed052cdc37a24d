/// Stretches that were cut out of statements, to be put in elsewhere.
///
/// What follows "at once" is told by the statement: it is the very one that the cut or the last yank left.
struct KillRing {
  private static let limit = 60

  /// The newest last.
  private var entries: [[Unicode.Scalar]] = []
  private var afterKill: EditedText?
  private var yank: Yank?

  private struct Yank {
    /// The statement that it left.
    let after: EditedText
    let range: Range<Int>
    /// Of `entries`.
    let place: Int
  }

  /// Cuts a stretch out; one that is cut at once after another is joined with it.
  mutating func cut(_ range: Range<Int>, from edited: inout EditedText) {
    guard !range.isEmpty else { return }
    let isBeforeCursor = range.upperBound <= edited.cursor
    let last = edited == afterKill ? entries.popLast() ?? [] : []
    let removed = edited.remove(range)
    entries.append(isBeforeCursor ? removed + last : last + removed)
    if entries.count > Self.limit { entries.removeFirst() }
    afterKill = edited
  }

  /// Puts the newest in at the cursor.
  mutating func putNewest(into edited: inout EditedText) {
    if !entries.isEmpty { put(entries.count - 1, into: &edited) }
  }

  /// At once after a yank, puts the one before in its place.
  mutating func putOlder(into edited: inout EditedText) {
    guard let yank, yank.after == edited else { return }
    edited.remove(yank.range)
    edited.cursor = yank.range.lowerBound
    put(yank.place > 0 ? yank.place - 1 : entries.count - 1, into: &edited)
  }

  private mutating func put(_ place: Int, into edited: inout EditedText) {
    let start = edited.cursor
    edited.insert(entries[place])
    yank = Yank(after: edited, range: start..<edited.cursor, place: place)
  }
}
