import Tally
import TallyData
import TallyFormats
import TallyText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One run of the program: what is loaded, then queries, a script or the prompt.
struct Invocation {
  private enum Work {
    case queries([String])
    case script(path: String)
    case check([String])
    case layout([String], isDry: Bool)
    case standardInput
    case prompt
  }

  private let request: Request
  private let work: Work
  private let files: [String]
  private let session: Session
  private let output: FileOutput

  init(_ request: Request) {
    self.request = request
    (work, files) = Self.work(of: request)
    session = Session(options: Session.Options(isSafe: request.isSafe, offersSample: files.isEmpty))
    if !request.isSafe { session.snapshots = SnapshotFolder(program: TallyCommand.version) }
    session.keyTopic = { EditorFunction.topic }
    output = FileOutput(interrupt: session.interrupt, isPlain: request.isPlain)
  }

  private static func work(of request: Request) -> (Work, files: [String]) {
    let rest = Array(request.files.dropFirst())
    switch request.subcommand {
    case .run?: return (.script(path: rest[0]), Array(rest.dropFirst()))
    case .check?: return (.check(rest), [])
    case .fmt?: return (.layout(rest, isDry: request.isDry), [])
    case nil: break
    }
    if !request.queries.isEmpty { return (.queries(request.queries), request.files) }
    if let first = request.files.first, isScript(first) { return (.script(path: first), rest) }
    return (isatty(STDIN_FILENO) == 1 ? .prompt : .standardInput, request.files)
  }

  /// The exit status; where a signal asked for the end, the process ends by it.
  func run() -> Int32 {
    let status = runToEnd()
    let signal = Signals.ending.load(ordering: .relaxed)
    if signal != 0 { Signals.end(by: signal) }
    return status
  }

  private func runToEnd() -> Int32 {
    var isPrompt = false
    if case .prompt = work { isPrompt = true }
    Signals.watch(session.interrupt, isPrompt: isPrompt)
    if isPrompt { TerminalMode.keep() }
    MemoryRefusal.watch { TerminalMode.giveBack() }
    if case .standardInput = work, files.contains("-") {
      output.writeMessage("error: standard input is the table here; queries come with -c or run\n")
      return TallyCommand.wrongUsage
    }
    if let format = request.format { _ = Setting.named("format")?.change(&session.settings, format.lowercased()) }
    if request.isPlain {
      if request.format == nil { session.settings.format = "plain" }
      session.settings.color = .off
    }
    if request.isQuiet { session.settings.notes = .off }
    session.parameterOverrides = request.definitions.map { definition in
      let parts = definition.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), String(parts[1]))
    }
    if isPrompt { return Prompt(session: session, output: output, request: request).run(opening: files) }
    announceWork()
    for file in files {
      let outcome = session.load(path: file, to: output)
      if outcome != .done { return outcome.exitStatus }
    }
    return runWork().exitStatus
  }

  /// Says what will be asked of the files, so that no more of them is read.
  private func announceWork() {
    switch work {
    case .queries(let queries): session.announce(queries.map { SourceText($0) })
    case .script(let path): session.announceScript(path: path)
    case .check, .layout, .standardInput, .prompt: break
    }
  }

  private func runWork() -> RunOutcome {
    switch work {
    case .queries(let queries):
      for query in queries {
        let outcome = session.run(SourceText(query), to: output)
        if outcome != .done { return outcome }
      }
      return .done
    case .script(let path): return session.runScript(path: path, to: output)
    case .check(let paths): return Self.worst(paths.map { session.checkScript(path: $0, to: output) })
    case .layout(let paths, let isDry): return Self.worst(paths.map { layOut($0, isDry: isDry) })
    case .standardInput: return runStandardInput()
    case .prompt: return .done
    }
  }

  private func runStandardInput() -> RunOutcome {
    switch readStandardInput() {
    case .success(let source): session.run(source, to: output)
    case .failure(let stop): stop.outcome
    }
  }

  /// `-` is standard input, laid out onto standard output.
  private func layOut(_ path: String, isDry: Bool) -> RunOutcome {
    if path != "-" { return session.layOutScript(path: path, isDry: isDry, to: output) }
    switch readStandardInput() {
    case .success(let source): return session.layOut(source, to: output)
    case .failure(let stop): return stop.outcome
    }
  }

  /// Of several scripts, the outcome of the first that failed.
  private static func worst(_ outcomes: [RunOutcome]) -> RunOutcome { outcomes.first { $0 != .done } ?? .done }

  /// Why there are no statements from standard input; all is written.
  private struct Stop: Error {
    let outcome: RunOutcome
  }

  private func readStandardInput() -> Result<SourceText, Stop> {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &block, block.count)
      if count == 0 { break }
      if count > 0 {
        bytes += block[..<count]
      } else if errno != EINTR {
        output.writeMessage("error: standard input cannot be read: \(String(cString: strerror(errno)))\n")
        return .failure(Stop(outcome: .failed(fixes: [])))
      } else if session.interrupt.isRaised {
        return .failure(Stop(outcome: .interrupted))
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      output.writeMessage("error: the queries on standard input are not UTF-8\n")
      return .failure(Stop(outcome: .failed(fixes: [])))
    }
    return .success(SourceText(text, name: "standard input"))
  }

  /// A file that the system started `tally` with, or one that is named as a script.
  private static func isScript(_ path: String) -> Bool {
    if path.hasSuffix(".tally") { return true }
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return false }
    defer { close(file) }
    var information = stat()
    guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return false }
    var start = [UInt8](repeating: 0, count: 2)
    return pread(file, &start, 2, 0) == 2 && start == Array("#!".utf8)
  }
}
