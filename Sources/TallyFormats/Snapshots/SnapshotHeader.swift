import CKernels

/// The first bytes of a snapshot: that it is one, and where what it says of itself is.
struct SnapshotHeader {
  static let byteCount = 40
  /// Raised with every change of what a snapshot holds or how.
  private static let version: UInt64 = 1
  /// Reads otherwise on a machine of the other byte order.
  private static let mark: UInt64 = 0x5441_4C4C_5943_4F4C

  let contentsOffset: Int
  let contentsCount: Int
  let checksum: UInt64

  init(contents: [UInt8], at offset: Int) {
    contentsOffset = offset
    contentsCount = contents.count
    checksum = Self.checksum(contents)
  }

  var words: [UInt64] {
    [Self.mark, Self.version, UInt64(contentsOffset), UInt64(contentsCount), checksum]
  }

  /// Nil for what is no snapshot, of another version, or not a whole one of `fileByteCount` bytes.
  init?(_ words: [UInt64], fileByteCount: Int) {
    guard words.count == 5, words[0] == Self.mark, words[1] == Self.version, let offset = Int(exactly: words[2]),
      let count = Int(exactly: words[3]), offset <= fileByteCount, count == fileByteCount - offset
    else { return nil }
    (contentsOffset, contentsCount, checksum) = (offset, count, words[4])
  }

  static func checksum(_ contents: [UInt8]) -> UInt64 { tally_checksum(contents, contents.count, version) }
}
