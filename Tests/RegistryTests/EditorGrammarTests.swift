import Foundation
import TallyTestSupport
import Testing

/// The grammars for editors are those that the tables of the language give; `TALLY_RECORD=1` writes them.
@Suite struct EditorGrammarTests {
  @Test(arguments: EditorGrammar.all.map(\.file)) func followsFromTheTables(file: String) throws {
    let grammar = try #require(EditorGrammar.all.first { $0.file == file })
    if ProcessInfo.processInfo.environment["TALLY_RECORD"] == "1" {
      let path = ProjectFiles.root.appendingPathComponent("Grammar/" + file)
      try grammar.text.write(to: path, atomically: true, encoding: .utf8)
    }
    #expect(try ProjectFiles.text("Grammar/" + file) == grammar.text, "TALLY_RECORD=1 swift test writes it")
  }

  @Test func theTextMateGrammarIsReadByItsEditors() throws {
    let data = Data(try ProjectFiles.text("Grammar/tally.tmLanguage.json").utf8)
    let grammar = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let patterns = try #require(grammar["patterns"] as? [[String: String]])
    for pattern in patterns {
      let match = try #require(pattern["match"])
      #expect(throws: Never.self) { try NSRegularExpression(pattern: match) }
    }
  }
}
