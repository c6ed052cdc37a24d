import Foundation
import TallyData
import TallyFormats
import Testing

/// Databases that the sqlite3 program makes, read; skipped where there is no such program.
@Suite struct SQLiteReaderTests {
  private static let program = ["/usr/bin/sqlite3", "/usr/local/bin/sqlite3", "/opt/homebrew/bin/sqlite3"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }
  static let isThere = program != nil

  private func withDatabase(_ name: String, _ statements: String, _ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "/tally-\(ProcessInfo.processInfo.processIdentifier)-\(name)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let run = Process()
    run.executableURL = URL(fileURLWithPath: Self.program ?? "")
    run.arguments = [path, statements]
    try run.run()
    run.waitUntilExit()
    try body(path)
  }

  private func values(_ table: Table, _ column: Int) -> [Value] {
    (0..<table.rowCount).map { table.columns[column][$0] }
  }

  @Test(.enabled(if: isThere)) func everyTypeIsDecidedFromTheValues() throws {
    let statements = """
      create table t(i integer, r real, s text, b blob, ok boolean, d text, m);
      insert into t values (1, 1.5, '7', x'00ff', 1, '2023-01-01', 1), (null, 2.0, '', null, 0, '2023-01-02', 'x'),
      (9223372036854775807, 0.1, 'å', null, null, null, 3);
      """
    try withDatabase("types.sqlite", statements) { path in
      let loaded = try FileLoader.load(.file(path: path))
      let table = loaded.table
      #expect(table.fields.map(\.type) == [.integer, .number, .text, .text, .boolean, .date, .text])
      #expect(values(table, 0) == [.integer(1), .missing, .integer(.max)])
      #expect(values(table, 1) == [.number(1.5), .number(2), .number(0.1)])
      #expect(values(table, 2) == [.text("7"), .text(""), .text("å")])
      #expect(values(table, 3) == [.text("00FF"), .missing, .missing])
      #expect(values(table, 4) == [.boolean(true), .boolean(false), .missing])
      #expect(values(table, 6) == [.text("1"), .text("x"), .text("3")])
      #expect(loaded.report.columns[6].obstacle?.line == 2)
      #expect(loaded.report.remarks == ["b: 1 blob became text of hexadecimal digits"])
    }
  }

  @Test(.enabled(if: isThere)) func tablesAndViewsAreNamed() throws {
    let statements = "create table a(x); insert into a values (1); create table b(y); create view v as select 2 as z"
    try withDatabase("several.db", statements) { path in
      #expect(throws: LoadError.severalTables(file: path, tables: ["a", "b", "v"])) {
        try FileLoader.load(.file(path: path))
      }
      var options = LoadOptions()
      for (name, rows) in [("A", 1), ("b", 0), ("v", 1)] {
        options.table = name
        let loaded = try FileLoader.load(.file(path: path), options: options)
        #expect(loaded.table.rowCount == rows)
      }
      options.table = "c"
      #expect(throws: LoadError.unknownTable(file: path, name: "c", tables: ["a", "b", "v"])) {
        try FileLoader.load(.file(path: path), options: options)
      }
    }
  }

  @Test(.enabled(if: isThere)) func someColumnsComeFirst() throws {
    let statements = """
      create table t(a integer, s text, d text, ok boolean, b blob);
      insert into t values (1, 'x', '2023-01-01', 1, x'00'), (2, null, '2023-01-02', 0, null), (3, 'z', null, 1, null);
      create index by_text on t(s desc);
      create view v as select * from t order by random();
      """
    try withDatabase("part.sqlite", statements) { path in
      var options = LoadOptions()
      options.table = "t"
      let whole = try FileLoader.load(.file(path: path), options: options)
      for wanted in [["s"], [], ["ok", "a"], ["a", "s", "d", "ok", "b"]] {
        options.isWanted = { wanted.contains($0) }
        let part = try FileLoader.load(.file(path: path), options: options)
        #expect(part.table.rowCount == 3 && Set(part.table.fields.map(\.name)) == Set(wanted))
        guard let rest = part.rest else {
          #expect(wanted.count == 5)
          continue
        }
        let joined = try rest.joined(to: part.table, threads: 1, interrupt: Interrupt(), progress: nil).table
        #expect(joined.fields == whole.table.fields)
        for column in joined.fields.indices { #expect(values(joined, column) == values(whole.table, column)) }
      }
      // A view may come in another order each time.
      options.table = "v"
      options.isWanted = { $0 == "a" }
      #expect(try FileLoader.load(.file(path: path), options: options).rest == nil)

      options.table = "t"
      let part = try FileLoader.load(.file(path: path), options: options)
      let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
      try file.write(contentsOf: Data("SQLite format 3".utf8))
      try file.close()
      #expect(throws: LoadError.outdated(file: path)) {
        try part.rest?.joined(to: part.table, threads: 1, interrupt: Interrupt(), progress: nil)
      }
    }
  }

  @Test(.enabled(if: isThere)) func lateValuesOfAnotherTypeDecide() throws {
    let statements = """
      create table t(n, d); with recursive r(i) as (select 1 union all select i + 1 from r where i < 30000)
      insert into t select case i when 29000 then 'x' else i end, date(i, 'unixepoch') from r;
      """
    // The first bytes tell what it is, whatever its name.
    try withDatabase("late.csv", statements) { path in
      let loaded = try FileLoader.load(.file(path: path))
      #expect(loaded.table.fields.map(\.type) == [.text, .date])
      #expect(values(loaded.table, 0)[28_998...29_000] == [.text("28999"), .text("x"), .text("29001")])
      #expect(loaded.report.columns[0].obstacle?.line == 29_000)
    }
  }

  @Test(.enabled(if: isThere)) func everyCutIsATableOrAnError() throws {
    try withDatabase("cut.sqlite", "create table t(a, b); insert into t values (1, 'x'), (2, 'y')") { path in
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      for count in stride(from: 0, to: bytes.count, by: 97) {
        try bytes.prefix(count).write(to: URL(fileURLWithPath: path))
        _ = try? FileLoader.load(.file(path: path))
      }
    }
  }
}
