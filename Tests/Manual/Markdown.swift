import Foundation

/// Markdown as HTML, by cmark-gfm.
enum Markdown {
  private static let separator = "<!-- next page -->"

  /// All documents in one run.
  static func html(of documents: [String]) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tally-manual-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, output) = (folder.appendingPathComponent("manual.md"), folder.appendingPathComponent("manual.html"))
    try documents.joined(separator: "\n\n\(separator)\n\n").write(to: input, atomically: true, encoding: .utf8)
    try Data().write(to: output)
    let converter = Process()
    converter.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    converter.arguments = ["cmark-gfm", "--unsafe", "--extension", "table", input.path]
    converter.standardOutput = try FileHandle(forWritingTo: output)
    try converter.run()
    converter.waitUntilExit()
    guard converter.terminationStatus == 0 else { throw BookError(description: "cmark-gfm failed") }
    let pages = try String(contentsOf: output, encoding: .utf8).components(separatedBy: separator)
    guard pages.count == documents.count else { throw BookError(description: "cmark-gfm lost a page") }
    return pages
  }
}
