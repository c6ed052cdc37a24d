import Foundation
import TallyData
import TallyPlan
import TallyRemote

/// Runs the R or Python that Tally writes, many texts in one process: `Rscript` with dplyr, tidyr, stringr and
/// lubridate; Python with pandas, which `TALLY_PYTHON` may name.
package struct FrameShell: Sendable, CustomStringConvertible {
  package enum Language: String, CaseIterable, Sendable {
    case dplyr, pandas
  }

  package let language: Language
  package var description: String { language.rawValue }

  package init(_ language: Language) {
    self.language = language
  }

  /// What came of one text.
  package enum Outcome {
    case table(names: [String], rows: [[Value]])
    case failed(String)
  }

  package struct Question {
    package let text: String
    /// The columns that are expected; their types say what cells mean.
    package let output: [Field]

    package init(_ text: String, output: [Field]) {
      self.text = text
      self.output = output
    }
  }

  /// The languages whose programs and packages are there.
  package static let available: [FrameShell] = Language.allCases.map(FrameShell.init).filter { shell in
    let table = Table(name: "t", fields: [Field("a", .integer)], rows: [[.integer(1)]])
    guard let outcome = try? shell.answers([Question("t", output: table.fields)], over: [table]).first,
      case .table(["a"], [[.integer(1)]]) = outcome
    else { return false }
    return true
  }

  /// The plan's text in the language.
  package func text(of plan: LogicalPlan) throws(TranslationError) -> String {
    switch language {
    case .dplyr: try DplyrPrinter.print(plan)
    case .pandas: try PandasPrinter.print(plan)
    }
  }

  /// The value of each text's last line over the tables, which are there under their names.
  package func answers(_ questions: [Question], over tables: [Table]) throws -> [Outcome] {
    let script =
      switch language {
      case .dplyr: RScript.script(questions.map(\.text), over: tables)
      case .pandas: PandasScript.script(questions.map(\.text), over: tables)
      }
    var outcomes: [Outcome] = []
    var names: [String]?
    var rows: [[Value]] = []
    for line in try run(script).split(separator: "\n", omittingEmptySubsequences: false) {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      switch cells.first {
      case "names": (names, rows) = (cells.dropFirst().map(Self.decoded), [])
      case "row":
        guard outcomes.count < questions.count else { break }
        rows.append(zip(cells.dropFirst(), questions[outcomes.count].output).map { value($0, $1.type) })
      case "end": outcomes.append(.table(names: names ?? [], rows: rows))
      case "failed": outcomes.append(.failed(Self.decoded(cells.count > 1 ? cells[1] : "")))
      default: break
      }
    }
    return outcomes
  }

  /// `N` is missing, `x` stands before the bytes of a text in hexadecimal; the rest are numbers: days, microseconds, 0
  /// and 1 among them. In pandas a date is a moment.
  private func value(_ cell: String, _ type: DataType) -> Value {
    if cell == "N" { return .missing }
    if cell.hasPrefix("x") { return .text(Self.decoded(cell)) }
    guard let number = Double(cell) else { return .text(cell) }
    if type == .number { return number.isNaN ? .missing : .number(number) }
    guard let whole = Int64(cell) ?? Int64(exactly: number), type != .text else { return .number(number) }
    return Value(integral: type == .date && language == .pandas ? whole / Microseconds.day : whole, type: type)
  }

  private static func decoded(_ cell: String) -> String {
    let digits = Array(cell.utf8.dropFirst())
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { place in
      UInt8(String(decoding: digits[place...place + 1], as: UTF8.self), radix: 16) ?? 0
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func run(_ script: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tally-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (asked, answered) = (folder.appendingPathComponent("asked"), folder.appendingPathComponent("answered"))
    try Data(script.utf8).write(to: asked)
    try Data().write(to: answered)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let environment = ProcessInfo.processInfo.environment
    let program = language == .dplyr ? "Rscript" : environment["TALLY_PYTHON"] ?? "python3"
    process.arguments = [program, asked.path]
    process.environment = environment.merging(["LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "ignore"]) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: answered)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return String(decoding: try Data(contentsOf: answered), as: UTF8.self)
  }
}
