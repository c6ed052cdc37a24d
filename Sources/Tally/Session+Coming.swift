#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import TallyData
import TallyFormats
import TallyText

/// Large files that are read while the prompt is open: a statement that needs one waits for all of it.
extension Session {
  /// As ``load(path:to:)``, but a large file that takes a while is read while the prompt is open.
  package func loadAtPrompt(path: String, to output: SessionOutput) -> RunOutcome {
    guard path != "-", let byteCount = FileLoader.byteCount(path: path), byteCount >= largeByteCount else {
      return load(path: path, to: output)
    }
    do throws(LoadError) {
      let beginning = try FileLoader.beginning(path: path, byteCount: byteCount)
      let coming = ComingTable(name: nameOfHostTable(path: path), path: path, beginning: beginning)
      guard start(coming, after: state.shelf.coming.last) else { return load(path: path, to: output) }
      state.shelf.put(coming)
      state.shelf.current = state.shelf.current ?? coming.name
      giveTime(to: coming)
      if coming.result == nil { announce(coming, to: output) }
      return .done
    } catch {
      return outcome(of: Self.stop(error, at: nil), statement: 0..<0, source: SourceText(""), to: output)
    }
  }

  private func start(_ coming: ComingTable, after before: ComingTable?) -> Bool {
    var options = LoadOptions()
    options.threads = settings.threads
    options.snapshots = usedSnapshots
    return coming.start(options, after: before, whenDone: whenTableComes)
  }

  /// What comes within a blink is told of before the prompt, as a small file is.
  private func giveTime(to coming: ComingTable) {
    while coming.result == nil, ContinuousClock.now - coming.started < .milliseconds(100), !interrupt.isRaised {
      usleep(500)
    }
  }

  /// `trips: 8 columns, being read (834 MB)`.
  private func announce(_ coming: ComingTable, to output: any SessionOutput) {
    guard settings.notes != .off, output.isTerminal else { return }
    let fields = coming.beginning.fields
    let columns = fields.isEmpty ? "" : "\(counted(fields.count, "column")), "
    output.writeLine("\(coming.name): \(columns)being read (\(grouped(coming.beginning.byteCount / 1_000_000)) MB)")
  }

  /// Waits until a table is there, says what reading it saw, and says meanwhile how far that is.
  func wait(for coming: ComingTable, to output: any SessionOutput) throws(Stop) {
    let line = loadLine(output, started: coming.started)
    let ticker = Ticker()
    while coming.result == nil {
      if interrupt.isRaised {
        output.showProgress(nil)
        throw .interrupted
      }
      if ticker.isDue() { line.show("loading \(coming.name)", part: coming.part) }
      usleep(500)
    }
    output.showProgress(nil)
    takeComeTables()
    if case .failure(let error) = coming.result {
      state.shelf.remove(coming)
      throw Self.stop(error, at: nil)
    }
    // Who only tries a statement tells nobody.
    if !(output is SilentOutput) { tellOfComeTables(to: output) }
  }

  /// Puts tables that have come whole in their places.
  package func takeComeTables() {
    for coming in state.shelf.coming {
      guard case .success(let loaded) = coming.result else { continue }
      state.shelf.put(loaded, path: coming.path)
      if coming.isTakenFirst() {
        untold.append(loaded)
        noteForSnapshot(loaded)
      }
    }
  }

  /// Tells of the tables that have come, and of files that could not be read.
  package func tellOfComeTables(to output: any SessionOutput) {
    takeComeTables()
    let told = untold
    untold = []
    for loaded in told { writeReport(of: loaded, to: output) }
    for coming in state.shelf.coming {
      guard case .failure(let error) = coming.result else { continue }
      state.shelf.remove(coming)
      _ = outcome(of: Self.stop(error, at: nil), statement: 0..<0, source: SourceText(""), to: output)
    }
  }

  /// Stops what is being read, so that memory and processors are another load's.
  func pauseComing() {
    for coming in state.shelf.coming { coming.stop() }
    takeComeTables()
  }

  /// Goes on with what was stopped, from its beginning.
  func resumeComing() {
    var before: ComingTable?
    for stopped in state.shelf.coming {
      guard case .failure(.interrupted) = stopped.result else { continue }
      let coming = ComingTable(name: stopped.name, path: stopped.path, beginning: stopped.beginning)
      state.shelf.put(coming)
      if start(coming, after: before) { before = coming } else { state.shelf.remove(coming) }
    }
  }

  /// Ends what is being read and written, for the end of the session.
  package func stopComing() {
    for coming in state.shelf.coming { coming.stop() }
    for keeping in keeping { keeping.stop() }
  }
}
