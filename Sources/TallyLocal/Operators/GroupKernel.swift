import TallyData

/// One loop over rows that gathers something about each group.
protocol GroupKernel: Sendable {
  /// What is known of one group.
  associatedtype Slot: BitwiseCopyable & Sendable
  var empty: Slot { get }

  /// Adds each row of a block that counts to the slot of its group.
  func add(_ rows: GroupedRows, to slots: UnsafeMutablePointer<Slot>)

  /// Adds the rows of a block where `selected` is 1 and not 0, or all where it is nil, to the one group there is.
  func add(_ rows: Range<Int>, selected: UnsafePointer<UInt8>?, to slot: inout Slot)

  /// Adds what later rows gave.
  func merge(_ later: Slot, into slot: inout Slot)
}

/// A kernel that counts the rows of each group by the way.
protocol CountingKernel: GroupKernel {
  func rows(of slot: Slot) -> UInt32
}

/// Marks for a block all of whose rows count.
enum BlockMarks {
  private static let ones = Buffer<UInt8>(repeating: 1, count: RowParts.blockSize)

  static var all: UnsafePointer<UInt8> { UnsafePointer(ones.pointer) }
}
