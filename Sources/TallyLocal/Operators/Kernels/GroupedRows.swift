import CKernels
import TallyData

/// The rows of a block that count, with the slots of their groups.
struct GroupedRows {
  /// The row of the columns that is the block's first.
  let first: Int
  /// How many rows the block has, those that do not count included.
  let blockCount: Int
  /// How many of them count.
  let count: Int
  /// The slot of each row that counts.
  let slots: UnsafePointer<UInt32>
  /// Where in the block each row that counts stands; nil: all rows count.
  let places: UnsafePointer<UInt16>?

  /// Calls `body` with each row that counts, as a place in the block, and its slot.
  @inline(__always)
  func forEach(_ body: (_ place: Int, _ slot: Int) -> Void) {
    var row = 0
    if let places {
      while row < count {
        body(Int(places[row]), Int(slots[row]))
        row &+= 1
      }
    } else {
      while row < count {
        body(row, Int(slots[row]))
        row &+= 1
      }
    }
  }

  /// The same rows of columns that hold only the block.
  var alone: GroupedRows {
    GroupedRows(first: 0, blockCount: blockCount, count: count, slots: slots, places: places)
  }
}

extension Grouping {
  /// The rows of a block that `mask` keeps; nil where it keeps none.
  ///
  /// `slots` and `places` have room for a block.
  func rows(
    _ rows: Range<Int>, mask: Bitmap?, slots: UnsafeMutablePointer<UInt32>, places: UnsafeMutablePointer<UInt16>
  ) -> GroupedRows? {
    let ones = mask?.ones(in: rows) ?? rows.count
    if ones == 0 { return nil }
    fill(rows, into: slots)
    return GroupedRows(rows, mask: ones < rows.count ? mask : nil, slots: slots, places: places)
  }
}

extension GroupedRows {
  /// The rows of a block that `mask` keeps, nil: all, whose slots are moved together.
  init(
    _ rows: Range<Int>, mask: Bitmap?, slots: UnsafeMutablePointer<UInt32>, places: UnsafeMutablePointer<UInt16>
  ) {
    (first, blockCount, self.slots) = (rows.lowerBound, rows.count, UnsafePointer(slots))
    count = mask?.keepSlots(rows, slots, places) ?? rows.count
    self.places = mask == nil ? nil : UnsafePointer(places)
  }
}

extension Bitmap {
  /// Moves the slots of the rows whose bits are set to the front, and writes where each stood; gives how many there are.
  fileprivate func keepSlots(
    _ rows: Range<Int>, _ slots: UnsafeMutablePointer<UInt32>, _ places: UnsafeMutablePointer<UInt16>
  ) -> Int {
    words.withUnsafeBufferPointer { words in
      guard let base = words.baseAddress else { return 0 }
      return tally_keep_slots(base + rows.lowerBound / 64, rows.count, slots, places)
    }
  }
}

/// How many rows a group has, and of how many of them the value is known: 32 bits for each, as there are no more rows.
struct SlotCounts: BitwiseCopyable, Sendable {
  private var bits: UInt64 = 0

  /// 1 for a known value, else 0.
  @inline(__always)
  mutating func add(isKnown: UInt64) { bits &+= 1 << 32 | isKnown }

  @inline(__always)
  mutating func add(known: Int64) { bits &+= UInt64(bitPattern: known) }

  @inline(__always)
  mutating func add(_ other: SlotCounts) { bits &+= other.bits }

  @inline(__always) var known: Int64 { Int64(bits & 0xFFFF_FFFF) }
  @inline(__always) var rows: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }
}
