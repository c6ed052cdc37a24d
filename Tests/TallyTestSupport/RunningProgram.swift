#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program without a terminal that is still at work; what it writes goes nowhere.
package struct RunningProgram: ~Copyable {
  private let process: pid_t

  /// `environment` is all that the program gets, beside a search path.
  package init(_ arguments: [String], environment: [String: String]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    process = try TerminalProgram.spawn(arguments, &actions, flags: 0, environment: environment) { $0 }
  }

  /// Sends a signal and waits; how the program ended.
  package consuming func end(by signal: Int32) throws -> TerminalProgram.Exit {
    kill(process, signal)
    return try TerminalProgram.exit(of: process)
  }
}
