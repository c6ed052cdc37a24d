#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import TallyData

/// The bytes of a file, to be read at any offset by any thread.
///
/// A regular file stays on disk and is read where it is needed; it is never mapped, so one that shrinks is an
/// error and no crash. What has no size (a pipe, compressed or recoded text) is held in memory.
final class ByteSource: @unchecked Sendable {
  /// The name that messages give it.
  let name: String
  let count: Int
  /// −1 for bytes in memory.
  private let descriptor: Int32
  private let closesDescriptor: Bool
  private let memory: UnsafeRawBufferPointer
  /// Keeps `memory` alive.
  let owner: Buffer<UInt8>?
  /// What the file was when it was opened; nil for bytes in memory.
  private let opened: FileTouch?

  private init(
    name: String, count: Int, descriptor: Int32 = -1, closesDescriptor: Bool = false, opened: FileTouch? = nil,
    memory: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0), owner: Buffer<UInt8>? = nil
  ) {
    self.name = name
    self.count = count
    self.descriptor = descriptor
    self.closesDescriptor = closesDescriptor
    self.opened = opened
    self.memory = memory
    self.owner = owner
  }

  /// `count` leaves out what stands behind the bytes, where something does.
  convenience init(name: String, owning buffer: Buffer<UInt8>, count: Int? = nil) {
    let bytes = UnsafeRawBufferPointer(start: buffer.pointer, count: min(count ?? buffer.count, buffer.count))
    self.init(name: name, count: bytes.count, memory: bytes, owner: buffer)
  }

  convenience init(name: String, lasting bytes: UnsafeRawBufferPointer) {
    self.init(name: name, count: bytes.count, memory: bytes)
  }

  deinit { if closesDescriptor { close(descriptor) } }

  /// Its bytes can be read again and again, and take no memory.
  var isOnDisk: Bool { descriptor >= 0 }

  /// Bytes that it holds in memory for as long as it lives.
  var residentByteCount: Int { owner?.byteCount ?? 0 }

  /// Opens a source as it is, neither unpacked nor recoded.
  static func open(_ source: LoadSource, _ options: LoadOptions, interrupt: Interrupt) throws(LoadError) -> ByteSource {
    let name = source.displayName
    switch source {
    case .memory(let bytes): return ByteSource(name: name, lasting: bytes)
    case .input(let bytes): return ByteSource(name: name, owning: bytes)
    case .standardInput:
      return try drained(STDIN_FILENO, name: name, memoryLimit: options.allowance(), interrupt: interrupt)
    case .file(let path):
      let descriptor = try Self.openForReading(path, interrupt)
      guard descriptor >= 0 else {
        if errno == ENOENT { throw .absent(file: name) }
        throw .unreadable(file: name, reason: systemWords(errno))
      }
      var status = stat()
      guard fstat(descriptor, &status) == 0 else {
        let reason = systemWords(errno)
        close(descriptor)
        throw .unreadable(file: name, reason: reason)
      }
      let kind = status.st_mode & S_IFMT
      if kind == S_IFREG, status.st_size > 0 {
        return ByteSource(
          name: name, count: Int(status.st_size), descriptor: descriptor, closesDescriptor: true,
          opened: FileTouch(status))
      }
      defer { close(descriptor) }
      if kind == S_IFDIR { throw .directory(file: name) }
      return try drained(descriptor, name: name, memoryLimit: options.allowance(), interrupt: interrupt)
    }
  }

  /// Writes exactly `count` bytes from `offset` on to `target`.
  func read(at offset: Int, count: Int, into target: UnsafeMutableRawPointer) throws(LoadError) {
    guard offset >= 0, count >= 0, offset + count <= self.count else { throw .changed(file: name) }
    if descriptor < 0 {
      if count > 0, let base = memory.baseAddress { memcpy(target, base + offset, count) }
      return
    }
    switch WholeRead.shortfall(of: descriptor, at: offset, count: count, to: target) {
    case nil: return
    case .end: throw .changed(file: name)
    case .refused(let number): throw .unreadable(file: name, reason: systemWords(number))
    }
  }

  /// Throws where somebody wrote to the file since it was opened: what was read may be of two versions.
  func confirmUnchanged() throws(LoadError) {
    guard let opened else { return }
    var status = stat()
    guard fstat(descriptor, &status) == 0, FileVersion(status) == opened.version else { throw .changed(file: name) }
  }

  /// Throws where anybody touched the file since it was opened, even one who set its times back.
  func confirmUntouched() throws(LoadError) {
    guard let opened else { return }
    var status = stat()
    guard fstat(descriptor, &status) == 0, FileTouch(status) == opened else { throw .outdated(file: name) }
  }

  /// The bytes of a range, clamped to what there is.
  func bytes(_ range: Range<Int>) throws(LoadError) -> [UInt8] {
    let range = range.clamped(to: 0..<count)
    let buffer = Buffer<UInt8>(count: range.count)
    try read(at: range.lowerBound, count: range.count, into: buffer.pointer)
    return Array(buffer.values)
  }

  /// Waits, where the path is a pipe, for somebody to write to it.
  private static func openForReading(_ path: String, _ interrupt: Interrupt) throws(LoadError) -> Int32 {
    while true {
      if interrupt.isRaised { throw .interrupted(file: path) }
      let descriptor = path.withCString { openFile($0) }
      if descriptor >= 0 || errno != EINTR { return descriptor }
    }
  }

  /// Everything that a stream still holds, in half of the memory at most: the table it becomes needs as much.
  private static func drained(
    _ descriptor: Int32, name: String, memoryLimit: Int, interrupt: Interrupt
  ) throws(LoadError) -> ByteSource {
    var bytes = GrowingBytes(name: name, limit: memoryLimit / 2)
    while true {
      if interrupt.isRaised { throw .interrupted(file: name) }
      // `read` would not see a signal that comes just before it, and wait: so waiting has an end.
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, 50)
      if ready == 0 || (ready < 0 && errno == EINTR) { continue }
      let free = try bytes.reserve(1 << 18)
      let got = readSome(descriptor, free.baseAddress, free.count)
      if got == 0 { return ByteSource(name: name, owning: bytes.finished()) }
      if got > 0 {
        bytes.count += got
      } else if errno != EINTR {
        throw .unreadable(file: name, reason: systemWords(errno))
      }
    }
  }
}

private func openFile(_ path: UnsafePointer<CChar>) -> Int32 { open(path, O_RDONLY | O_CLOEXEC) }

/// `read` by a name that the method of the same name does not hide.
private func readSome(_ descriptor: Int32, _ target: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, target, count)
}

/// The system's words for an error number.
func systemWords(_ number: Int32) -> String {
  guard let words = strerror(number) else { return "error \(number)" }
  return String(cString: words)
}
