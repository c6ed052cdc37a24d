import TallyData

/// The smallest and the largest known value, and how many are known.
struct ExtremeKernel<V: StoredValue>: GroupKernel {
  let values: Buffer<V>

  struct Slot: BitwiseCopyable, Sendable {
    var low: V
    var high: V
    var known: Int64
  }

  var empty: Slot { Slot(low: V.greatest, high: V.least, known: 0) }

  func add(_ rows: Range<Int>, groups: UnsafePointer<UInt32>, to slots: UnsafeMutablePointer<Slot>) {
    let values = values.pointer + rows.lowerBound
    var row = 0
    while row < rows.count {
      let slot = slots + Int(groups[row])
      let value = values[row]
      let isMissing = value.isMissing
      let (low, high) = (isMissing ? V.greatest : value, isMissing ? V.least : value)
      slot.pointee.low = low < slot.pointee.low ? low : slot.pointee.low
      slot.pointee.high = slot.pointee.high < high ? high : slot.pointee.high
      slot.pointee.known &+= bit(!isMissing)
      row &+= 1
    }
  }

  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout Slot) {
    slot.known &+= V.addExtremes(values.pointer + rows.lowerBound, rows.count, selected, &slot.low, &slot.high)
  }

  func merge(_ later: Slot, into slot: inout Slot) {
    slot.low = later.low < slot.low ? later.low : slot.low
    slot.high = slot.high < later.high ? later.high : slot.high
    slot.known &+= later.known
  }
}

extension KeyCode {
  /// Codes from the smallest to the greatest value among the rows that count.
  init(_ column: Column, sweep: Sweep, isDescending: Bool = false) throws(RunError) {
    if case .arena(let arena) = column.storage {
      let ranks = try TextRanks(arena, workers: sweep.workers)
      let none = TextDictionary(sortedWords: [])
      self.init(
        storage: .codes32(ranks.codes, none), low: 1, last: UInt64(ranks.words.count), isDescending: isDescending)
    } else if let dictionary = column.dictionary {
      self.init(storage: column.storage, low: 1, last: UInt64(dictionary.count), isDescending: isDescending)
    } else if column.type == .boolean, case .int8 = column.storage {
      self.init(storage: column.storage, low: Int8(0).order, last: 2, isDescending: isDescending)
    } else {
      let (low, last) = try column.storage.visit(RangeOfCodes(sweep: sweep))
      self.init(storage: column.storage, low: low, last: last, isDescending: isDescending)
    }
  }
}

private struct RangeOfCodes: StorageVisitor {
  let sweep: Sweep

  func visit<V: StoredValue>(_ values: Buffer<V>) throws(RunError) -> (low: UInt64, last: UInt64) {
    let slot = try sweep.run(ExtremeKernel(values: values), over: .whole)[0]
    return slot.known == 0 ? (1, 0) : (slot.low.order, slot.high.order - slot.low.order + 1)
  }
}
