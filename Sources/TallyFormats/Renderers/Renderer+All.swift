extension Renderer {
  /// Every format that answers are written in, in the order of the manual.
  package static let all: [Renderer] = [table, csv, tsv, json, ndjson, markdown, html, list, plain]

  /// The format of a name, ignoring case.
  package static func named(_ name: String) -> Renderer? {
    let lowered = name.lowercased()
    return all.first { $0.name == lowered }
  }

  /// The format that a file's name asks for; nil where it asks for none.
  package static func `for`(path: String) -> Renderer? {
    let suffix = LoadSource.nameParts(path).suffix.lowercased()
    return all.first { $0.suffixes.contains(suffix) }
  }
}
