import TallyData

/// The cells of a block of records, column after column.
///
/// A record says only the values it has: what it leaves out is filled with missing when a later value comes.
final class RecordColumns {
  struct Slot: BitwiseCopyable {
    var cells: UnsafeMutablePointer<Cell>
    var capacity: Int
    /// Records that have a cell.
    var count = 0
    var forms: ValueForm = []
    /// Values that are written as missing.
    var nulls = 0
  }

  private(set) var count = 0
  private var capacity = 16
  private var slots = UnsafeMutablePointer<Slot>.allocate(capacity: 16)
  /// Records in which a column got a second value.
  private(set) var repeats = 0
  private(set) var firstRepeat = -1

  deinit {
    for column in 0..<count { slots[column].cells.deallocate() }
    slots.deallocate()
  }

  subscript(column: Int) -> Slot { slots[column] }

  func add() {
    if count == capacity {
      let grown = UnsafeMutablePointer<Slot>.allocate(capacity: 2 * capacity)
      grown.update(from: slots, count: count)
      slots.deallocate()
      (slots, capacity) = (grown, 2 * capacity)
    }
    slots[count] = Slot(cells: .allocate(capacity: 16), capacity: 16)
    count += 1
  }

  /// Makes ready for the next block.
  func clear() {
    for column in 0..<count {
      slots[column].count = 0
      slots[column].forms = []
      slots[column].nulls = 0
    }
    (repeats, firstRepeat) = (0, -1)
  }

  @inline(__always)
  func put(_ cell: Cell, _ form: ValueForm, column: Int, row: Int) {
    let slot = slots + column
    if slot.pointee.count != row || row >= slot.pointee.capacity { makeRoom(column, row) }
    slot.pointee.cells[row] = cell
    slot.pointee.count = row &+ 1
    slot.pointee.forms.formUnion(form)
  }

  @inline(__always)
  func putMissing(column: Int, row: Int) {
    put(.empty, [], column: column, row: row)
    slots[column].nulls &+= 1
  }

  /// Fills the records before `row` that have no cell; a record that has one already is counted.
  @inline(never)
  private func makeRoom(_ column: Int, _ row: Int) {
    if slots[column].count > row {
      repeats += 1
      if firstRepeat < 0 { firstRepeat = row }
    }
    pad(column, to: row)
  }

  /// Gives a column `rowCount` cells and room for one more.
  func pad(_ column: Int, to rowCount: Int) {
    let slot = slots + column
    if rowCount >= slot.pointee.capacity {
      let capacity = max(2 * slot.pointee.capacity, rowCount + 1)
      let grown = UnsafeMutablePointer<Cell>.allocate(capacity: capacity)
      grown.update(from: slot.pointee.cells, count: slot.pointee.count)
      slot.pointee.cells.deallocate()
      (slot.pointee.cells, slot.pointee.capacity) = (grown, capacity)
    }
    while slot.pointee.count < rowCount {
      slot.pointee.cells[slot.pointee.count] = .empty
      slot.pointee.count += 1
    }
  }

  /// Notes what forms a column has after cells of it were changed.
  func setForms(_ forms: ValueForm, column: Int) { slots[column].forms = forms }
}
