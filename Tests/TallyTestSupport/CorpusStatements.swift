import Foundation
import TallyData
import TallyFormats

/// The statements of the manual's pages.
package enum CorpusStatements {
  /// Every statement of the corpus, whether it is a query or not.
  package static func all() throws -> [String] { try pages().flatMap(\.statements) }

  /// What is typed on each page, by its name.
  package static func pages() throws -> [(name: String, statements: [String])] {
    let folder = ProjectFolder.url.appendingPathComponent("Tests/Corpus")
    let pages = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
    return try pages.sorted().filter { $0.hasSuffix(".md") }.map { page in
      (page, statements(in: try String(contentsOf: folder.appendingPathComponent(page), encoding: .utf8)))
    }
  }

  private static func statements(in page: String) -> [String] {
    var statements: [String] = []
    var lines = page.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      guard line.hasPrefix("> ") else { continue }
      var statement = String(line.dropFirst(2))
      while let next = lines.first, next.hasPrefix(". ") {
        statement += "\n" + next.dropFirst(2)
        lines = lines.dropFirst()
      }
      statements.append(statement)
    }
    return statements
  }
}

/// The tables of the built-in sample.
package enum SampleTables {
  /// `arrivals` first, then the others by name.
  package static func all() throws -> [Table] {
    let folder = ProjectFolder.url.appendingPathComponent("Samples")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".csv") }
    let first = ["arrivals.csv"]
    return try (first + names.sorted().filter { !first.contains($0) }).map { name in
      try FileLoader.load(.file(path: folder.appendingPathComponent(name).path)).table
    }
  }
}

package enum ProjectFolder {
  package static let url = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
