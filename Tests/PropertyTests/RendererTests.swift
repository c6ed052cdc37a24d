import TallyData
import TallyFormats
import TallyTestSupport
import Testing

/// What a renderer writes of an answer.
func rendered(_ name: String, _ answer: Answer, _ options: RenderOptions = RenderOptions()) throws -> String {
  let renderer = try #require(Renderer.named(name))
  let collected = CollectedBytes()
  var sink = TextSink(blockSize: 64) { bytes in collected.bytes += bytes }
  try renderer.write(answer, options, &sink)
  try sink.flush()
  return String(decoding: collected.bytes, as: UTF8.self)
}

final class CollectedBytes { var bytes: [UInt8] = [] }

func answer(_ columns: [(String, DataType, [Value])]) -> Answer {
  let count = columns.first?.2.count ?? 0
  let table = Table(
    name: "t", fields: columns.map { Field($0.0, $0.1) }, columns: columns.map { Column(type: $0.1, values: $0.2) },
    rowCount: count)
  return Answer(table: table)
}

/// A row of every type, one of missing values, and texts that formats trip over.
let nastyAnswer = answer([
  ("na\"me, x", .text, [.text("a,b"), .missing, .text(""), .text("line\nbreak\u{1B}[31m"), .text("NA")]),
  ("n", .number, [.number(0.1), .missing, .number(-2.5), .number(1e300), .number(1.0 / 3)]),
  ("i", .integer, [.integer(1), .missing, .integer(.max), .integer(-40_000), .integer(0)]),
  ("b", .boolean, [.boolean(true), .missing, .boolean(false), .boolean(true), .boolean(true)]),
  ("d", .date, [.date(0), .missing, .date(-1), .date(19_000), .date(2_932_896)]),
  ("dt", .datetime, [.datetime(0), .missing, .datetime(-1), .datetime(1_357_020_000_000_000), .datetime(1)]),
  ("du", .duration, [.duration(0), .missing, .duration(93_600_000_000), .duration(-30_000_000), .duration(1)]),
])

@Suite struct RendererTests {
  @Test func everyNameIsFound() {
    #expect(Renderer.all.map(\.name).count == Set(Renderer.all.map(\.name)).count)
    for renderer in Renderer.all {
      #expect(Renderer.named(renderer.name.uppercased())?.name == renderer.name)
      #expect(renderer.summary.hasSuffix("."))
    }
    #expect(Renderer.named("xml") == nil)
  }

  @Test func csvQuotesWhatReadersMistake() throws {
    #expect(
      try rendered("csv", nastyAnswer) == """
        "na""me, x",n,i,b,d,dt,du
        "a,b",0.1,1,true,1970-01-01,1970-01-01T00:00:00,PT0S
        ,,,,,,
        "",-2.5,9223372036854775807,false,1969-12-31,1969-12-31T23:59:59.999999,P1DT2H
        "line
        break\u{1B}[31m",1e+300,-40000,true,2022-01-08,2013-01-01T06:00:00,-PT30S
        "NA",0.3333333333333333,0,true,9999-12-31,1970-01-01T00:00:00.000001,PT0.000001S

        """)
    let single = answer([("x", .text, [.text("1"), .missing, .text(" a"), .text("")])])
    #expect(try rendered("csv", single) == "x\n1\n\n\" a\"\n\"\"\n")
    #expect(try rendered("csv", answer([("x", .integer, [.missing, .missing])])) == "x\n\nNA\n")
    #expect(
      try rendered("tsv", answer([("a", .text, [.text("x,y")]), ("b;c", .text, [.text("p\tq")])]))
        == "a\t\"b;c\"\nx,y\t\"p\tq\"\n")
  }

  @Test func scaledDecimalsAreExact() throws {
    let column = Column(
      type: .number, storage: .int64(Buffer<Int64>([12_345, -5, 100, 0, .min, 9_007_199_254_740_993, 120])), scale: 2,
      count: 7, missingCount: 1)
    let small = Column(type: .number, storage: .int8(Buffer<Int8>([1, -20, 127])), scale: 6, count: 3, missingCount: 0)
    func csv(_ column: Column) throws -> String {
      let table = Table(name: "t", fields: [Field("x", .number)], columns: [column], rowCount: column.count)
      return try rendered("csv", Answer(table: table))
    }
    #expect(try csv(column) == "x\n123.45\n-0.05\n1.0\n0.0\n\n90071992547409.93\n1.2\n")
    #expect(try csv(small) == "x\n1e-06\n-2e-05\n0.000127\n")
  }

  @Test func emptyAnswers() throws {
    let none = answer([("a", .text, []), ("b", .integer, [])])
    let expected = [
      "csv": "a,b\n", "tsv": "a\tb\n", "json": "[]\n", "ndjson": "", "table": "no rows\n", "list": "no rows\n",
      "plain": "no rows\n", "markdown": "| a | b |\n| --- | ---: |\n",
    ]
    for (name, text) in expected { #expect(try rendered(name, none) == text) }
    let bare = Answer(table: Table(name: "t", fields: [], columns: [], rowCount: 3))
    for renderer in Renderer.all { _ = try rendered(renderer.name, bare) }
    #expect(try rendered("table", bare) == "3 rows, no columns\n")
  }

  @Test func markupShowsTextAsItIs() throws {
    let texts: [Value] = [.text("a|b\\"), .text("<i>&"), .text("_x_ y_z *"), .text("\u{0}\n"), .missing]
    let marked = answer([("t_t", .text, texts)])
    #expect(
      try rendered("markdown", marked)
        == "| t_t |\n| --- |\n| a\\|b\\\\ |\n| &lt;i>&amp; |\n| \\_x\\_ y_z \\* |\n| ␀<br> |\n| (missing) |\n")
    let html = try rendered("html", marked)
    #expect(html.contains("<td>&lt;i&gt;&amp;</td>"))
    #expect(html.contains("<td>␀<br></td>"))
    #expect(
      try rendered("html", answer([("n", .integer, [.integer(3)])])).contains("<td style=\"text-align:right\">3</td>"))
  }

  @Test func peopleNeverGetControlCharacters() throws {
    for name in ["table", "list", "plain"] {
      let text = try rendered(name, nastyAnswer)
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
      #expect(text.contains("line⏎break␛[31m"))
    }
  }

  @Test func sentencesAndNotesAreForPeople() throws {
    var spoken = answer([("count", .integer, [.integer(10)])])
    spoken.sentence = "10 of 3,866 arrivals (0.3 %)"
    spoken.notes = [Note("3,670 more could not be judged: elite is missing"), Note("a lesson", kind: .lesson)]
    #expect(
      try rendered("table", spoken)
        == "10 of 3,866 arrivals (0.3 %)\n3,670 more could not be judged: elite is missing\n")
    #expect(try rendered("csv", spoken) == "count\n10\n")
    var options = RenderOptions()
    options.notes = .off
    #expect(try rendered("plain", spoken, options) == "10 of 3,866 arrivals (0.3 %)\n")
    options.notes = .teach
    #expect(try rendered("list", spoken, options).hasSuffix("a lesson\n"))
  }

  @Test func machineNumbersAreTheirShortestText() throws {
    var generator = SeededGenerator(seed: 7)
    var numbers = [0.0, -0.0, 0.1, 0.30000000000000004, 1e-4, 9.99e-5, 1e11, 99_999_999_999.5, 5e-324, 1e16, 2.0 / 3]
    for _ in 0..<5000 {
      numbers.append(Double(bitPattern: generator.next()))
      numbers.append(Double(Int64.random(in: -9_999_999...9_999_999, using: &generator)) / 1000)
    }
    numbers = numbers.filter { $0.isFinite }
    let csv = try rendered("csv", answer([("x", .number, numbers.map(Value.number))]))
    let lines = csv.split(separator: "\n").dropFirst()
    #expect(lines.elementsEqual(numbers.map(\.description), by: { $0 == $1 }))
  }

  @Test func sinkFailuresArrive() throws {
    let many = answer([("x", .integer, (0..<5000).map { .integer(Int64($0)) })])
    for renderer in Renderer.all {
      var sink = TextSink(blockSize: 16) { _ throws(OutputError) in throw OutputError.closed }
      #expect(throws: OutputError.closed) {
        try renderer.write(many, RenderOptions(), &sink)
        try sink.flush()
      }
    }
  }
}
