import TallyText

/// The names of columns, from the cells of a header.
enum ColumnNames {
  /// Trimmed; `column1`, … where there is none; `a_2` for a second `a`.
  static func unique(_ cells: [[UInt8]]) -> [String] {
    let given = cells.map { String(decoding: trimmed($0), as: UTF8.self) }
    // A name that stands in the file is not given to another column.
    var taken = Set(given)
    var met: Set<String> = []
    return given.enumerated().map { place, name in
      if !name.isEmpty, met.insert(name).inserted { return name }
      let stem = name.isEmpty ? "column\(place + 1)" : name
      var candidate = name.isEmpty ? stem : "\(stem)_2"
      var number = 2
      while !taken.insert(candidate).inserted {
        candidate = "\(stem)_\(number)"
        number += 1
      }
      return candidate
    }
  }

  static func trimmed(_ cell: [UInt8]) -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }
    guard let start = cell.firstIndex(where: { !isBlank($0) }) else { return [] }
    let end = cell.lastIndex { !isBlank($0) } ?? start
    return cell[start...end]
  }

  /// The one column that a name means: spelled so, else in another case, else also with other punctuation.
  static func index(of name: String, in names: [String]) -> Int? {
    for fold in [{ $0 }, { $0.lowercased() }, folded] as [(String) -> String] {
      let wanted = fold(name)
      let matches = names.indices.filter { fold(names[$0]) == wanted }
      if matches.count == 1 { return matches[0] }
      if matches.count > 1 { return nil }
    }
    return nil
  }

  private static func folded(_ name: String) -> String {
    String(String.UnicodeScalarView(name.lowercased().unicodeScalars.filter(\.properties.isAlphanumeric)))
  }
}

extension Unicode.Scalar.Properties {
  fileprivate var isAlphanumeric: Bool { isAlphabetic || numericType != nil }
}
