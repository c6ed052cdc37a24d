import Foundation
import TallyData
import TallyPlan

/// Runs queries through the `sqlite3` command, many in one process.
package enum SQLiteShell {
  /// Whether the command is there and has what the printer uses: `regexp`, `pow`, `unixepoch`.
  package static let isAvailable: Bool = {
    guard let answer = try? run("SELECT regexp('a', 'a'), pow(2, 2), unixepoch('1970-01-02');\n") else { return false }
    return answer.lines == ["1|4.0|86400"]
  }()

  private static let separator = "-- next"
  private static let missing = "N"

  /// The rows of each query over the tables, by their names; nil where SQLite reports an error.
  package static func answers(_ queries: [(sql: String, output: [Field])], over tables: [Table]) throws -> [[[Value]]?]
  {
    var script = ".mode list\n.separator |\n.nullvalue \(missing)\n" + tables.map(load).joined()
    // Each query and the line after it take one line of the script.
    let firstLine = script.utf8.count { $0 == UInt8(ascii: "\n") } + 1
    for query in queries { script += "\(query.sql)\nSELECT '\(separator)';\n" }
    let (lines, failed) = try run(script)
    var answers: [[[Value]]?] = []
    var rows: [[Value]] = []
    for line in lines {
      guard line != separator else {
        answers.append(failed.contains(firstLine + 2 * answers.count) ? nil : rows)
        rows = []
        continue
      }
      guard answers.count < queries.count else { break }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      let fields = queries[answers.count].output
      rows.append(zip(cells, fields).map { value(String($0), $1.type) })
    }
    return answers
  }

  private static func load(_ table: Table) -> String {
    let columns = table.fields.enumerated().map { place, field in
      "c\(place) \(field.type == .text ? "TEXT" : field.type == .number ? "REAL" : "INTEGER"), "
    }
    var script = "CREATE TABLE \(table.name)(\(columns.joined())o INTEGER);\nBEGIN;\n"
    for row in 0..<table.rowCount {
      let cells = table.columns.map { SQLitePrinter.literal($0[row]) + ", " }
      script += "INSERT INTO \(table.name) VALUES(\(cells.joined())\(row));\n"
    }
    return script + "COMMIT;\n"
  }

  private static func value(_ text: String, _ type: DataType) -> Value {
    if text == missing || (type == .number && text.isEmpty) { return .missing }
    switch type {
    case .text: return .text(decoded(text.dropFirst()))
    case .number: return Double(text).map(Value.number) ?? .missing
    case .integer, .boolean, .date, .datetime, .duration:
      guard let whole = Int64(text) ?? Double(text).flatMap(Int64.init(exactly:)) else { return .text(text) }
      return Value(integral: whole, type: type)
    }
  }

  private static func decoded(_ hexadecimal: Substring) -> String {
    let digits = Array(hexadecimal.utf8)
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { place in
      UInt8(String(decoding: digits[place...place + 1], as: UTF8.self), radix: 16) ?? 0
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The lines of the output, and the numbers of the script's lines that failed.
  private static func run(_ script: String) throws -> (lines: [String], failed: Set<Int>) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tally-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = folder.appendingPathComponent("script.sql")
    try Data(script.utf8).write(to: input)
    func file(_ name: String) throws -> (url: URL, handle: FileHandle) {
      let url = folder.appendingPathComponent(name)
      try Data().write(to: url)
      return (url, try FileHandle(forWritingTo: url))
    }
    let (output, errors) = (try file("output"), try file("errors"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sqlite3", "-batch", ":memory:"]
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = output.handle
    process.standardError = errors.handle
    try process.run()
    process.waitUntilExit()
    func lines(_ url: URL) throws -> [String] {
      String(decoding: try Data(contentsOf: url), as: UTF8.self).split(separator: "\n").map(String.init)
    }
    // `Runtime error near line 12: integer overflow`
    let failed = try lines(errors.url).compactMap { line in
      line.firstRange(of: "near line ").flatMap { Int(line[$0.upperBound...].prefix { $0.isNumber }) }
    }
    return (try lines(output.url), Set(failed))
  }
}
