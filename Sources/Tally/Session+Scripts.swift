#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import TallyFormats
import TallyPlan
import TallyText

extension Session {
  /// A script that runs itself ends in an error, not in a full stack.
  static let scriptDepthLimit = 16

  /// Runs a script file.
  package func runScript(path: String, to output: SessionOutput) -> RunOutcome {
    interrupt.clear()
    do throws(Stop) {
      return run(try readScript(path, at: nil), to: output, mode: .running, depth: 0)
    } catch {
      return outcome(of: error, statement: 0..<0, source: SourceText(""), to: output)
    }
  }

  /// As `announce`, of a script file that will be run; one that cannot be read needs nothing.
  package func announceScript(path: String) {
    if let source = try? readScript(path, at: nil) { announce([source]) }
  }

  /// Runs the start-up file, where there is one: `$XDG_CONFIG_HOME/tally/init.tally`.
  package func runInitFile(to output: SessionOutput) -> RunOutcome {
    guard let path = Self.initFilePath, access(path, F_OK) == 0 else { return .done }
    return runScript(path: path, to: output)
  }

  private static var initFilePath: String? {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    let folder = variable("XDG_CONFIG_HOME") ?? variable("HOME").map { $0 + "/.config" }
    return folder.map { $0 + "/tally/init.tally" }
  }

  func readScript(_ path: String, at range: SourceRange?) throws(Stop) -> SourceText {
    let bytes: [UInt8]
    do throws(FileFault) {
      bytes = try Self.readFile(path)
    } catch {
      throw .failed(SessionError.unreadableScript(path: path, reason: error.reason, range).diagnostic)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .failed(SessionError.unreadableScript(path: path, reason: "it is not UTF-8", range).diagnostic)
    }
    return SourceText(text, name: path)
  }

  private struct FileFault: Error {
    /// The system's words.
    let reason: String

    static var last: FileFault { FileFault(reason: String(cString: strerror(errno))) }
  }

  private static func readFile(_ path: String) throws(FileFault) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .last }
    defer { close(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = readBlock(file, &block)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw .last
      }
      bytes += block[..<count]
    }
  }
}

/// The system's `read`, which `Session` has a method of the same name beside.
private func readBlock(_ file: Int32, _ block: inout [UInt8]) -> Int {
  read(file, &block, block.count)
}
