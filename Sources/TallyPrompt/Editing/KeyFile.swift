import CLibedit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A person's own keys, in `$EDITRC` or `~/.editrc`.
struct KeyFile {
  private let lines: [String]

  /// Nil where there is none that can be read.
  init?() {
    guard let path = Terminal.variable("EDITRC") ?? Terminal.variable("HOME").map({ $0 + "/.editrc" }),
      let file = fopen(path, "r")
    else { return nil }
    defer { fclose(file) }
    var lines: [String] = []
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while getline(&line, &capacity, file) > 0, let line { lines.append(String(cString: line)) }
    self.lines = lines
  }

  /// Binds the keys once more. Changing to vi's map forgets all others, so libedit's own reading of the file, which may
  /// do that, comes first, then the prompt's keys, then these.
  func bindKeys(of edit: OpaquePointer) {
    guard let words = tok_init(nil) else { return }
    defer { tok_end(words) }
    for line in lines {
      tok_reset(words)
      var count: Int32 = 0
      var arguments: UnsafeMutablePointer<UnsafePointer<CChar>?>?
      guard tok_str(words, line, &count, &arguments) == 0, let arguments, count > 0 else { continue }
      let spelled = (0..<Int(count)).map { arguments[$0].map { String(cString: $0) } ?? "" }
      guard spelled[0].split(separator: ":").last == "bind", !spelled.contains(where: Self.changesMap) else { continue }
      _ = el_parse(edit, count, arguments)
    }
  }

  private static func changesMap(_ word: String) -> Bool { ["-v", "-e"].contains(word) }
}
