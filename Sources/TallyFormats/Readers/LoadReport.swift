import TallyData

/// What a reader saw, decided and changed while it read a file.
package struct LoadReport: Sendable {
  package struct ColumnReport: Sendable {
    package var name: String
    package var type: DataType
    /// Cells read as missing, by their spelling (the empty cell is ""), most first.
    package var missingSpellings: [(text: String, count: Int)]
    /// Of a text column most of whose known cells are of a narrower type: that type, the first line and cell
    /// that are not, and how many cells are not.
    package var obstacle: Obstacle?
    /// Datetimes with an offset or `Z`, turned into UTC.
    package var offsetDatetimes = 0

    package struct Obstacle: Sendable {
      package var wouldBe: DataType
      package var line: Int
      package var cell: String
      package var count: Int

      package init(wouldBe: DataType, line: Int, cell: String, count: Int) {
        self.wouldBe = wouldBe
        self.line = line
        self.cell = cell
        self.count = count
      }
    }

    package init(
      name: String, type: DataType, missingSpellings: [(text: String, count: Int)] = [], obstacle: Obstacle? = nil
    ) {
      self.name = name
      self.type = type
      self.missingSpellings = missingSpellings
      self.obstacle = obstacle
    }
  }

  /// The columns that were read.
  package var columns: [ColumnReport] = []
  /// Of the file, those left out included; nil: as many as were read.
  package var columnCount: Int?
  package var rowCount = 0
  package var byteCount = 0
  /// Nil for a format without one.
  package var delimiter: UInt8?
  package var hasHeader = true
  /// Nobody said whether there is a header: the reader decided.
  package var isHeaderGuessed = false
  package var hasByteOrderMark = false
  package var isCompressed = false
  package var blankLines = 0
  /// Ragged files: rows that were filled, rows that were cut.
  package var shortRows = 0
  package var longRows = 0
  /// What an obstacle's line is: `row` where a file has no lines.
  package var placeNoun = "line"
  /// How the file became rows and columns, where there are several ways.
  package var explanations: [String] = []
  /// Other sentences a person must know to trust the table.
  package var remarks: [String] = []

  package init() {}

  /// Datetimes with an offset or `Z`, turned into UTC, in all columns that were read.
  package var offsetDatetimes: Int { columns.reduce(0) { $0 + $1.offsetDatetimes } }
}
