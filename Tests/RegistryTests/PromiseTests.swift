import Foundation
import Testing

/// What `Sources/README.md` promises is proved by tests, which are there.
@Suite struct PromiseTests {
  /// The promises, each on a line of its own, without what comes before and after them.
  private static func promises() throws -> [Substring] {
    let text = try ProjectFiles.text("Sources/README.md")
    let parts = text.components(separatedBy: "\n## ")
    let section = try #require(parts.first { $0.hasPrefix("Promises\n") })
    return section.replacingOccurrences(of: "\n  ", with: " ").split(separator: "\n").filter { $0.hasPrefix("* ") }
  }

  @Test func eachNamesATestThatIsThere() throws {
    let files = try ProjectFiles.swiftFiles(in: "Tests")
    let promises = try Self.promises()
    #expect(promises.count > 10)
    for promise in promises {
      let names = promise.matches(of: /`(\w+Tests)\.(\w+)`/)
      #expect(!names.isEmpty, "\(promise)")
      for name in names {
        let file = try #require(files.first { $0.hasSuffix("/\(name.output.1).swift") }, "no \(name.output.1)")
        #expect(try ProjectFiles.text(file).contains("func \(name.output.2)("), "no test \(name.output.2) in \(file)")
      }
    }
  }
}
