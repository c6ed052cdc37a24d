import TallyData
import TallyLocal
import TallyTestSupport
import Testing

@Suite struct PatternTests {
  private static func isFound(_ pattern: String, _ text: String, ignoringCase: Bool = false) throws -> Bool {
    let automaton = PatternAutomaton(try PatternProgram(pattern, ignoringCase: ignoringCase))
    var text = text
    return text.withUTF8 { automaton.isFound(in: TextView(base: $0.baseAddress, count: $0.count)) }
  }

  @Test(arguments: [
    ("", "", true), ("", "x", true), ("a", "", false), ("^$", "", true), ("^$", "x", false), ("^a", "ba", false),
    ("a$", "ab", false), ("a.c", "a\nc", false), ("a.c", "aéc", true), ("^.$", "🙂", true), ("^..$", "é", false),
    ("a|", "z", true), ("^(a|b|cd)+$", "abcdcd", true), ("^(a|b|cd)+$", "abc", false), ("x*", "", true),
    ("^x+$", "xxx", true), ("^x?y$", "xxy", false), ("^x{2}$", "xx", true), ("^x{2}$", "xxx", false),
    ("^x{2,}$", "xxxx", true), ("^x{2,}$", "x", false), ("^x{1,3}$", "xxxx", false), ("^x{0}$", "", true),
    ("a{", "a{", true), ("a{b}", "a{b}", true), ("^(?:ab){2}$", "abab", true), ("^a+?$", "aaa", true),
    ("[a-c]x", "bx", true), ("[^a-c]x", "bx", false), ("[^a]", "a", false), ("[]a]", "]", true), ("[a-]", "-", true),
    ("[\\d_]+z", "4_z", true), ("[\\]]", "]", true), ("[[:alpha:]]+1", "ab1", true), ("[^[:digit:]]", "12", false),
    ("\\d{4}-\\d\\d", "in 2013-01", true), ("\\D", "12", false), ("\\s", "a\tb", true), ("^\\S+$", "a b", false),
    ("^\\w+$", "a_1", true), ("\\W", "ab", false), ("\\bcat\\b", "the cat.", true), ("\\bcat\\b", "concat", false),
    ("\\Bcat", "concat", true), ("\\b", "", false), ("^\\B$", "", true), ("\\.", "ab", false),
    ("\\x41\\u00e9", "Aé", true),
    ("\\x{1F642}", "🙂", true), ("\\Aab\\z", "ab", true), ("$^", "", true), ("a$|^b", "bc", true),
    ("(^a|b)c", "bbc", true),
    ("(^a|b)c", "xac", false), ("(a*)*b", "aaac", false), ("(a|a)*$", "aaa", true), ("((a?)?)*b", "b", true),
  ])
  func findsWhatItSays(_ pattern: String, _ text: String, _ expected: Bool) throws {
    #expect(try Self.isFound(pattern, text) == expected, "\(pattern) in \(text)")
  }

  @Test(arguments: [
    ("straße", "STRASSE", false), ("É", "é", true), ("σ", "Σ", true), ("k", "\u{212A}", true),
    ("[a-z]+!", "ABC!", true),
    ("[^a]", "A", false), ("å", "\u{212B}", true), ("[à-ý]", "É", true), ("ab1", "aB1", true),
  ])
  func ignoresCase(_ pattern: String, _ text: String, _ expected: Bool) throws {
    #expect(try Self.isFound(pattern, text, ignoringCase: true) == expected, "\(pattern) in \(text)")
    #expect(try Self.isFound("(?i)\(pattern)", text) == expected, "\(pattern) in \(text)")
  }

  @Test func theFlagHoldsInItsGroup() throws {
    #expect(try Self.isFound("a(?i:b)c", "aBc"))
    #expect(try !Self.isFound("a(?i:b)c", "aBC"))
    #expect(try Self.isFound("(a(?i)b)c", "aBc"))
    #expect(try !Self.isFound("(a(?i)b)c", "aBC"))
  }

  @Test(arguments: [
    "(", ")", "a)", "[a", "[]", "*a", "+", "a**", "a+*", "\\", "\\1", "\\k", "(?=a)", "(?<n>a)", "[z-a]", "x{3,2}",
    "x{2000}",
    "(?:(?:x{500}){500})", "\\x4", "\\u12", "\\x{110000}", "[[:nope:]]", "[a-\\d]",
  ])
  func brokenPatternsSayWhy(_ pattern: String) {
    do {
      _ = try PatternProgram(pattern, ignoringCase: false)
      Issue.record("\(pattern) is a pattern")
    } catch {
      #expect(!error.reason.isEmpty)
    }
  }

  @Test func deepNestingIsRefused() {
    let pattern = String(repeating: "(", count: 10_000) + String(repeating: ")", count: 10_000)
    #expect(throws: PatternError.self) { try PatternProgram(pattern, ignoringCase: false) }
  }

  /// Patterns that make backtracking engines run for ages.
  @Test(.timeLimit(.minutes(1)))
  func timeGrowsWithTheTextAlone() throws {
    let text = String(repeating: "a", count: 100_000)
    for pattern in ["^(a+)+$", "^(a|aa)+$", "(a*)*b", "(.*a){20}b", "a?{50}a{50}b", "(x+x+)+y", "([a-z]+)*\\d"] {
      let subject = pattern == "a?{50}a{50}b" ? "(a?){50}a{50}b" : pattern
      #expect(try Self.isFound(subject, text + "!") == false)
    }
  }

  /// The state of the automaton is thrown away when it has grown too large, in the midst of a text.
  @Test func manyStatesAreForgotten() throws {
    var generator = SeededGenerator(seed: 3)
    let text = String((0..<20_000).map { _ in generator.chance(in: 2) ? "a" : "b" })
    #expect(try Self.isFound("a.{12}c", text) == false)
    #expect(try Self.isFound("a.{12}c", text + "abbbbbbbbbbbbc"))
    #expect(try Self.isFound("a[ab]{12}$", text + "abbbbbbbbbbbb"))
  }

  @Test func randomPatternsAgreeWithTheOracle() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<3_000 {
      let pattern = Self.pattern(&generator, depth: 3)
      let text = (0..<generator.int(0...7)).map { _ in generator.pick(["a", "b", "c", "é", "\n", "1", " "]) }.joined()
      let expected = try #require(OracleProbe.matches(pattern, text), "\(pattern)")
      #expect(try Self.isFound(pattern, text) == expected, "\(pattern) in \(text.debugDescription)")
    }
  }

  private static func pattern(_ generator: inout SeededGenerator, depth: Int) -> String {
    if depth == 0 {
      return generator.pick(["a", "b", "é", ".", "[ab]", "[^a]", "\\d", "\\s", "\\w", "^", "$", "[a-c1]", "\\D"])
    }
    let inner = pattern(&generator, depth: depth - 1)
    switch generator.int(0...6) {
    case 0: return "(\(inner)|\(pattern(&generator, depth: depth - 1)))"
    case 1: return "(\(inner))*"
    case 2: return "(?:\(inner))+"
    case 3: return "(\(inner))?"
    case 4: return "(\(inner)){\(generator.int(0...1)),\(generator.int(1...3))}"
    default: return inner + pattern(&generator, depth: depth - 1)
    }
  }
}
