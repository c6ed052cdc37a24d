#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The regular files of a folder.
struct SnapshotListing {
  struct File {
    let name: String
    let byteCount: Int
    /// When it was written to last.
    let seconds: Int

    var secondsSinceWriting: Int { time(nil) - seconds }
  }

  private(set) var files: [File] = []

  init(_ path: String) {
    guard let folder = opendir(path) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      var status = stat()
      guard lstat(path + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      files.append(
        File(name: name, byteCount: Int(status.st_size), seconds: FileVersion(status).seconds))
    }
  }
}
