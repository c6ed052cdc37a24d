import Foundation
import Tally
import Testing

/// A page of the manual as a test, read from its file.
typealias CorpusPage = ManualPage

extension ManualPage: CustomTestStringConvertible {
  package var testDescription: String { name }

  /// Wished-for output that is not met yet.
  var isKnownToFail: Bool { name.hasPrefix("known/") }

  /// The package's folder.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let folder = root.appendingPathComponent("Tests/Corpus")

  /// Every page, by name, and the project's own first page.
  static let all: [CorpusPage] = {
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    let pages = files.filter { $0.hasSuffix(".md") && !$0.hasSuffix("README.md") }.sorted() + ["../../README.md"]
    return pages.compactMap { name in
      guard let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8) else { return nil }
      return CorpusPage(name: name, text: text)
    }
  }()

  var file: URL { Self.folder.appendingPathComponent(name) }
}
