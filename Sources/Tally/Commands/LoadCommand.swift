import TallyData
import TallyFormats
import TallyPlan
import TallySyntax
import TallyText

extension Command {
  static let load = Command(
    "load", summary: "Reads a file into a table and makes it the current one.",
    signature: "load \"FILE\" [as NAME] [with header | without header] [delimiter \";\"] [missing \"NA\", …] "
      + "[encoding NAME] [types COLUMN TYPE, …] [dates \"dd/mm/yyyy\"] [ragged] [table NAME]",
    examples: ["load \"Samples/arrivals.csv\" as people", "load \"Samples/arrivals.csv\" types year text"]
  ) { session, turn throws(Stop) in
    guard case .load(let load) = turn.statement.kind else { return }
    if session.options.isSafe {
      throw .failed(SessionError.refusedWhenSafe(what: "`load`", load.path.range).diagnostic)
    }
    let options = try LoadOptions(load)
    let path = load.path.text
    let name = load.name?.text ?? session.state.shelf.freeName(LoadSource.file(path: path).tableName, path: path)
    // A small file needs no memory that the others count on, and one that is not there needs none.
    let isLarge = (FileLoader.byteCount(path: path) ?? 0) >= session.largeByteCount / 8
    if isLarge { session.pauseComing() }
    defer { if isLarge { session.resumeComing() } }
    let loaded = try session.read(
      .file(path: path), named: name, options: options, at: load.path.range, to: turn.output)
    session.state.shelf.put(loaded, path: path)
    session.state.shelf.current = name
    guard turn.mode == .running else { return }
    session.noteForSnapshot(loaded)
    session.writeReport(of: loaded, to: turn.output)
  }
}

extension LoadOptions {
  init(_ load: LoadSyntax) throws(Stop) {
    self.init()
    hasHeader = load.hasHeader
    missing = load.missing?.map(\.text)
    isRagged = load.isRagged
    table = load.table?.text
    if let written = load.delimiter {
      guard written.text.utf8.count == 1, let byte = written.text.utf8.first, byte < 0x80 else {
        throw .failed(SessionError.longDelimiter(written.text, written.range).diagnostic)
      }
      delimiter = byte
    }
    if let written = load.encoding {
      encoding = try Self.choice(of: "the encoding", written.text.lowercased(), written.range)
    }
    if let written = load.dates {
      dates = try Self.choice(of: "the order of dates", written.text.lowercased(), written.range)
    }
    for entry in load.types {
      types.append((entry.column.text, try Self.choice(of: "a type", entry.type.text.lowercased(), entry.type.range)))
    }
  }

  private static func choice<Choice: CaseIterable & RawRepresentable<String>>(
    of what: String, _ text: String, _ range: SourceRange
  ) throws(Stop) -> Choice {
    if let choice = Choice(rawValue: text) { return choice }
    let choices = Choice.allCases.map(\.rawValue)
    throw .failed(SessionError.unknownOption(what, value: text, choices: choices, range).diagnostic)
  }
}
