import TallyData

/// A table and what its reader has to say about it.
package struct LoadedTable: Sendable {
  package var table: Table
  package var report: LoadReport

  package init(table: Table, report: LoadReport) {
    self.table = table
    self.report = report
  }
}

/// How far a load has come.
package struct LoadProgress: Sendable {
  package var bytesRead: Int
  package var byteCount: Int

  package init(bytesRead: Int, byteCount: Int) {
    self.bytesRead = bytesRead
    self.byteCount = byteCount
  }
}
