#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import CKernels
import TallyData

/// Which version of which file is at a path, as far as that can be known without reading all of it.
///
/// The times alone are no proof, for whoever wrote to a file can set its time of writing back; nobody can set back the time
/// of its last change, but a change within the same tick of the clock leaves it as it is. So a file counts as known only
/// if it was left alone for a while before it was looked at.
struct FileFingerprint: Equatable, Sendable {
  /// Absolute and without links.
  let path: String
  let device: UInt64
  let inode: UInt64
  let touch: FileTouch
  /// Of the first and the last bytes.
  let ends: UInt64

  private static let endByteCount = 1 << 16

  /// Nil for what is not a regular file that can be read.
  init?(path: String) {
    let file = openFile(path)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let resolved = realpath(path, nil) else {
      return nil
    }
    defer { free(resolved) }
    guard let ends = Self.checksum(ofEnds: file, byteCount: Int(status.st_size)) else { return nil }
    self.path = String(cString: resolved)
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    touch = FileTouch(status)
    self.ends = ends
  }

  /// Whether the last change is at least so many seconds ago.
  func isOlder(thanSeconds seconds: Int) -> Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    // A whole second less, for the parts of seconds are left out.
    return now.tv_sec - max(touch.seconds, touch.version.seconds) > seconds
  }

  private static func checksum(ofEnds file: Int32, byteCount: Int) -> UInt64? {
    let block = Buffer<UInt8>(count: endByteCount)
    let count = min(byteCount, endByteCount)
    var checksum: UInt64 = 0
    for offset in [0, byteCount - count] {
      let target = UnsafeMutableRawPointer(block.pointer)
      guard WholeRead.shortfall(of: file, at: offset, count: count, to: target) == nil else { return nil }
      checksum = tally_checksum(block.pointer, count, checksum)
    }
    return checksum
  }
}

private func openFile(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
