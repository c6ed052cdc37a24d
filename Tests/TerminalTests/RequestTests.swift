import Testing

@testable import TallyPrompt

/// The plain reading of a command line says what the full one says.
@Suite struct RequestTests {
  @Test(arguments: [
    [], ["penguins.csv"], ["-c", "count"], ["-c", "count", "a.csv", "b.csv"], ["a.csv", "-c", "count", "-c", "-1"],
    ["-", "-c", "count by sex"], ["-c", "--help"], ["-c", "-c"], ["-c", ""], ["", "-c", "count"],
    ["--quiet", "-c", "count", "a.csv"], ["--no-init", "-c", "count", "--safe", "a.csv", "--plain"],
    ["a.csv", "--quiet", "--quiet"], ["-c", "--quiet"],
  ])
  func plainShapesAreReadAlike(arguments: [String]) throws {
    #expect(try Request(plain: arguments) == TallyCommand.parse(arguments).request)
  }

  @Test(arguments: [
    ["-c"], ["--quie"], ["--quiet", "--format", "csv"], ["run", "a.tally"], ["run"], ["-", "-"], ["--", "-c"], ["-h"],
    ["--set", "a=1"], ["-ccount"],
  ])
  func everythingElseIsLeftToTheParser(arguments: [String]) {
    #expect(Request(plain: arguments) == nil)
  }
}
