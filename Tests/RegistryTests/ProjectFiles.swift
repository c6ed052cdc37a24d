import Foundation

/// The project's own files, found from where this one lies.
enum ProjectFiles {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The Swift files of a folder and the folders within it, by name.
  static func swiftFiles(in folder: String) throws -> [String] {
    let start = root.appendingPathComponent(folder)
    let all = FileManager.default.enumerator(atPath: start.path)?.allObjects as? [String] ?? []
    return all.filter { $0.hasSuffix(".swift") }.sorted().map { folder + "/" + $0 }
  }
}
