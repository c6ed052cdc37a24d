import TallyData

/// A table and what its reader has to say about it.
package struct LoadedTable: Sendable {
  package var table: Table
  package var report: LoadReport
  /// The columns that the options did not want; nil where the table is whole.
  package var rest: UnreadColumns?
  /// What a snapshot of the table would be of; nil where there should be none.
  var snapshotKey: SnapshotKey?

  package init(table: Table, report: LoadReport, rest: UnreadColumns? = nil) {
    self.table = table
    self.report = report
    self.rest = rest
  }
}

/// How far a load has come.
package struct LoadProgress: Sendable {
  package var bytesRead: Int
  package var byteCount: Int

  /// From 0 to 1.
  package var part: Double { byteCount > 0 ? min(Double(bytesRead) / Double(byteCount), 1) : 0 }

  package init(bytesRead: Int, byteCount: Int) {
    self.bytesRead = bytesRead
    self.byteCount = byteCount
  }
}
