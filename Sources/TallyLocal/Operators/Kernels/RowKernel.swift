import TallyData

/// How many rows a group has, and its first.
struct RowKernel: GroupKernel {
  struct Slot: BitwiseCopyable, Sendable {
    var count: UInt32
    var first: UInt32
  }

  var empty: Slot { Slot(count: 0, first: .max) }

  func add(_ rows: Range<Int>, groups: UnsafePointer<UInt32>, to slots: UnsafeMutablePointer<Slot>) {
    var number = UInt32(truncatingIfNeeded: rows.lowerBound)
    var row = 0
    while row < rows.count {
      let slot = slots + Int(groups[row])
      slot.pointee.first = min(slot.pointee.first, number)
      slot.pointee.count &+= 1
      number &+= 1
      row &+= 1
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

  func add(_ rows: Range<Int>, groups: UnsafePointer<UInt32>, to slots: UnsafeMutablePointer<Slot>) {
    let values = values.pointer + rows.lowerBound
    var row = 0
    while row < rows.count {
      let slot = slots + Int(groups[row])
      let number = UInt32(truncatingIfNeeded: rows.lowerBound &+ row)
      let isMissing = values[row].isMissing
      slot.pointee.known &+= bit(!isMissing)
      slot.pointee.first = min(slot.pointee.first, isMissing ? .max : number)
      slot.pointee.last = max(slot.pointee.last, isMissing ? 0 : number)
      row &+= 1
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
