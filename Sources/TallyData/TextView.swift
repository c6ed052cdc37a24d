/// A text that lives in somebody else's memory, as UTF-8; `base` is nil for a missing one.
///
/// It is valid only while the column or block that it points into is.
package struct TextView: BitwiseCopyable, @unchecked Sendable {
  package let base: UnsafePointer<UInt8>?
  package let count: Int

  @inlinable @inline(__always)
  package init(base: UnsafePointer<UInt8>?, count: Int) {
    self.base = base
    self.count = count
  }

  @inlinable @inline(__always)
  package static var missing: TextView { TextView(base: nil, count: 0) }

  @inlinable @inline(__always)
  package var isMissing: Bool { base == nil }

  @inlinable @inline(__always)
  package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  /// The text as a string; nil for a missing one.
  package var string: String? { base == nil ? nil : String(decoding: bytes, as: UTF8.self) }
}
