/// How a typed name finds the name it means.
package enum NameMatch: Equatable {
  case found(Int)
  /// Several names match equally well.
  case ambiguous([Int])
  case none
}

package enum NameMatching {
  /// Exactly; else ignoring case; else ignoring case and punctuation, where that is unique.
  package static func match(_ typed: String, in names: [String], isExact: Bool = false) -> NameMatch {
    if let exact = names.firstIndex(where: { $0.unicodeScalars.elementsEqual(typed.unicodeScalars) }) {
      return .found(exact)
    }
    if isExact { return .none }
    for fold in [{ $0.lowercased() }, bare] as [(String) -> String] {
      let key = fold(typed)
      if key.isEmpty { continue }
      let hits = names.indices.filter { fold(names[$0]) == key }
      if hits.count == 1 { return .found(hits[0]) }
      if hits.count > 1 { return .ambiguous(hits) }
    }
    return .none
  }

  /// Letters and digits alone, in lower case: `Body Mass (g)` is `bodymassg`.
  package static func bare(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }))
  }

  /// The name that differs least from what was typed, if it differs little.
  package static func nearest(to typed: String, in names: [String]) -> String? {
    let key = Array(typed.lowercased().unicodeScalars)
    let scored = names.map { name -> (String, Int) in
      let other = Array(name.lowercased().unicodeScalars)
      if key.count >= 3, other.count > key.count, other.starts(with: key) { return (name, 1) }
      return (name, distance(key, other))
    }
    guard let best = scored.min(by: { $0.1 < $1.1 }) else { return nil }
    return best.1 <= max(1, key.count / 3) ? best.0 : nil
  }

  /// Edits (insert, delete, replace, swap neighbours) between two texts: optimal string alignment.
  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
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
