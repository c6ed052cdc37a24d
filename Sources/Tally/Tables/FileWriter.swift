#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import TallyFormats

/// A file that is there whole or not at all: written beside its name, and put there at the end.
struct FileWriter: ~Copyable {
  private let path: String
  private let draft: String
  private let file: Int32

  /// Nil where the draft cannot be made; `errno` says why.
  init?(path: String) {
    self.path = path
    draft = "\(path).\(getpid()).part"
    file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if file < 0 { return nil }
  }

  /// In place of a file that is there: with its permissions, and at the end of a link to it.
  init?(replacing path: String) {
    var information = stat()
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    guard stat(resolved, &information) == 0 else { return nil }
    self.init(path: String(cString: resolved))
    // Where the permissions cannot be had, the new file has those of any other.
    _ = fchmod(file, information.st_mode & 0o7777)
  }

  /// Writes what `body` gives, puts the file at its name, and leaves nothing where that fails.
  consuming func write(_ body: (inout TextSink) throws(OutputError) -> Void) throws(OutputError) {
    let file = file
    do throws(OutputError) {
      var sink = TextSink { (bytes) throws(OutputError) in try Self.writeAll(bytes, to: file) }
      try body(&sink)
      try sink.flush()
    } catch {
      close(file)
      unlink(draft)
      throw error
    }
    if close(file) != 0 || rename(draft, path) != 0 {
      let reason = Self.lastReason
      unlink(draft)
      throw .failed(reason)
    }
  }

  /// The system's words for what failed last.
  static var lastReason: String { String(cString: strerror(errno)) }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(OutputError) {
    var rest = bytes[...]
    while let start = rest.baseAddress, !rest.isEmpty {
      let count = writeBlock(file, start, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .failed(lastReason)
      }
      rest = rest.dropFirst(count)
    }
  }
}

/// The system's `write`, which `FileWriter` has a method of the same name beside.
private func writeBlock(_ file: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int { write(file, start, count) }

extension Slice where Base == UnsafeRawBufferPointer {
  fileprivate var baseAddress: UnsafeRawPointer? { UnsafeRawBufferPointer(rebasing: self).baseAddress }
}
