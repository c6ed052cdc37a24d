import TallyData

/// How many values equal a wanted one, missing ones a missing one.
struct EqualKernel<V: StoredValue>: GroupKernel {
  let values: Buffer<V>
  let wanted: V

  var empty: Int64 { 0 }

  func add(_ rows: Range<Int>, groups: UnsafePointer<UInt32>, to slots: UnsafeMutablePointer<Int64>) {
    let values = values.pointer + rows.lowerBound
    let isMissingWanted = wanted.isMissing
    for row in 0..<rows.count {
      slots[Int(groups[row])] &+= bit(isMissingWanted ? values[row].isMissing : values[row] == wanted)
    }
  }

  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>, to slot: inout Int64) {
    let values = values.pointer + rows.lowerBound
    let missing: UInt8 = bit(wanted.isMissing)
    var total: Int32 = 0
    var row = 0
    while row < rows.count {
      let isEqual: UInt8 = bit(values[row] == wanted) | (missing & bit(values[row].isMissing))
      total &+= Int32(truncatingIfNeeded: isEqual & selected[row])
      row &+= 1
    }
    slot &+= Int64(total)
  }

  func merge(_ later: Int64, into slot: inout Int64) { slot &+= later }
}
