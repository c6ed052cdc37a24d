import TallyData

/// How many rows a group has.
struct CountKernel: CountingKernel {
  typealias Slot = UInt32

  var empty: UInt32 { 0 }

  func add(_ rows: GroupedRows, to slots: UnsafeMutablePointer<UInt32>) {
    rows.forEach { (_, slot) in slots[slot] &+= 1 }
  }

  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout UInt32) {
    guard let selected else {
      slot &+= UInt32(truncatingIfNeeded: rows.count)
      return
    }
    for row in 0..<rows.count { slot &+= UInt32(selected[row]) }
  }

  func rows(of slot: UInt32) -> UInt32 { slot }

  func merge(_ later: UInt32, into slot: inout UInt32) { slot &+= later }
}

/// How many rows a group has, and its first.
struct RowKernel: GroupKernel {
  struct Slot: BitwiseCopyable, Sendable {
    var count: UInt32
    var first: UInt32
  }

  var empty: Slot { Slot(count: 0, first: .max) }

  func add(_ rows: GroupedRows, to slots: UnsafeMutablePointer<Slot>) {
    rows.forEach { (place, slot) in
      let slot = slots + slot
      slot.pointee.first = min(slot.pointee.first, UInt32(truncatingIfNeeded: rows.first &+ place))
      slot.pointee.count &+= 1
    }
  }

  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout Slot) {
    guard let selected else {
      slot.first = min(slot.first, UInt32(truncatingIfNeeded: rows.lowerBound))
      slot.count &+= UInt32(truncatingIfNeeded: rows.count)
      return
    }
    var count: UInt32 = 0
    for row in 0..<rows.count {
      if selected[row] != 0, slot.first == .max { slot.first = UInt32(truncatingIfNeeded: rows.lowerBound &+ row) }
      count &+= UInt32(selected[row])
    }
    slot.count &+= count
  }

  func merge(_ later: Slot, into slot: inout Slot) {
    slot.count &+= later.count
    slot.first = min(slot.first, later.first)
  }
}

/// How many known values a group has, and the first and last row of one.
struct KnownKernel<V: StoredValue>: GroupKernel {
  let values: Buffer<V>

  struct Slot: BitwiseCopyable, Sendable {
    var known: UInt32
    var first: UInt32
    var last: UInt32
  }

  var empty: Slot { Slot(known: 0, first: .max, last: 0) }

  func add(_ rows: GroupedRows, to slots: UnsafeMutablePointer<Slot>) {
    let values = values.pointer + rows.first
    rows.forEach { (place, slot) in
      let slot = slots + slot
      let number = UInt32(truncatingIfNeeded: rows.first &+ place)
      let isMissing = values[place].isMissing
      slot.pointee.known &+= bit(!isMissing)
      slot.pointee.first = min(slot.pointee.first, isMissing ? .max : number)
      slot.pointee.last = max(slot.pointee.last, isMissing ? 0 : number)
    }
  }

  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout Slot) {
    let values = values.pointer + rows.lowerBound
    let selected = selected ?? BlockMarks.all
    var (known, first, last): (UInt32, UInt32, UInt32) = (0, .max, 0)
    var number = UInt32(truncatingIfNeeded: rows.lowerBound)
    var row = 0
    while row < rows.count {
      let isKnown = selected[row] & bit(!values[row].isMissing)
      known &+= UInt32(isKnown)
      first = min(first, isKnown != 0 ? number : .max)
      last = max(last, isKnown != 0 ? number : 0)
      number &+= 1
      row &+= 1
    }
    merge(Slot(known: known, first: first, last: last), into: &slot)
  }

  func merge(_ later: Slot, into slot: inout Slot) {
    slot.known &+= later.known
    slot.first = min(slot.first, later.first)
    slot.last = max(slot.last, later.last)
  }
}
