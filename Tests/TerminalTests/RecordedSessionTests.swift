import Foundation
import TallyTestSupport
import Testing

/// The pictures of the prompt in README.md: a comment says what is pressed, and the block after it what then stands on the
/// screen. `TALLY_RECORD=1` takes them anew.
@Suite struct RecordedSessionTests {
  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("README.md")

  private static let keys = [
    "<Tab>": Key.tab, "<Enter>": Key.enter, "<Right>": Key.right, "<Control-R>": Key.control("r"),
  ]

  /// A picture: what is pressed, and the lines of the block, by their numbers in the file.
  private struct Scene {
    var pressed: String
    var block: Range<Int>
  }

  private static func scenes(of lines: [String]) -> [Scene] {
    let (head, tail) = ("<!-- pressed: ", " -->")
    return lines.indices.filter { lines[$0].hasPrefix(head) && lines[$0].hasSuffix(tail) }.compactMap { place in
      let begin = place + 2
      guard begin < lines.count, lines[place + 1] == "```text",
        let end = lines[begin...].firstIndex(of: "```")
      else { return nil }
      let pressed = keys.reduce(String(lines[place].dropFirst(head.count).dropLast(tail.count))) { text, key in
        text.replacing(key.key, with: key.value)
      }
      return Scene(pressed: pressed, block: begin..<end)
    }
  }

  @Test func readmeShowsWhatThePromptShows() throws {
    var lines = try String(contentsOf: Self.file, encoding: .utf8).components(separatedBy: "\n")
    let scenes = Self.scenes(of: lines)
    #expect(scenes.count >= 4)
    let isRecording = ProcessInfo.processInfo.environment["TALLY_RECORD"] == "1"
    let tally = try Person().start()
    // From the end: recording changes the numbers of the lines after a block.
    for scene in scenes.reversed() {
      tally.type(Key.control("c") + Key.control("c") + "ready")
      try tally.wait(for: "the prompt") { $0.line == "tally> ready" }
      tally.type(Key.control("u") + Key.control("l"))
      try tally.wait(for: "a clear screen") { $0.cursorRow == 0 && $0.cursorColumn == 7 && $0.lastLine == "tally>" }
      tally.type(scene.pressed)
      if isRecording {
        lines.replaceSubrange(scene.block, with: try settled(tally))
      } else {
        let expected = Array(lines[scene.block])
        try tally.wait(for: "what README.md shows:\n" + expected.joined(separator: "\n")) { Self.shown($0) == expected }
      }
    }
    if isRecording { try lines.joined(separator: "\n").write(to: Self.file, atomically: true, encoding: .utf8) }
  }

  private static func shown(_ screen: TerminalScreen) -> [String] {
    screen.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The screen once nothing has changed on it for a second.
  private func settled(_ tally: TerminalProgram) throws -> [String] {
    var last = Self.shown(tally.screen)
    var quiet = 0
    while quiet < 10 {
      usleep(100_000)
      tally.look()
      let now = Self.shown(tally.screen)
      quiet = now == last ? quiet + 1 : 0
      last = now
    }
    return last
  }
}
