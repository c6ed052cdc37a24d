import TallyData

/// The smallest and the largest known value, and how many are known.
struct ExtremeKernel<V: StoredValue>: CountingKernel {
  let values: Buffer<V>

  struct Slot: BitwiseCopyable, Sendable {
    var low: V
    var high: V
    var counts = SlotCounts()
    var known: Int64 { counts.known }
  }

  var empty: Slot { Slot(low: V.greatest, high: V.least) }

  func add(_ rows: GroupedRows, to slots: UnsafeMutablePointer<Slot>) {
    let values = values.pointer + rows.first
    rows.forEach { (place, slot) in
      let slot = slots + slot
      let value = values[place]
      let isMissing = value.isMissing
      let (low, high) = (isMissing ? V.greatest : value, isMissing ? V.least : value)
      slot.pointee.low = low < slot.pointee.low ? low : slot.pointee.low
      slot.pointee.high = slot.pointee.high < high ? high : slot.pointee.high
      slot.pointee.counts.add(isKnown: bit(!isMissing))
    }
  }

  func rows(of slot: Slot) -> UInt32 { slot.counts.rows }

  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout Slot) {
    slot.counts.add(
      known: V.addExtremes(values.pointer + rows.lowerBound, rows.count, selected, &slot.low, &slot.high))
  }

  func merge(_ later: Slot, into slot: inout Slot) {
    slot.low = later.low < slot.low ? later.low : slot.low
    slot.high = slot.high < later.high ? later.high : slot.high
    slot.counts.add(later.counts)
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
