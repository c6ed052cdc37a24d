#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a write to a file changes of what the system says of it.
struct FileVersion: Equatable {
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
