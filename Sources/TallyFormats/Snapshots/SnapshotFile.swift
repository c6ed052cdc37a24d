#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import CKernels
import Synchronization
import TallyData

/// A snapshot that is open for reading, of the version of a file that it was asked for.
///
/// It stays as it is while it is open: another one takes its name, not its place. Nothing of it is used before the checksum
/// over it was found right.
final class SnapshotFile: Sendable {
  /// Some of its bytes are not what was written.
  struct Damage: Error {}

  enum Opening {
    case found(SnapshotFile)
    /// There is none, or one that is not this person's.
    case absent
    /// There is one of an older version of the file, of another program, or a damaged one.
    case useless
  }

  let contents: SnapshotContents
  private let parts: [[SnapshotContents.Part]]
  private let descriptor: Int32

  private init(_ descriptor: Int32, _ contents: SnapshotContents, _ parts: [[SnapshotContents.Part]]) {
    self.descriptor = descriptor
    self.contents = contents
    self.parts = parts
  }

  deinit { close(descriptor) }

  static func open(_ path: String, of key: SnapshotKey) -> Opening {
    let descriptor = openFile(path)
    guard descriptor >= 0 else { return .absent }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
      status.st_mode & 0o077 == 0
    else {
      close(descriptor)
      return .absent
    }
    guard let (contents, parts) = contents(descriptor, byteCount: Int(status.st_size), key) else {
      close(descriptor)
      return .useless
    }
    return .found(SnapshotFile(descriptor, contents, parts))
  }

  private static func contents(
    _ file: Int32, byteCount: Int, _ key: SnapshotKey
  ) -> (SnapshotContents, [[SnapshotContents.Part]])? {
    var words = [UInt64](repeating: 0, count: SnapshotHeader.byteCount / 8)
    let isRead = words.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { WholeRead.shortfall(of: file, at: 0, count: bytes.count, to: $0) == nil } ?? false
    }
    guard isRead, let header = SnapshotHeader(words, fileByteCount: byteCount) else { return nil }
    var bytes = [UInt8](repeating: 0, count: header.contentsCount)
    let isWhole = bytes.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map {
        WholeRead.shortfall(of: file, at: header.contentsOffset, count: bytes.count, to: $0) == nil
      } ?? false
    }
    guard isWhole, SnapshotHeader.checksum(bytes) == header.checksum,
      let contents = try? SnapshotContents(bytes, of: key),
      let parts = contents.parts, parts.joined().allSatisfy({ $0.end <= header.contentsOffset })
    else { return nil }
    return (contents, parts)
  }

  /// Bytes of memory that some of its columns take.
  func byteCount(of places: [Int]) -> Int { places.reduce(0) { $0 + parts[$1].reduce(0) { $0 + $1.byteCount } } }

  /// A piece of a part, and where it belongs in memory.
  private struct Piece: @unchecked Sendable {
    let target: UnsafeMutableRawPointer
    let byteCount: Int
    let offset: Int
    let checksum: UInt64
    let number: Int
  }

  /// Some of its columns; nil where the interrupt was raised.
  func columns(
    _ places: [Int], threads: Int, interrupt: Interrupt, progress: (@Sendable (LoadProgress) -> Void)?
  ) throws(Damage) -> [Column]? {
    let columns = places.map { SnapshotParts.room(for: contents.columns[$0], rowCount: contents.rowCount) }
    let pieces = zip(places, columns).flatMap { cut($1, $0) }
    let clock = ProgressClock(byteCount: byteCount(of: places), callback: progress)
    let done = Atomic<Int>(0)
    let isDamaged = Atomic<Bool>(false)
    Parallel.forEach(pieces.count, threads: threads) { task in
      let piece = pieces[task]
      if interrupt.isRaised || isDamaged.load(ordering: .relaxed) { return }
      if !self.fill(piece) { isDamaged.store(true, ordering: .relaxed) }
      clock.tell(done.wrappingAdd(piece.byteCount, ordering: .relaxed).newValue)
    }
    if isDamaged.load(ordering: .relaxed) { throw Damage() }
    return interrupt.isRaised ? nil : columns
  }

  private func cut(_ column: Column, _ place: Int) -> [Piece] {
    zip(parts[place], SnapshotParts.of(column)).flatMap { part, memory in
      (0..<part.pieceCount).compactMap { piece in
        let start = piece * SnapshotContents.pieceByteCount
        guard let base = memory.baseAddress else { return nil }
        return Piece(
          target: UnsafeMutableRawPointer(mutating: base) + start,
          byteCount: min(SnapshotContents.pieceByteCount, part.byteCount - start), offset: part.offset + start,
          checksum: contents.checksums[part.firstPiece + piece], number: part.firstPiece + piece)
      }
    }
  }

  private func fill(_ piece: Piece) -> Bool {
    guard
      WholeRead.shortfall(of: descriptor, at: piece.offset, count: piece.byteCount, to: piece.target) == nil
    else {
      return false
    }
    let bytes = piece.target.assumingMemoryBound(to: UInt8.self)
    return tally_checksum(bytes, piece.byteCount, UInt64(piece.number)) == piece.checksum
  }
}

private func openFile(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW) }
