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
    output = (try? folder.read("output")) ?? ""
    errors = (try? folder.read("errors")) ?? ""
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
