extension Renderer {
  /// Every format that answers are written in, in the order of the manual.
  package static let all: [Renderer] = [table, csv, tsv, json, ndjson, markdown, html, list, plain]

  /// The format of a name, ignoring case.
  package static func named(_ name: String) -> Renderer? {
    let lowered = name.lowercased()
    return all.first { $0.name == lowered }
  }
}
