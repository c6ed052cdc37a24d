#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One run of a program without a terminal: what it was given, and what it wrote.
package struct ProgramRun {
  package let output: String
  package let errors: String
  package let exit: TerminalProgram.Exit

  /// Where a file of the program leads.
  package enum Place {
    case text
    case file(String)
    /// A pipe that nobody reads.
    case closedPipe
  }

  /// `environment` is all that the program gets, beside a search path.
  package init(
    _ arguments: [String], input: String = "", output place: Place = .text, environment: [String: String] = [:]
  ) throws {
    let folder = try TemporaryFolder()
    let (inputPath, errorsPath) = (folder.path + "/input", folder.path + "/errors")
    try folder.write(input, to: "input")
    var outputPath = folder.path + "/output"
    if case .file(let path) = place { outputPath = path }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errorsPath, O_WRONLY | O_CREAT, 0o600)
    var pipeEnds: [Int32] = [-1, -1]
    if case .closedPipe = place {
      guard pipe(&pipeEnds) == 0 else { throw TerminalProgram.Failure("no pipe could be made") }
      close(pipeEnds[0])
      posix_spawn_file_actions_adddup2(&actions, pipeEnds[1], 1)
      posix_spawn_file_actions_addclose(&actions, pipeEnds[1])
    }
    exit = try TerminalProgram.spawn(arguments, &actions, flags: 0, environment: environment) { process in
      if pipeEnds[1] >= 0 { close(pipeEnds[1]) }
      return try TerminalProgram.exit(of: process)
    }
    output = (try? String(readingFile: folder.path + "/output")) ?? ""
    errors = (try? String(readingFile: errorsPath)) ?? ""
  }
}

/// A folder that goes with the value that owns it.
package final class TemporaryFolder {
  package let path: String

  package init() throws {
    var template = Array("/tmp/tally-test-XXXXXX\0".utf8CString)
    guard mkdtemp(&template) != nil else { throw TerminalProgram.Failure("no temporary folder could be made") }
    path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
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

  package func read(_ name: String) throws -> String { try String(readingFile: path + "/" + name) }

  /// What the folder holds.
  package var names: [String] { Self.names(in: path) }

  private static func names(in path: String) -> [String] {
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

extension ProgramRun {
  /// Nil where there is no file.
  package static func bytes(ofFile path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &block, block.count)
      if count <= 0 { break }
      bytes += block[..<count]
    }
    return bytes
  }
}

extension String {
  fileprivate init(readingFile path: String) throws {
    guard let bytes = ProgramRun.bytes(ofFile: path) else {
      throw TerminalProgram.Failure("\(path) could not be opened")
    }
    self = String(decoding: bytes, as: UTF8.self)
  }
}

/// The system's `write`, which `TemporaryFolder` has a method of the same name beside.
private func writeBytes(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(file, bytes.baseAddress, bytes.count)
}
