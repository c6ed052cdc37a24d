import CKernels
import TallyData

/// A column's stored whole numbers, or codes, as bit patterns: a block of them is read without counting references.
struct StoredCells: @unchecked Sendable {
  private enum Width { case bits8, bits16, bits32, bits64 }

  /// Keeps the memory.
  let storage: ColumnStorage
  private let start: UnsafeRawPointer
  private let width: Width
  /// The pattern of a missing value.
  private let missing: UInt64

  /// Nil for doubles and free text.
  init?(_ storage: ColumnStorage) {
    self.storage = storage
    switch storage {
    case .int8(let buffer): (start, width, missing) = (UnsafeRawPointer(buffer.pointer), .bits8, 1 << 7)
    case .int16(let buffer): (start, width, missing) = (UnsafeRawPointer(buffer.pointer), .bits16, 1 << 15)
    case .int32(let buffer): (start, width, missing) = (UnsafeRawPointer(buffer.pointer), .bits32, 1 << 31)
    case .int64(let buffer): (start, width, missing) = (UnsafeRawPointer(buffer.pointer), .bits64, 1 << 63)
    case .codes8(let codes, _): (start, width, missing) = (UnsafeRawPointer(codes.pointer), .bits8, 0)
    case .codes16(let codes, _): (start, width, missing) = (UnsafeRawPointer(codes.pointer), .bits16, 0)
    case .codes32(let codes, _): (start, width, missing) = (UnsafeRawPointer(codes.pointer), .bits32, 0)
    case .double, .arena: return nil
    }
  }

  /// Writes which cells of some rows lie in a range, none where there is no range, and which are missing.
  func find(
    _ range: ClosedRange<Int64>?, in rows: Range<Int>, inside: UnsafeMutablePointer<UInt64>,
    absent: UnsafeMutablePointer<UInt64>
  ) {
    let (low, span) = (range?.lowerBound ?? 0, range.map { $0.upperBound &- $0.lowerBound } ?? 0)
    // The loops compare bit patterns, which signed and unsigned integers of one width share.
    func find<I: FixedWidthInteger & UnsignedInteger>(
      _ loop: (
        UnsafePointer<I>, Int, I, I, I, UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>
      ) -> Void
    ) {
      let cells = start.assumingMemoryBound(to: I.self) + rows.lowerBound
      let (low, span) = (I(truncatingIfNeeded: low), I(truncatingIfNeeded: span))
      loop(cells, rows.count, low, span, I(truncatingIfNeeded: missing), inside, absent)
    }
    switch width {
    case .bits8: find(tally_find_8)
    case .bits16: find(tally_find_16)
    case .bits32: find(tally_find_32)
    case .bits64: find(tally_find_64)
    }
    if range == nil { inside.update(repeating: 0, count: (rows.count + 63) / 64) }
  }

  /// How many cells of some rows are missing where a bit is set.
  func missingCount(in rows: Range<Int>, among open: UnsafePointer<UInt64>) -> Int {
    func count<I: FixedWidthInteger & UnsignedInteger>(
      _ loop: (UnsafePointer<I>, Int, I, UnsafePointer<UInt64>) -> Int
    ) -> Int {
      loop(start.assumingMemoryBound(to: I.self) + rows.lowerBound, rows.count, I(truncatingIfNeeded: missing), open)
    }
    switch width {
    case .bits8: return count(tally_missing_8)
    case .bits16: return count(tally_missing_16)
    case .bits32: return count(tally_missing_32)
    case .bits64: return count(tally_missing_64)
    }
  }
}
