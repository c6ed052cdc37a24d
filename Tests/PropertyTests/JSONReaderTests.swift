import TallyData
import TallyFormats
import TallyTestSupport
import Testing

/// One small document for each rule of reading JSON.
@Suite struct JSONReaderTests {
  private func load(
    _ text: String, as format: String = "json", _ change: (inout LoadOptions) -> Void = { _ in }
  ) throws(LoadError) -> LoadedTable {
    var options = LoadOptions()
    options.threads = 2
    change(&options)
    return try loadedBytes(Array(text.utf8), format, options)
  }

  private func values(_ loaded: LoadedTable, _ column: Int) -> [Value] {
    (0..<loaded.table.rowCount).map { loaded.table.columns[column][$0] }
  }

  private func problem(_ text: String, as format: String = "json") -> JSONProblem? {
    do throws(LoadError) {
      _ = try load(text, as: format)
      return nil
    } catch {
      if case .json(_, let problem) = error { return problem }
      return nil
    }
  }

  // MARK: - Shapes

  @Test func columnsStandInTheOrderTheyAreMet() throws {
    let loaded = try load(#"[{"b":1},{"a":"x","b":null},{"c":true,"a":null}]"#)
    #expect(loaded.table.fields.map(\.name) == ["b", "a", "c"])
    #expect(loaded.table.fields.map(\.type) == [.integer, .text, .boolean])
    #expect(values(loaded, 0) == [.integer(1), .missing, .missing])
    #expect(values(loaded, 1) == [.missing, .text("x"), .missing])
    #expect(values(loaded, 2) == [.missing, .missing, .boolean(true)])
    #expect(loaded.report.columns[0].missingSpellings.map(\.text) == ["absent", "null"])
  }

  @Test func objectsWithinRowsAreColumns() throws {
    let loaded = try load(#"[{"a":{"b":{"c":1}},"d":2},{"a":null,"d":3},{"a":{"b":{},"e":4}}]"#)
    #expect(loaded.table.fields.map(\.name) == ["a.b.c", "d", "a.e"])
    #expect(values(loaded, 0) == [.integer(1), .missing, .missing])
    #expect(values(loaded, 2) == [.missing, .missing, .integer(4)])
    #expect(loaded.report.explanations == ["objects within the rows became columns: a.b.c, a.e"])
    #expect(loaded.report.remarks == ["1 empty object within rows left out"])
  }

  @Test func arraysAreKeptAsText() throws {
    let loaded = try load("[{\"a\": [1, {\"x\" : \"a, \\n b\"}, [ ] ] }, {\"a\": [ ]}]")
    #expect(values(loaded, 0) == [.text(#"[1,{"x":"a, \n b"},[]]"#), .text("[]")])
  }

  @Test func rowsOfAnInnerArray() throws {
    let text = #"{"meta":{"n":2},"data":[{"a":1},{"a":2}],"more":[1,2]}"#
    let loaded = try load(text)
    #expect(values(loaded, 0) == [.integer(1), .integer(2)])
    #expect(loaded.report.explanations == ["the rows are those of `data`; left out: meta, more"])
    let two = #"{"one":[{"a":1}],"two":[{"b":2}]}"#
    #expect(throws: LoadError.severalTables(file: "the built-in sample", tables: ["one", "two"])) { try load(two) }
    #expect(try load(two) { $0.table = "two" }.table.fields.map(\.name) == ["b"])
    #expect(throws: LoadError.self) { try load(two) { $0.table = "three" } }
  }

  @Test func objectsOfArraysAreColumns() throws {
    let loaded = try load(#"{"x":[1,2.5,null],"y":["a",["b"],"c"]}"#)
    #expect(loaded.table.fields.map(\.type) == [.number, .text])
    #expect(values(loaded, 0) == [.number(1), .number(2.5), .missing])
    #expect(values(loaded, 1) == [.text("a"), .text(#"["b"]"#), .text("c")])
    #expect(problem(#"{"x":[1,2],"y":[1]}"#) == .unequalColumns)
  }

  @Test func linesAreReadFromJSONFilesToo() throws {
    #expect(try load("{\"a\":1}\n\n{\"a\":2}\n").table.rowCount == 2)
    #expect(try load("{\"a\":1}\r\n{\"a\":2}", as: "ndjson").table.rowCount == 2)
    #expect(try load("\n{\"a\":1}\n\n{\"a\":2}\n", as: "ndjson").report.blankLines == 2)
    #expect(problem("{\"a\":1} {\"a\":2}\n", as: "ndjson") == .textAfterEnd)
    #expect(problem("{\"a\":\n1}\n", as: "ndjson") == .brokenLine)
  }

  // MARK: - Types

  @Test func textsAreNeverNumbers() throws {
    let loaded = try load(#"[{"a":"1","b":"true","c":"2023-01-31","d":"2023-01-31T10:00:00Z","e":"NA","f":""}]"#)
    #expect(loaded.table.fields.map(\.type) == [.text, .text, .date, .datetime, .text, .text])
    #expect(values(loaded, 4) == [.text("NA")])
    #expect(values(loaded, 5) == [.text("")])
    #expect(loaded.report.offsetDatetimes == 1)
  }

  @Test func mixturesAreTextAndTold() throws {
    let rows = (0..<3000).map { $0 == 2500 ? #"{"a":"x","b":"2023-01-01"}"# : #"{"a":\#($0),"b":"2023-01-01"}"# }
    for threads in [1, 2] {
      let loaded = try load(rows.joined(separator: "\n"), as: "ndjson") {
        $0.chunkByteCount = 500
        $0.threads = threads
      }
      #expect(loaded.table.fields.map(\.type) == [.text, .date])
      #expect(values(loaded, 0)[2499...2501] == [.text("2499"), .text("x"), .text("2501")])
      let obstacle = loaded.report.columns[0].obstacle
      #expect(obstacle?.wouldBe == .number && obstacle?.line == 2501 && obstacle?.cell == "x" && obstacle?.count == 1)
    }
    let dates = try load(#"[{"d":"2023-01-01"},{"d":"2023-01-02"},{"d":"soon"}]"#)
    #expect(dates.table.fields[0].type == .text)
    #expect(dates.report.columns[0].obstacle?.wouldBe == .date)
  }

  @Test func wideNumbersKeepTheirDigits() throws {
    let loaded = try load(#"[{"a":9223372036854775807,"b":12345678901234567890,"c":1e400,"d":-0,"e":1E2}]"#)
    #expect(loaded.table.fields.map(\.type) == [.integer, .text, .text, .integer, .number])
    #expect(values(loaded, 1) == [.text("12345678901234567890")])
  }

  @Test func optionsHold() throws {
    let loaded = try load(#"[{"zip":"007","n":-99,"w":"?"},{"zip":"12","n":5,"w":"x"}]"#) {
      $0.types = [("zip", .integer)]
      $0.missing = ["-99", "?"]
    }
    #expect(values(loaded, 0) == [.integer(7), .integer(12)])
    #expect(values(loaded, 1) == [.missing, .integer(5)])
    #expect(values(loaded, 2) == [.missing, .text("x")])
    #expect(throws: LoadError.self) { try load(#"[{"a":1}]"#) { $0.types = [("b", .integer)] } }
    #expect(throws: LoadError.self) { try load(#"[{"a":"x"}]"#) { $0.types = [("a", .integer)] } }
  }

  @Test func escapesAreDecoded() throws {
    let loaded = try load(#"[{"\u0061":"\"\\\/\b\f\n\r\t\u00e5\uD83D\uDE00\u0000"},{"a":"\ud800x"}]"#)
    #expect(loaded.table.fields.map(\.name) == ["a"])
    #expect(values(loaded, 0)[0] == .text("\"\\/\u{8}\u{C}\n\r\tå😀\u{0}"))
    #expect(values(loaded, 0)[1] == .text("\u{FFFD}x"))
    #expect(loaded.report.remarks == ["1 half surrogate pair in texts became U+FFFD"])
  }

  @Test func repeatedKeysAreCounted() throws {
    let loaded = try load(#"[{"a":0},{"a":1,"a":2}]"#)
    #expect(values(loaded, 0) == [.integer(0), .integer(2)])
    #expect(loaded.report.remarks.count == 1)
  }

  // MARK: - Faults

  @Test(arguments: [
    (#"[{"a":1},]"#, JSONProblem.commaBeforeEnd), (#"[{"a":1,}]"#, .commaBeforeEnd),
    (#"[{"a":[1,]}]"#, .commaBeforeEnd),
    ("[{'a':1}]", .singleQuote), ("[{\"a\":'x'}]", .singleQuote), ("[// no\n]", .comment),
    ("[{\"a\":1 /*x*/}]", .comment),
    (#"[{"a":NaN}]"#, .notANumber), (#"[{"a":-Infinity}]"#, .infinite), (#"[{"a":Infinity}]"#, .infinite),
    (#"[{"a":True}]"#, .otherWord), (#"[{"a":nul}]"#, .otherWord), (#"[{"a":01}]"#, .leadingZero),
    (#"[{"a":+1}]"#, .plusSign), (#"[{"a":.5}]"#, .bareFraction), (#"[{"a":1.}]"#, .bareFraction),
    (#"[{"a":-}]"#, .badNumber), (#"[{"a":1e}]"#, .badNumber), (#"[{"a":"x"#, .unclosedString),
    ("[{\"a\":\"x\ny\"}]", .controlCharacter), (#"[{"a":"\x"}]"#, .badEscape), (#"[{"a":"\u12g4"}]"#, .badEscape),
    (#"[{"a":1}"#, .unclosed), (#"[{"a":1]"#, .wrongBracket), (#"[{"a":[1}]"#, .wrongBracket),
    (#"[{"a":1} {"a":2}]"#, .noComma), (#"[{"a" 1}]"#, .noColon), (#"[{a:1}]"#, .noKey), (#"[{"a":}]"#, .noValue),
    (#"[{"a":1}] x"#, .textAfterEnd), (#"[{"a":1}, 2]"#, .notAnObject), (#"[[1,2]]"#, .notAnObject),
  ]) func faultsAreTold(text: String, expected: JSONProblem) {
    #expect(problem(text) == expected, "\(text)")
  }

  @Test func placesAreLinesAndBytes() {
    for size in [1, 16, 1 << 20] {
      do throws(LoadError) {
        _ = try load("[\n{\"a\":1},\n{\"a\":\"å\"},\n{\"a\":tru}]") { $0.chunkByteCount = size }
        Issue.record("loaded")
      } catch {
        let place = LoadError.Place(file: "the built-in sample", line: 4, byteOffset: 28)
        #expect(error == .json(place, .otherWord))
      }
    }
    let bytes = Array(#"[{"a":"x"#.utf8) + [0xFF] + Array(#""}]"#.utf8)
    #expect(throws: LoadError.self) { try loadedBytes(bytes, "json", LoadOptions()) }
  }

  @Test func depthHasALimit() throws {
    for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
      let deep = String(repeating: open, count: 100_000)
      #expect(problem("[{\"x\":" + deep) == .tooDeep)
      let good = String(repeating: open, count: 400) + "1" + String(repeating: close, count: 400)
      #expect(try load("[{\"x\":\(good)}]").table.rowCount == 1)
    }
  }

  @Test func emptyDocumentsAreRefused() {
    for text in ["", "  \n", "[]", "{}", "[{}]", "7", "\u{FEFF}"] {
      #expect(throws: LoadError.self, "\(text)") { try load(text) }
      #expect(throws: LoadError.self, "\(text)") { try load(text, as: "ndjson") }
    }
  }
}

/// The table of bytes in memory, read by the reader of a format.
func loadedBytes(_ bytes: [UInt8], _ format: String, _ options: LoadOptions) throws(LoadError) -> LoadedTable {
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
  defer { memory.deallocate() }
  memory.copyBytes(from: bytes)
  guard let reader = FileReader.named(format) else { throw .empty(file: format) }
  return try reader.read(
    .memory(UnsafeRawBufferPointer(rebasing: memory[..<bytes.count])), "t", options, Interrupt(), nil)
}
