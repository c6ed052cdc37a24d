#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a write to a file changes of what the system says of it.
struct FileVersion: Equatable, Sendable {
  let size: off_t
  let seconds: Int
  let nanoseconds: Int

  init(_ status: stat) {
    size = status.st_size
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    (seconds, nanoseconds) = (time.tv_sec, time.tv_nsec)
  }
}

/// As ``FileVersion``, with what nobody can set back: the time of the last change to the file or to what the system
/// says of it. A new name or other permissions change it too.
struct FileTouch: Equatable, Sendable {
  let version: FileVersion
  let seconds: Int
  let nanoseconds: Int

  init(_ status: stat) {
    version = FileVersion(status)
    #if canImport(Darwin)
      let time = status.st_ctimespec
    #else
      let time = status.st_ctim
    #endif
    (seconds, nanoseconds) = (time.tv_sec, time.tv_nsec)
  }
}
