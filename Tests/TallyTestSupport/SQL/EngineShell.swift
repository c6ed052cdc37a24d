import Foundation
import TallyData
import TallyRemote

/// Runs the SQL that Tally writes on an engine, through Python's drivers: `sqlite3`, `duckdb`, and `psycopg` where
/// `TALLY_POSTGRESQL` names a database. `TALLY_PYTHON` names another interpreter.
package struct EngineShell: Sendable, CustomStringConvertible {
  package let dialect: Dialect
  package var description: String { dialect.title }

  package init(_ dialect: Dialect) {
    self.dialect = dialect
  }

  /// What came of one query.
  package enum Outcome {
    case rows([[Value]])
    case failed(String)
  }

  package struct Question {
    package let sql: String
    package let output: [Field]

    package init(sql: String, output: [Field]) {
      self.sql = sql
      self.output = output
    }
  }

  /// The engines whose drivers are there.
  package static let available: [EngineShell] = Dialect.all.map { EngineShell($0) }.filter { shell in
    guard let outcomes = try? shell.answers([Question(sql: "SELECT 1", output: [Field("a", .integer)])], over: []),
      case .rows([[.integer(1)]])? = outcomes.first
    else { return false }
    return true
  }

  package static func isAvailable(_ dialect: Dialect) -> Bool { available.contains { $0.dialect.name == dialect.name } }

  package func answers(_ questions: [Question], over tables: [Table]) throws -> [Outcome] {
    let input: [String: Any] = [
      "engine": dialect.name, "tables": tables.map(definition), "queries": questions.map(\.sql),
    ]
    let lines = try Self.run(try JSONSerialization.data(withJSONObject: input)).split(separator: UInt8(ascii: "\n"))
    return try zip(questions, lines).map { question, line in
      let answer = try JSONSerialization.jsonObject(with: Data(line), options: .fragmentsAllowed)
      if let message = answer as? String { return .failed(message) }
      let rows = answer as? [[Any]] ?? []
      return .rows(rows.map { row in zip(row, question.output).map { Self.value($0, $1.type) } })
    }
  }

  private func definition(_ table: Table) -> [String: Any] {
    let rows = (0..<table.rowCount).map { row in table.columns.map { cell($0[row]) } }
    return [
      "name": table.name, "rows": rows,
      "columns": table.fields.map { [$0.name, dialect.typeName($0.type)] },
    ]
  }

  /// Everything but whole numbers and conditions goes as text, so that no digit is lost on the way.
  private func cell(_ value: Value) -> Any {
    switch value {
    case .missing: NSNull()
    case .integer(let whole): NSNumber(value: whole)
    case .number(let number): ["n": String(number)]
    case .text(let text): text
    case .boolean(let truth): truth ? ["b": 1] : ["b": 0]
    case .date(let days): CalendarDate(days: Int(days)).text
    case .datetime(let instant): CalendarText.datetime(instant).replacing("T", with: " ")
    case .duration(let length): dialect.name == "sqlite" ? NSNumber(value: length) : "\(length) microseconds"
    }
  }

  /// A text as the number or moment that it says.
  package static func value(_ text: String) -> Value {
    Double(text).map(Value.number) ?? instant(text) ?? day(text) ?? length(text) ?? .text(text)
  }

  /// `-P1DT2H3.5S`
  private static func length(_ text: String) -> Value? {
    let pattern = /(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?/
    guard let match = text.wholeMatch(of: pattern) else { return nil }
    let (sign, days, hours, minutes, seconds) = (match.1, match.2, match.3, match.4, match.5)
    func part(_ text: Substring?, _ unit: Int64) -> Double { (text.flatMap { Double($0) } ?? 0) * Double(unit) }
    let whole =
      part(days, Microseconds.day) + part(hours, Microseconds.hour) + part(minutes, Microseconds.minute)
      + part(seconds, Microseconds.second)
    return Int64(exactly: whole.rounded()).map { .duration(sign.isEmpty ? $0 : -$0) }
  }

  private static func value(_ cell: Any, _ type: DataType) -> Value {
    if let number = cell as? [String: String], let text = number["n"] {
      guard let double = Double(text) else { return .text(text) }
      if type == .number { return .number(double) }
      return Int64(exactly: double).map { Value(integral: $0, type: type) } ?? .number(double)
    }
    switch (cell, type) {
    case (let text as String, .date): return day(text) ?? .text(text)
    case (let text as String, .datetime): return instant(text) ?? .text(text)
    case (let text as String, _): return .text(text)
    case (let number as NSNumber, .number): return .number(number.doubleValue)
    case (let number as NSNumber, _): return Value(integral: number.int64Value, type: type)
    default: return .missing
    }
  }

  private static func day(_ text: String) -> Value? {
    Array(text.utf8).withUnsafeBufferPointer { CalendarText.parseDate($0).map { .date(Int64($0)) } }
  }

  private static func instant(_ text: String) -> Value? {
    Array(text.utf8).withUnsafeBufferPointer { CalendarText.parseDatetime($0).map { .datetime($0.microseconds) } }
  }

  private static func run(_ input: Data) throws -> Data {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tally-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (asked, answered) = (folder.appendingPathComponent("asked"), folder.appendingPathComponent("answered"))
    try input.write(to: asked)
    try Data().write(to: answered)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [ProcessInfo.processInfo.environment["TALLY_PYTHON"] ?? "python3", "-c", program]
    process.standardInput = try FileHandle(forReadingFrom: asked)
    process.standardOutput = try FileHandle(forWritingTo: answered)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try Data(contentsOf: answered)
  }

  /// Reads tables and queries as JSON, writes a line of JSON for each query: its rows, or what the engine says.
  private static let program = """
    import sys, json, os, re, datetime, decimal
    asked = json.load(sys.stdin)
    engine = asked['engine']
    if engine == 'sqlite':
        import sqlite3
        base = sqlite3.connect(':memory:')
        base.execute('PRAGMA temp_store = memory')
        def matches(p, x, flags=0): return None if x is None else re.search(p, x, flags) is not None
        base.create_function('regexp', 2, matches)
        base.create_function('regexpi', 2, lambda p, x: matches(p, x, re.IGNORECASE))
        cursor = base.cursor()
    elif engine == 'duckdb':
        import duckdb
        cursor = duckdb.connect(':memory:')
        cursor.execute('SET threads = 1')
    else:
        import psycopg
        base = psycopg.connect(os.environ['TALLY_POSTGRESQL'], autocommit=True)
        cursor = base.cursor()
    def quoted(name):
        return '"' + name.replace('"', '""') + '"'
    def text(cell, kind):
        if cell is None: return 'NULL'
        if isinstance(cell, dict):
            if 'n' in cell: return "'" + cell['n'] + "'"
            return str(cell['b']) if engine == 'sqlite' else ('TRUE' if cell['b'] else 'FALSE')
        if isinstance(cell, str): return "'" + cell.replace("'", "''") + "'"
        return str(cell)
    for table in asked['tables']:
        name = quoted(table['name'])
        columns = ', '.join(quoted(c) + ' ' + t for c, t in table['columns'])
        cursor.execute('CREATE TEMPORARY TABLE ' + name + ' (' + columns + ')')
        rows = table['rows']
        for start in range(0, len(rows), 400):
            lines = ['(' + ', '.join(text(c, t) for c, (_, t) in zip(row, table['columns'])) + ')'
                     for row in rows[start:start + 400]]
            cursor.execute('INSERT INTO ' + name + ' VALUES ' + ', '.join(lines))
    def out(cell):
        if isinstance(cell, float): return {'n': repr(cell)}
        if isinstance(cell, decimal.Decimal):
            whole = cell == cell.to_integral_value() and abs(cell) < 2 ** 63
            return int(cell) if whole else {'n': repr(float(cell))}
        if isinstance(cell, bool): return int(cell)
        if isinstance(cell, int) and abs(cell) >= 2 ** 63: return {'n': repr(float(cell))}
        if isinstance(cell, datetime.datetime): return str(cell)
        if isinstance(cell, datetime.date): return cell.isoformat()
        if isinstance(cell, datetime.timedelta): return cell // datetime.timedelta(microseconds=1)
        return cell
    for query in asked['queries']:
        try:
            cursor.execute(query)
            rows = [[out(cell) for cell in row] for row in cursor.fetchall()]
            print(json.dumps(rows))
        except Exception as problem:
            print(json.dumps(str(problem)))
    """
}
