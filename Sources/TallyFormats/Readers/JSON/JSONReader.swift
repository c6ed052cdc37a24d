import TallyData

extension FileReader {
  static let json = FileReader(
    name: "json",
    summary: "An array of objects, an object that holds one, or an object of arrays.",
    suffixes: ["json", "geojson"],
    examples: [#"load "stations.json""#, #"load "answer.json" table results"#]
  ) { (source, name, options, interrupt, progress) throws(LoadError) in
    let text = try JSONText(source, options: options, interrupt: interrupt)
    let layout = try JSONDocument(text).layout(options)
    return try JSONLoad(text, layout, options: options, interrupt: interrupt, progress: progress).table(named: name)
  }

  static let ndjson = FileReader(
    name: "ndjson",
    summary: "One JSON object a line.",
    suffixes: ["ndjson", "jsonl"],
    examples: [#"load "events.ndjson.gz""#]
  ) { (source, name, options, interrupt, progress) throws(LoadError) in
    if let table = options.table { throw .notDivided(file: source.displayName, name: table) }
    let text = try JSONText(source, options: options, interrupt: interrupt)
    let layout = try JSONLayout.lines(text, options)
    return try JSONLoad(text, layout, options: options, interrupt: interrupt, progress: progress).table(named: name)
  }
}

/// The text of a JSON file, and the memory that its table may take.
struct JSONText {
  let text: TextSource
  let memoryLimit: Int

  init(_ source: LoadSource, options: LoadOptions, interrupt: Interrupt) throws(LoadError) {
    text = try TextSource(source, options: options, interrupt: interrupt)
    memoryLimit = text.memoryLimit(options)
    guard text.bytes.count > text.start else { throw .empty(file: source.displayName) }
  }
}
