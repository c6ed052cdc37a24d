/// Looking for an earlier statement by a part of it: what holds the part, the newest first, and which of it is chosen.
struct HistorySearch {
  /// Each once, the newest first.
  private let statements: [String]
  private(set) var pattern = ""
  private(set) var matches: [String]
  /// Of `matches`; nil before anything was typed, and where nothing matches.
  private(set) var selected: Int?
  /// What was chosen last; it stays where a longer pattern matches nothing.
  private(set) var found: String?

  /// `entries` are the oldest first.
  init(_ entries: [String]) {
    var seen: Set<String> = []
    statements = entries.reversed().filter { seen.insert($0).inserted }
    matches = statements
  }

  var isFound: Bool { !matches.isEmpty }

  /// The pattern within what was found, in UTF-8 bytes.
  var match: Range<Int>? {
    guard let found, !pattern.isEmpty else { return nil }
    return Self.range(of: Self.lowered(pattern), in: found)
  }

  mutating func type(_ text: String) { look(for: pattern + text) }

  mutating func erase() {
    if !pattern.isEmpty { look(for: String(pattern.dropLast())) }
  }

  mutating func older() { choose(selected.map { min($0 + 1, matches.count - 1) } ?? 0) }

  mutating func newer() { choose(selected.map { max($0 - 1, 0) } ?? 0) }

  private mutating func choose(_ place: Int) {
    guard matches.indices.contains(place) else { return }
    selected = place
    found = matches[place]
  }

  /// The one that is chosen stays so while it matches.
  private mutating func look(for pattern: String) {
    let chosen = selected.map { matches[$0] }
    let wanted = Self.lowered(pattern)
    self.pattern = pattern
    matches = statements.filter { Self.range(of: wanted, in: $0) != nil }
    selected = nil
    if let place = chosen.flatMap({ matches.firstIndex(of: $0) }) {
      choose(place)
    } else if !pattern.isEmpty {
      choose(0)
    }
  }

  /// Letters match in either case.
  private static func range(of wanted: [UInt8], in text: String) -> Range<Int>? {
    let held = lowered(text)
    guard let first = wanted.first else { return 0..<0 }
    guard held.count >= wanted.count else { return nil }
    for start in 0...(held.count - wanted.count)
    where held[start] == first && held[start..<(start + wanted.count)].elementsEqual(wanted) {
      return start..<(start + wanted.count)
    }
    return nil
  }

  private static func lowered(_ text: String) -> [UInt8] {
    text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }
}
