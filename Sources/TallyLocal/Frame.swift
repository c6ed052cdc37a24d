import TallyData

/// The rows that a step passes on: columns, and which of their rows still count, in the columns' order.
///
/// A filter narrows the mask and copies nothing; steps that reorder or cut rows gather the columns anew.
package struct Frame: Sendable {
  package let columns: [Column]
  /// Rows of the columns, masked out ones included.
  package let physicalCount: Int
  /// The rows that count; nil: all.
  package let mask: Bitmap?
  /// How many rows count.
  package let rowCount: Int

  package init(columns: [Column], physicalCount: Int, mask: Bitmap? = nil) {
    self.init(columns: columns, physicalCount: physicalCount, mask: mask, rowCount: mask?.ones ?? physicalCount)
  }

  /// `rowCount`: how many bits the mask has, where that is known.
  init(columns: [Column], physicalCount: Int, mask: Bitmap?, rowCount: Int) {
    precondition(columns.allSatisfy { $0.count == physicalCount })
    precondition(mask.map { $0.count == physicalCount } ?? true)
    self.columns = columns
    self.physicalCount = physicalCount
    self.mask = mask
    self.rowCount = rowCount
  }

  package init(_ table: Table) {
    self.init(columns: table.columns, physicalCount: table.rowCount)
  }
}
