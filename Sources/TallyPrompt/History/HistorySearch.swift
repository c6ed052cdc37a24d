/// Looking for an earlier statement by a part of it, the newest first.
struct HistorySearch {
  private let entries: [String]
  private(set) var pattern = ""
  /// Of what is shown.
  private var place: Int
  private(set) var isFound = true

  /// `entries` are the oldest first.
  init(_ entries: [String]) {
    self.entries = entries
    place = entries.count
  }

  /// Nil before anything was found.
  var found: String? { entries.indices.contains(place) ? entries[place] : nil }

  /// The pattern within what was found, in UTF-8 bytes.
  var match: Range<Int>? {
    guard let found, !pattern.isEmpty else { return nil }
    return Self.range(of: pattern, in: found)
  }

  mutating func type(_ text: String) {
    pattern += text
    look(in: (0..<min(place + 1, entries.count)).reversed())
  }

  mutating func erase() {
    if pattern.isEmpty { return }
    pattern.removeLast()
    place = entries.count
    isFound = true
    if !pattern.isEmpty { look(in: entries.indices.reversed()) }
  }

  /// The next older statement that holds the pattern and differs from the one shown.
  mutating func older() { step(in: (0..<max(place, 0)).reversed()) }

  mutating func newer() { step(in: min(place + 1, entries.count)..<entries.count) }

  private mutating func step(in places: some Sequence<Int>) {
    let shown = found
    look(in: places.lazy.filter { [entries] in entries[$0] != shown })
  }

  private mutating func look(in places: some Sequence<Int>) {
    let hit = places.first { Self.range(of: pattern, in: entries[$0]) != nil }
    isFound = hit != nil
    if let hit { place = hit }
  }

  /// Letters match in either case.
  private static func range(of pattern: String, in text: String) -> Range<Int>? {
    let wanted = pattern.utf8.map(lowered)
    let held = text.utf8.map(lowered)
    guard !wanted.isEmpty else { return 0..<0 }
    guard held.count >= wanted.count else { return nil }
    for start in 0...(held.count - wanted.count) where held[start..<(start + wanted.count)].elementsEqual(wanted) {
      return start..<(start + wanted.count)
    }
    return nil
  }

  private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
