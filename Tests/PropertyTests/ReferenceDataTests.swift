import Tally
import TallyTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The certified digits of the StRD data sets, against the figures that the manual tells.
@Suite struct ReferenceDataTests {
  /// The rows of the manual's tables of figures, by their first cell.
  private static let figures: [String: [Double]] = {
    let page = ProgramRun.bytes(
      ofFile: #filePath.replacing("PropertyTests/ReferenceDataTests.swift", with: "Corpus/guides/exactness.md"))
    let lines = String(decoding: page ?? [], as: UTF8.self).split(separator: "\n")
    let rows = lines.filter { $0.hasPrefix("| ") }.map { line in
      line.split(separator: "|").map { cell in String(cell).trimmed }
    }
    return Dictionary(rows.map { ($0[0], $0.compactMap(Double.init)) }) { first, _ in first }
  }()

  /// How many of the 15 certified digits are right: all where the value rounds to them.
  private func digits(_ value: Double, _ certified: Double) -> Double {
    var unit = 1e-14
    while certified.magnitude >= unit * 1e15 { unit *= 10 }
    while certified.magnitude < unit * 1e14 { unit /= 10 }
    let error = (value - certified).magnitude
    return error <= 0.5001 * unit ? 15 : -log10(error / certified.magnitude)
  }

  /// The numbers of the one row that a query gives over some columns.
  private func answer(_ query: String, _ header: String, _ rows: [String]) throws -> [Double] {
    let folder = try TemporaryFolder()
    try folder.write(header + "\n" + rows.joined(separator: "\n") + "\n", to: "data.csv")
    let session = Session(options: Session.Options(offersSample: false))
    try session.load(folder.path + "/data.csv")
    let line = try session.answer(query, format: "csv").split(separator: "\n").last ?? ""
    return line.split(separator: ",").compactMap { Double($0) }
  }

  @Test(arguments: ReferenceData.univariate.map(\.name))
  func meansAndDeviationsHaveTheDigitsOfTheManual(name: String) throws {
    let set = try #require(ReferenceData.univariate.first { $0.name == name })
    let printed = try #require(Self.figures[name])
    let read = try answer("mean y, sd y", "y", set.values)
    // Halving and doubling is exact, and computed numbers are doubles.
    let computed = try answer("extend z = y / 2 * 2 | mean z, sd z", "y", set.values)
    let measured = zip(read + computed, [set.mean, set.sd, set.mean, set.sd]).map(digits)
    #expect(measured.count == 4 && printed.count == 5 && printed[0] == Double(set.values.count))
    #expect(zip(measured, printed.dropFirst()).allSatisfy { $0 >= $1 - 1e-9 }, "\(name): \(measured)")
    #expect(printed[1] >= 13 && printed[2] >= 13)
  }

  @Test func deviationsOfTheLargestWholeNumbersAreExact() throws {
    let ends = [String(Int64.min + 1), String(Int64.max)]
    #expect(try answer("sd x", "x", ends) == [0x1p63 * 2.0.squareRoot()])
    #expect(try answer("sd x, var x", "x", (1...3).map { String(1 << 60 + $0) }) == [1, 1])
    let rows = (0..<9000).map { "\($0 % 2),\($0 % 4 < 2 ? ends[$0 % 2] : String($0 % 2))" }
    let sd = try answer("sd x by g | show sd_x | sum sd_x", "g,x", rows)
    // Half of each group's values lie at an end, half at 0 or 1: their deviations are half of 2^63 from their mean.
    let expected = 2 * 0x1p62 * (4500.0 / 4499).squareRoot()
    #expect(sd.count == 1 && (sd[0] / expected - 1).magnitude < 1e-15)
  }

  @Test(arguments: ReferenceData.regressions.map(\.name))
  func regressionsHaveTheDigitsOfTheManual(name: String) throws {
    let set = try #require(ReferenceData.regressions.first { $0.name == name })
    for (query, certified) in set.certified {
      let printed = try #require(Self.figures["\(name) `\(query)`"]?.last)
      let value = try #require(try answer(query, "y,x", zip(set.y, set.x).map { "\($0),\($1)" }).first)
      #expect(digits(value, certified) >= printed - 1e-9, "\(name): \(digits(value, certified))")
      #expect(printed >= 13)
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
