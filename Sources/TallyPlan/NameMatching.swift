import TallyText

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
    Spelling.nearest(to: typed, in: names)
  }
}
