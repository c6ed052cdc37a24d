/// How much two words differ, for "the nearest is …".
package enum Spelling {
  /// The word that differs least from what was typed, if it differs little.
  package static func nearest(to typed: String, in words: [String]) -> String? {
    let key = Array(typed.lowercased().unicodeScalars)
    let scored = words.map { word -> (String, Int) in
      let other = Array(word.lowercased().unicodeScalars)
      if key.count >= 3, other.count > key.count, other.starts(with: key) { return (word, 1) }
      return (word, distance(key, other))
    }
    guard let best = scored.min(by: { $0.1 < $1.1 }) else { return nil }
    return best.1 <= max(1, key.count / 3) ? best.0 : nil
  }

  /// Edits (insert, delete, replace, swap neighbours) between two words: optimal string alignment.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for row in 1...a.count {
      var current = [row]
      for column in 1...b.count {
        let replaced = last[column - 1] + (a[row - 1] == b[column - 1] ? 0 : 1)
        var best = min(replaced, last[column] + 1, current[column - 1] + 1)
        if row > 1, column > 1, a[row - 1] == b[column - 2], a[row - 2] == b[column - 1] {
          best = min(best, beforeLast[column - 2] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last[b.count]
  }
}
