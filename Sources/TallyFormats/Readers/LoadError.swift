import TallyData
import TallyText

/// Why a file did not become a table.
package enum LoadError: Error, Sendable, Equatable {
  /// A place in a file: the 1-based line and the 0-based byte.
  package struct Place: Sendable, Equatable {
    package var file: String
    package var line: Int
    package var byteOffset: Int

    package init(file: String, line: Int, byteOffset: Int) {
      self.file = file
      self.line = line
      self.byteOffset = byteOffset
    }
  }

  case absent(file: String)
  case directory(file: String)
  /// The system's words for what it refused.
  case unreadable(file: String, reason: String)
  case empty(file: String)
  /// It became shorter, or otherwise different, between the start and the end of the load.
  case changed(file: String)
  /// It was written to after some of its columns had been read, and before the others were.
  case outdated(file: String)
  /// It begins like a file of another kind: `a SQLite database`.
  case otherFormat(file: String, what: String)
  case ragged(Place, expected: Int, actual: Int)
  case textAfterQuote(Place)
  case unclosedQuote(Place)
  case rowTooLong(Place)
  case invalidUTF8(Place, byte: UInt8)
  case invalidUTF16(Place)
  case misfit(Place, column: String, cell: String, type: DataType)
  /// `types` names a column that the file does not have, or more than one.
  case unknownColumn(file: String, name: String, columns: [String])
  case json(Place, JSONProblem)
  /// A JSON text that is no rows: `an empty array`.
  case noRecords(file: String, what: String)
  /// A file of several tables, of which `load` names none.
  case severalTables(file: String, tables: [String])
  /// `table` names none of the file's.
  case unknownTable(file: String, name: String, tables: [String])
  /// `table` was named, and this kind of file is one table.
  case notDivided(file: String, name: String)
  /// What the database library says of a file.
  case damagedDatabase(file: String, reason: String)
  case tooLarge(file: String, needed: Int, available: Int)
  case truncatedGzip(file: String)
  case damagedGzip(file: String)
  case interrupted(file: String)
}
