import TallyData
import TallyLocal
import TallyTestSupport
import Testing

/// Joins over enough rows for several parts and threads, against a dictionary of lists.
@Suite struct LargeJoinTests {
  private static let leftCount = 140_003
  private static let left = makeLeft()
  /// Many keys that lie far apart, few that lie close together; each once, or some twice, some missing.
  private static let rights = [true, false].flatMap { isUnique in
    [40_000, 900].map { makeRight(count: $0, isUnique: isUnique) }
  }

  private static func makeLeft() -> Table {
    var random = SeededGenerator(seed: 11)
    func cells(_ value: (inout SeededGenerator) -> Value) -> [Value] {
      (0..<leftCount).map { _ in Int.random(in: 0..<12, using: &random) == 0 ? .missing : value(&random) }
    }
    return Table(
      name: "t",
      fields: [
        Field("wide", .integer), Field("close", .integer), Field("word", .text), Field("ratio", .number),
        Field("number", .integer),
      ],
      columns: [
        Column(type: .integer, values: cells { .integer(Int64.random(in: 0..<200_000, using: &$0) * 1_000_003) }),
        Column(type: .integer, values: cells { .integer(Int64.random(in: -50..<1_500, using: &$0)) }),
        Column(type: .text, values: cells { .text("word \(Int.random(in: 0..<1_500, using: &$0))") }),
        Column(type: .number, values: cells { .number(Double(Int.random(in: -900..<900, using: &$0)) / 8) }),
        Column(type: .integer, integrals: (0..<leftCount).map { Int64($0) }),
      ], rowCount: leftCount)
  }

  private static func makeRight(count: Int, isUnique: Bool) -> Table {
    var random = SeededGenerator(seed: UInt64(count))
    let keys = (0..<count).shuffled(using: &random).map { isUnique ? $0 : $0 / 2 * 2 }
    func cells(_ value: (Int) -> Value) -> [Value] {
      keys.enumerated().map { row, key in isUnique || row % 19 != 0 ? value(key) : .missing }
    }
    return Table(
      name: "u",
      fields: [
        Field("far", .integer), Field("near", .integer), Field("text", .text), Field("share", .number),
        Field("place", .integer),
      ],
      columns: [
        Column(type: .integer, values: cells { .integer(Int64($0) * 1_000_003) }),
        Column(type: .integer, values: cells { .integer(Int64($0)) }),
        Column(type: .text, values: cells { .text("word \($0)") }),
        Column(type: .number, values: cells { .number(Double($0) / 8) }),
        Column(type: .integer, integrals: (0..<count).map { Int64($0) }),
      ], rowCount: count)
  }

  private static let keys = [
    ["wide": "far"], ["close": "near"], ["word": "text"], ["ratio": "share"], ["close": "near", "word": "text"],
  ]

  @Test(arguments: Self.keys, 0..<4)
  func joinsAgree(keys: [String: String], right: Int) throws {
    let right = Self.rights[right]
    let condition = keys.map { "\($0.key) = \($0.value)" }.sorted().joined(separator: ", ")
    let (lefts, rights) = (try Self.rows(of: Self.left, Array(keys.keys)), try Self.rows(of: right, Array(keys.values)))
    let isFiltered = right.rowCount > 1000
    let counts = (0..<Self.leftCount).filter { !isFiltered || $0 % 3 == 0 }
    let matches = Self.matches(counts, lefts, rights)
    for kind in ["inner", "left", "full", "semi", "anti"] {
      let hasRight = kind != "semi" && kind != "anti"
      let text =
        (isFiltered ? "where number mod 3 = 0 | " : "") + "\(kind) join u on \(condition)"
        + (hasRight ? " many to many | show number, place" : " | show number")
      let query = try BoundTestQuery.bind(text, over: [Self.left, right]).get()
      let expected = Self.pairs(kind, counts, matches, rightCount: right.rowCount)
      for threads in [1, 3] {
        let found = try query.run(threads: threads).get().table
        #expect(found.rowCount == expected.count, "\(text)")
        let differs = (0..<min(found.rowCount, expected.count)).first { row in
          found.columns[0][row].integral.map { Int($0) } != expected[row].left
            || hasRight && found.columns[1][row].integral.map { Int($0) } != expected[row].right
        }
        #expect(differs == nil, "\(text)")
      }
    }
  }

  /// The keys of each row; nil where a part is missing.
  private static func rows(of table: Table, _ names: [String]) throws -> [[Value]?] {
    let columns = try names.map { table.columns[try #require(table.columnIndex(named: $0))] }
    return (0..<table.rowCount).map { row in
      let key = columns.map { $0[row] }
      return key.contains(.missing) ? nil : key
    }
  }

  /// For each row of the left that counts, the rows of the right with its key.
  private static func matches(_ counts: [Int], _ lefts: [[Value]?], _ rights: [[Value]?]) -> [[Int]] {
    var places: [[Value]: [Int]] = [:]
    for (row, key) in rights.enumerated() { if let key { places[key, default: []].append(row) } }
    return counts.map { row in lefts[row].flatMap { places[$0] } ?? [] }
  }

  private static func pairs(
    _ kind: String, _ counts: [Int], _ matches: [[Int]], rightCount: Int
  ) -> [(left: Int?, right: Int?)] {
    var pairs: [(left: Int?, right: Int?)] = []
    for (row, matches) in zip(counts, matches) {
      switch kind {
      case "semi": if !matches.isEmpty { pairs.append((row, nil)) }
      case "anti": if matches.isEmpty { pairs.append((row, nil)) }
      default:
        pairs += matches.map { (row, $0) }
        if matches.isEmpty, kind != "inner" { pairs.append((row, nil)) }
      }
    }
    if kind == "full" {
      let matched = Set(matches.joined())
      pairs += (0..<rightCount).filter { !matched.contains($0) }.map { (nil, $0) }
    }
    return pairs
  }
}
