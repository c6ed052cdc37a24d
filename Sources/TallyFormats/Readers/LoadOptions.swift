import TallyData

/// How a file is to be read, where the person said so.
package struct LoadOptions: Sendable {
  package enum Encoding: String, CaseIterable, Sendable {
    case utf8, latin1, utf16
  }

  /// The order of the parts of dates that are not ISO: `dd/mm/yyyy`; any one separator.
  package enum DateOrder: String, CaseIterable, Sendable {
    case dayFirst = "dd/mm/yyyy"
    case monthFirst = "mm/dd/yyyy"
    case yearFirst = "yyyy/mm/dd"
  }

  /// Nil: found from the header line.
  package var delimiter: UInt8?
  /// Nil: decided by the reader.
  package var hasHeader: Bool?
  /// The spellings read as missing beside the empty unquoted cell; nil: the usual ones.
  package var missing: [String]?
  package var encoding = Encoding.utf8
  /// Types by column name, matched as names are.
  package var types: [(column: String, type: DataType)] = []
  package var dates: DateOrder?
  /// Short rows are filled with missing, long ones cut.
  package var isRagged = false
  /// The table of a database, or the array of a JSON object; nil where the file has one.
  package var table: String?
  package var threads = Parallel.threadCount
  /// Bytes that a thread reads at a time; nil: by the width of the file.
  package var chunkByteCount: Int?
  /// Bytes that the table may take; nil: what the process may take.
  package var memoryLimit: Int?

  /// Whether a column of a name is read at once; nil: all are. The rest of a file that stays on disk can be read later.
  package var isWanted: (@Sendable (String) -> Bool)?

  /// Where columns of large files are kept; nil: files are always read themselves.
  package var snapshots: SnapshotFolder?

  package init() {}

  /// Bytes that a load may take now.
  func allowance() -> Int { memoryLimit ?? MemoryBudget.free() }

  /// `NA`, `N/A`, `NULL`, `null`, `NaN`.
  package static let usualMissing = ["NA", "N/A", "NULL", "null", "NaN"]
}

/// Where a table's bytes come from.
package enum LoadSource: @unchecked Sendable {
  case file(path: String)
  case standardInput
  /// Standard input, read to its end and unpacked.
  case input(Buffer<UInt8>)
  /// Bytes that live as long as the program.
  case memory(UnsafeRawBufferPointer)
}
