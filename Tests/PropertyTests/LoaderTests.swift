import TallyData
import TallyFormats
import TallyTestSupport
import Testing

@Suite struct LoaderTests {
  /// Loads text held in memory.
  private func load(_ text: String, _ options: LoadOptions) throws(LoadError) -> LoadedTable {
    let bytes = Array(text.utf8)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
    defer { memory.deallocate() }
    memory.copyBytes(from: bytes)
    return try FileLoader.load(
      .memory(UnsafeRawBufferPointer(rebasing: memory[..<bytes.count])), named: "t", options: options)
  }

  @Test(arguments: 0..<40) func nastyFilesLoadAsTheReferenceReads(block: UInt64) {
    for seed in block * 25..<(block + 1) * 25 {
      let file = NastyCSV(seed: seed)
      var options = LoadOptions()
      options.delimiter = file.delimiter.asciiValue
      options.hasHeader = true
      options.isRagged = file.isRagged
      options.chunkByteCount = [1, 7, 16, 50, 64, 100, 333, nil][Int(seed % 8)]
      options.threads = Int(seed % 3) + 1
      var reference = ReferenceCSV(delimiter: file.delimiter)
      reference.isRagged = file.isRagged
      do throws(ReferenceCSV.Failure) {
        compare(seed, file, try reference.read(file.text), options)
      } catch { compareFailure(seed, file, error, options) }
    }
  }

  private func compare(_ seed: UInt64, _ file: NastyCSV, _ expected: ReferenceCSV.Result, _ options: LoadOptions) {
    let loaded: LoadedTable
    do throws(LoadError) { loaded = try load(file.text, options) } catch {
      Issue.record("seed \(seed): \(error.diagnostic.message)\n\(file.text.debugDescription)")
      return
    }
    let table = loaded.table
    let types = table.fields.map(\.type)
    guard table.fields.map(\.name) == expected.names, types == expected.types else {
      let names = table.fields.map(\.name)
      Issue.record(
        "seed \(seed): \(names) \(types), not \(expected.names) \(expected.types)\n\(file.text.debugDescription)")
      return
    }
    for (place, column) in table.columns.enumerated() {
      let values = (0..<table.rowCount).map { column[$0] }
      let texts = expected.values[place]
      if let row = values.indices.first(where: { $0 >= texts.count || values[$0] != texts[$0] })
        ?? (values.count != texts.count ? 0 : nil)
      {
        let wanted = row < texts.count ? "\(texts[row])" : "nothing"
        Issue.record(
          "seed \(seed) column \(place) row \(row) of \(values.count), \(texts.count): \(values.count > row ? "\(values[row])" : "nothing"), not \(wanted)\n\(file.text.debugDescription)"
        )
        return
      }
      #expect(column.missingCount == values.count { $0 == .missing })
      let spellings = loaded.report.columns[place].missingSpellings
      #expect(Dictionary(uniqueKeysWithValues: spellings.map { ($0.text, $0.count) }) == expected.missing[place])
      let isIndicator =
        types[place] == .integer && values.allSatisfy { [.integer(0), .integer(1), .missing].contains($0) }
      #expect(table.fields[place].isIndicator == isIndicator)
    }
    let counts = [loaded.report.blankLines, loaded.report.shortRows, loaded.report.longRows]
    #expect(counts == [expected.blankLines, expected.shortRows, expected.longRows], "seed \(seed)")
  }

  private func compareFailure(
    _ seed: UInt64, _ file: NastyCSV, _ failure: ReferenceCSV.Failure, _ options: LoadOptions
  ) {
    do throws(LoadError) {
      _ = try load(file.text, options)
      Issue.record("seed \(seed): loaded, though \(failure)\n\(file.text.debugDescription)")
    } catch {
      let told: ReferenceCSV.Failure? =
        switch error {
        case .ragged(let place, _, _): .ragged(line: place.line)
        case .textAfterQuote(let place): .textAfterQuote(line: place.line)
        case .unclosedQuote(let place): .unclosedQuote(line: place.line)
        default: nil
        }
      #expect(told == failure, "seed \(seed): \(error)\n\(file.text.debugDescription)")
    }
  }

  /// Any bytes become a table or an error, and the same ones however they are cut into chunks.
  @Test func anyBytesLoadOrAreRefused() {
    let pieces = [
      ",", ",", ",", "\n", "\n", "\r\n", "\r", "\"", "\"\"", "\\\"", "\\", " ", "\t", ";", "a", "é", "1", "-1.5",
      "true",
      "NA", "2020-01-01", "2020-01-01T10:00", "1e9", "\0", "x y",
    ].map { Array($0.utf8) }
    var random = SeededGenerator(seed: 21)
    for round in 0..<3000 {
      var bytes = (0..<Int(random.next() % 80)).flatMap { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
      if round % 10 == 0 { bytes.append(UInt8(truncatingIfNeeded: random.next())) }
      var options = LoadOptions()
      options.isRagged = random.next() % 2 == 0
      options.encoding = round % 7 == 0 ? .latin1 : round % 31 == 0 ? .utf16 : .utf8
      options.dates = random.next() % 3 == 0 ? .dayFirst : nil
      options.missing = random.next() % 3 == 0 ? ["1", "a"] : nil
      options.hasHeader = random.next() % 2 == 0 ? true : nil
      options.threads = 1
      let whole = outcome(bytes, options)
      options.threads = 3
      options.chunkByteCount = Int(random.next() % 40) + 1
      let cut = outcome(bytes, options)
      guard whole == cut else {
        let text = String(decoding: bytes, as: UTF8.self).debugDescription
        Issue.record("\(text), \(options): whole \(String(describing: whole)), cut \(String(describing: cut))")
        return
      }
    }
  }

  /// The columns' values, nil where the load fails.
  private func outcome(_ bytes: [UInt8], _ options: LoadOptions) -> [[Value]]? {
    let loaded = bytes.withUnsafeBytes { try? FileLoader.load(.memory($0), named: "t", options: options) }
    guard let table = loaded?.table else { return nil }
    return table.columns.map { column in (0..<table.rowCount).map { column[$0] } }
  }

  @Test func doublesAreTheNearest() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<200_000 {
      let pattern = Double(bitPattern: random.next())
      guard pattern.isFinite else { continue }
      let digits =
        random.next() % 2 == 0 ? "\(pattern)" : "\(random.next()).\(random.next())e\(Int(random.next() % 40) - 20)"
      let parsed = Array(digits.utf8).withUnsafeBufferPointer { DecimalNumber($0)?.double($0) }
      guard parsed == Double(digits) else {
        Issue.record("\(digits) was read as \(String(describing: parsed))")
        return
      }
    }
  }
}
