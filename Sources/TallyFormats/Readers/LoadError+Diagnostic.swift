import TallyData
import TallyText

extension LoadError: DiagnosticConvertible {
  package var diagnostic: Diagnostic {
    var diagnostic = Diagnostic(message, notes: notes)
    if let option = addedOptions.first, let effect = Self.effect(of: option) {
      diagnostic.notes.append("`load … \(option)` \(effect)")
    }
    return diagnostic
  }

  /// The words of which any, added to the `load` statement, makes it run; none where no option would.
  package var addedOptions: [String] {
    switch self {
    case .ragged: ["ragged"]
    case .invalidUTF8: ["encoding latin1"]
    case .misfit(_, let column, _, _): ["types \(Self.spelled(column)) text"]
    case .severalTables(_, let tables): tables.prefix(2).map { "table \(Self.spelled($0))" }
    case .absent, .directory, .unreadable, .empty, .changed, .outdated, .otherFormat, .textAfterQuote, .unclosedQuote,
      .rowTooLong,
      .invalidUTF16, .unknownColumn, .json, .noRecords, .unknownTable, .notDivided, .damagedDatabase, .tooLarge,
      .truncatedGzip, .damagedGzip, .interrupted:
      []
    }
  }

  private static func effect(of option: String) -> String? {
    if option.hasPrefix("table ") { return nil }
    if option == "ragged" { return "fills short rows with missing, cuts long ones and counts both" }
    if option == "encoding latin1" { return "reads it if it is in Latin-1 (Western European)" }
    return "keeps every cell as it is written"
  }

  private var message: String {
    switch self {
    case .absent(let file): "there is no file \(file)"
    case .directory(let file): "\(file) is a folder, not a file"
    case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
    case .empty(let file): "\(file) is empty"
    case .changed(let file): "\(file) changed while it was being read"
    case .outdated(let file): "\(file) changed after its first columns were read, so the others cannot be added to them"
    case .otherFormat(let file, let what): "\(file) is \(what), not a text file of rows and columns"
    case .ragged(let place, let expected, let actual):
      "\(place.text) has \(counted(actual, "cell")), \(expected) are expected"
    case .textAfterQuote(let place): "\(place.text) has text between a closing quote and the next cell"
    case .unclosedQuote(let place): "the quote opened in \(place.text) is never closed"
    case .rowTooLong(let place): "the row that begins in \(place.text) is longer than a row can be"
    case .invalidUTF8(let place, let byte):
      "\(place.text) is not UTF-8: byte 0x\(String(byte, radix: 16)) at offset \(grouped(place.byteOffset))"
    case .invalidUTF16(let place): "\(place.text) is not UTF-16 at offset \(grouped(place.byteOffset))"
    case .misfit(let place, let column, let cell, let type):
      "\(place.text), column \(column): \"\(Self.shortened(cell))\" is not \(Self.article(type)) \(type.rawValue)"
    case .unknownColumn(let file, let name, _): "\(file) has no one column `\(name)` for `types`"
    case .json(let place, let problem): "\(place.text) \(problem.message), at offset \(grouped(place.byteOffset))"
    case .noRecords(let file, let what): "\(file) holds \(what), and no rows"
    case .severalTables(let file, let tables): "\(file) holds \(grouped(tables.count)) tables: \(Self.list(tables))"
    case .unknownTable(let file, let name, _): "\(file) has no table `\(name)`"
    case .notDivided(let file, let name): "\(file) is one table, and has no `\(name)`"
    case .damagedDatabase(let file, let reason): "\(file) cannot be read as a SQLite database: \(reason)"
    case .tooLarge(let file, let needed, let available):
      needed > available
        ? "\(file) needs about \(Self.size(needed)) of memory, \(Self.size(available)) are free"
        : "\(file) needs more memory than the system gives"
    case .truncatedGzip(let file): "\(file) ends in the middle of its compressed data"
    case .damagedGzip(let file): "the compressed data of \(file) is damaged"
    case .interrupted(let file): "stopped; \(file) is not loaded"
    }
  }

  private var notes: [String] {
    switch self {
    case .textAfterQuote: ["a quote inside a quoted cell is written twice: \"a \"\"b\"\" c\""]
    case .rowTooLong:
      ["a row holds at most \(Self.size(CSVLimits.rowBytes)); a quote that is never closed reads like this"]
    case .unknownColumn(_, _, let columns): ["its columns are \(columns.prefix(20).joined(separator: ", "))"]
    case .json(_, let problem): [problem.note]
    case .noRecords: ["rows are an array of objects, one object a line, or an object of arrays of equal length"]
    case .severalTables(_, let tables): ["`load … table \(Self.spelled(tables.first ?? "t"))` reads one of them"]
    case .unknownTable(_, _, let tables): ["it has \(Self.list(tables))"]
    case .notDivided: ["`table` names a table of a SQLite database, or an array within a JSON object"]
    case .tooLarge:
      ["a file of the columns or rows in question would fit", "`set memory` says how much may be taken"]
    case .truncatedGzip: ["the file was probably not copied to its end"]
    case .empty: ["a header line makes a table without rows"]
    case .outdated(let file): ["`load \"\(file)\"` reads it as it is now"]
    case .changed: ["a copy of it can be loaded while it is written to"]
    case .absent, .directory, .unreadable, .otherFormat, .ragged, .unclosedQuote, .invalidUTF8, .invalidUTF16,
      .misfit, .damagedDatabase, .damagedGzip, .interrupted:
      []
    }
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " and \(grouped(names.count - 20)) more" : "")
  }

  /// A name as a statement spells it.
  private static func spelled(_ name: String) -> String {
    let isWord = name.utf8.allSatisfy { ($0 | 0x20) &- 97 < 26 || $0 == 0x5F || $0 &- 48 < 10 }
    return isWord && name.utf8.first.map { $0 &- 48 >= 10 } == true ? name : "`\(name)`"
  }

  private static func article(_ type: DataType) -> String { type == .integer ? "an" : "a" }

  private static func shortened(_ cell: String) -> String {
    cell.count <= 40 ? cell : String(cell.prefix(39)) + "…"
  }

  /// `3.2 GB`.
  private static func size(_ bytes: Int) -> String {
    let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")]
    guard let (unit, name) = units.first(where: { bytes >= $0.0 }) else { return counted(bytes, "byte") }
    let tenths = bytes / (unit / 10)
    return "\(grouped(tenths / 10)).\(tenths % 10) \(name)"
  }
}

extension LoadError.Place {
  /// `line 12 of trips.csv`.
  package var text: String { "line \(grouped(line)) of \(file)" }
}
