import Foundation
import Tally

/// The manual as files of HTML that need no script and no network.
struct Book {
  /// In the order in which a reader meets them; the cover first.
  let leaves: [Leaf]
  /// The text of each file, by its path below the book's folder.
  let files: [String: String]

  init() throws {
    var leaves = try [Leaf.cover()]
    for chapter in ManualChapter.all { leaves += chapter.pages.map { Leaf($0.page, in: chapter) } }
    leaves += [try Leaf.samples(), try Leaf.grammar()]
    let bodies = try Markdown.html(of: leaves.map(\.markdown))
    let words = WordIndex()
    let contents = Contents(leaves)
    var files: [String: String] = [:]
    for (place, leaf) in leaves.enumerated() {
      let linked = words.linked(Links.rewritten(bodies[place], of: leaf), on: leaf)
      let body = leaf.isCover ? linked + contents.chapters : linked
      files[leaf.path] = contents.page(body, of: place)
    }
    self.leaves = leaves
    self.files = files
    try Links.check(files)
  }

  func write(to folder: URL) throws {
    try? FileManager.default.removeItem(at: folder)
    for (path, text) in files {
      let file = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let style = URL(fileURLWithPath: "Tests/Manual/" + Contents.styleSheet)
    try FileManager.default.copyItem(at: style, to: folder.appendingPathComponent(Contents.styleSheet))
  }
}

/// What keeps a book from being written.
struct BookError: Error, CustomStringConvertible {
  let description: String
}

/// A text as HTML shows it.
func escaped(_ text: some StringProtocol) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}
