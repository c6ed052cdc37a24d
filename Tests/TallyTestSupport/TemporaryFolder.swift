import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder that goes with the value that owns it.
package final class TemporaryFolder: Sendable {
  package let path: String

  /// Those that last as long as the process, which lets go of them without a word.
  private static let lasting = Mutex<[String]>([])
  private static let removesLasting: Void = {
    atexit { for path in TemporaryFolder.lasting.withLock({ $0 }) { TemporaryFolder.remove(path) } }
  }()

  /// `isLasting`: a constant owns it.
  package init(isLasting: Bool = false) throws {
    var template = Array("/tmp/tally-test-XXXXXX\0".utf8CString)
    guard mkdtemp(&template) != nil else { throw TerminalProgram.Failure("no temporary folder could be made") }
    path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    guard isLasting else { return }
    _ = Self.removesLasting
    let path = path
    Self.lasting.withLock { $0.append(path) }
  }

  deinit { Self.remove(path) }

  /// Writes a file below the folder, with the folders it is in.
  package func write(_ text: String, to name: String) throws {
    let bytes = Array(text.utf8)
    try bytes.withUnsafeBytes { try write($0, to: name) }
  }

  package func write(_ bytes: UnsafeRawBufferPointer, to name: String) throws {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o700)
    }
    let file = open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { throw TerminalProgram.Failure("\(name) could not be made") }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = writeBytes(file, UnsafeRawBufferPointer(rebasing: rest))
      guard count > 0 else { throw TerminalProgram.Failure("\(name) could not be written") }
      rest = rest.dropFirst(count)
    }
  }

  package func read(_ name: String) throws -> String {
    guard let bytes = ProgramRun.bytes(ofFile: path + "/" + name) else {
      throw TerminalProgram.Failure("\(name) could not be opened")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes rows of a number and a text of its own each, by other programs, which are faster than a test that is not
  /// optimised.
  package func writeTexts(rowCount: Int, to name: String) throws {
    let script = "(echo k,v; seq 1 \(rowCount) | sed 's/.*/&,a text of its own of the number &/') > \"$0\""
    let run = try ProgramRun(["/bin/sh", "-c", script, path + "/" + name])
    guard run.exit == .status(0) else { throw TerminalProgram.Failure("\(name) could not be written: \(run.errors)") }
  }

  /// What the folder holds.
  package var names: [String] { Self.names(in: path) }

  /// What is in a folder, sorted; nothing where there is none.
  package static func names(in path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
  }

  private static func remove(_ path: String) {
    var information = stat()
    guard lstat(path, &information) == 0 else { return }
    if information.st_mode & S_IFMT == S_IFDIR {
      chmod(path, 0o700)
      for name in names(in: path) { remove(path + "/" + name) }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}

/// The system's `write`, which `TemporaryFolder` has a method of the same name beside.
private func writeBytes(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(file, bytes.baseAddress, bytes.count)
}
