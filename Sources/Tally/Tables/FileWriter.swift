#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import TallyData
import TallyFormats

/// A file that is there whole or not at all: written beside its name, and put there at the end.
struct FileWriter: ~Copyable {
  private let path: String
  private let draft: String
  private let file: Int32
  private let replaces: Bool

  /// A new file; nil where the draft cannot be made, and `errno` says why.
  init?(path: String) { self.init(path, replaces: false) }

  /// In place of a file that is there: with its permissions, and at the end of a link to it.
  init?(replacing path: String) {
    var information = stat()
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    guard stat(resolved, &information) == 0 else { return nil }
    self.init(String(cString: resolved), replaces: true)
    // Where the permissions cannot be had, the new file has those of any other.
    _ = fchmod(file, information.st_mode & 0o7777)
  }

  private init?(_ path: String, replaces: Bool) {
    self.path = path
    self.replaces = replaces
    draft = "\(path).\(getpid()).part"
    file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if file < 0 { return nil }
    MemoryRefusal.setDraft(draft)
  }

  /// Writes what `body` gives, puts the file at its name, and leaves nothing where that fails.
  consuming func write(
    interrupt: Interrupt, _ body: (inout TextSink) throws(OutputError) -> Void
  ) throws(OutputError) {
    let file = file
    defer { MemoryRefusal.setDraft(nil) }
    do throws(OutputError) {
      defer { close(file) }
      var sink = TextSink { (bytes) throws(OutputError) in
        if interrupt.isRaised { throw .interrupted }
        try Self.writeAll(bytes, to: file)
      }
      try body(&sink)
      try sink.flush()
      // What a crash of the machine leaves at the name is whole too.
      if fsync(file) != 0, errno != EINVAL { throw .failed(Self.lastReason) }
    } catch {
      unlink(draft)
      throw error
    }
    try putInPlace()
  }

  /// A new file takes no name that somebody else took meanwhile.
  private func putInPlace() throws(OutputError) {
    defer { unlink(draft) }
    if replaces {
      if rename(draft, path) != 0 { throw .failed(Self.lastReason) }
    } else if link(draft, path) != 0 {
      let reason = Self.lastReason
      // A file system without hard links says one of these.
      guard [EPERM, EOPNOTSUPP, ENOSYS].contains(errno) else { throw .failed(reason) }
      guard access(path, F_OK) != 0 else { throw .failed(String(cString: strerror(EEXIST))) }
      if rename(draft, path) != 0 { throw .failed(Self.lastReason) }
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
