import TallyTestSupport

/// The library that makes one call of the system fail in the program it is loaded into, or notes what it calls.
enum FaultLibrary {
  /// Built once a run of the tests; nil where the system has no way to load a library before the others.
  static let path: String? = {
    #if os(Linux)
      return try? built()
    #else
      return nil
    #endif
  }()

  /// Keeps the library's file for as long as the tests run.
  private nonisolated(unsafe) static var folder: TemporaryFolder?

  private static func built() throws -> String {
    let folder = try TemporaryFolder(isLasting: true)
    Self.folder = folder
    let source = #filePath.replacing("FaultLibrary.swift", with: "faults.c")
    let library = folder.path + "/faults.so"
    let run = try ProgramRun(
      ["/usr/bin/cc", "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-O1", "-o", library]
        + [source, "-ldl"])
    guard run.exit == .status(0) else { throw TerminalProgram.Failure(run.errors) }
    return library
  }

  /// The environment in which the calls that touch files, programs and connections are noted in a file.
  static func environmentNotingCalls(in file: String) -> [String: String] {
    path.map { ["LD_PRELOAD": $0, "TALLY_CALLS": file] } ?? [:]
  }

  /// The environment in which `fault` happens: `write 2 28 .part` is a full disk at the second write to a draft.
  static func environment(_ fault: String) -> [String: String] {
    path.map { ["LD_PRELOAD": $0, "TALLY_FAULT": fault] } ?? [:]
  }

  /// As if it were later, so that files that were just written are old.
  static func environmentLater(bySeconds seconds: Int, fault: String = "") -> [String: String] {
    environment(fault).merging(["TALLY_CLOCK": "\(seconds)"]) { $1 }
  }
}
