#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads at a place of a file: all bytes, or else it says why there were fewer.
enum WholeRead {
  enum Shortfall: Equatable {
    /// The file ends before.
    case end
    /// The system's number of what is wrong.
    case refused(Int32)
  }

  /// Nil: all `count` bytes are in `target`.
  static func shortfall(
    of file: Int32, at offset: Int, count: Int, to target: UnsafeMutableRawPointer
  ) -> Shortfall? {
    var done = 0
    while done < count {
      let got = pread(file, target + done, count - done, off_t(offset + done))
      if got > 0 {
        done += got
      } else if got == 0 {
        return .end
      } else if errno != EINTR {
        return .refused(errno)
      }
    }
    return nil
  }
}
