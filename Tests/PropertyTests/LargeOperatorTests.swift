import TallyData
import TallyFunctions
import TallyLocal
import TallyPlan
import TallyTestSupport
import Testing

/// Operators over enough rows for several parts and threads, against plain loops.
@Suite struct LargeOperatorTests {
  static let rowCount = 140_003
  static let table = makeTable()
  private static let keyNames = ["word", "ratio", "free"]
  private static let measures: [(String, String)] = [
    ("sum", "small"), ("mean", "ratio"), ("median", "ratio"), ("median", "sparse"), ("iqr", "cents"), ("sd", "cents"),
    ("sd", "ratio"), ("var", "sparse"), ("min", "free"), ("max", "word"), ("mode", "small"), ("first", "free"),
    ("last", "word"), ("min", "sparse"), ("percentile", "small"), ("mean", "cents"),
  ]

  private static func makeTable() -> Table {
    var random = SeededGenerator(seed: 5)
    let words = (0..<40).map { "w\($0)" }
    func column(_ type: DataType, _ value: (inout SeededGenerator) -> Value) -> Column {
      Column(
        type: type,
        values: (0..<rowCount).map { _ in
          Int.random(in: 0..<9, using: &random) == 0 ? .missing : value(&random)
        })
    }
    let cents = Buffer<Int32>((0..<rowCount).map { _ in Int32.random(in: -5000...90_000, using: &random) })
    let texts = (0..<rowCount).map { _ in
      Int.random(in: 0..<9, using: &random) == 0 ? nil : "text \(Int.random(in: 0..<30_000, using: &random))"
    }
    let columns: [(Field, Column)] = [
      (Field("word", .text), column(.text) { .text(words[Int.random(in: 0..<40, using: &$0)]) }),
      (Field("small", .integer), column(.integer) { .integer(Int64.random(in: -9...99, using: &$0)) }),
      (
        Field("sparse", .integer), column(.integer) { .integer(Int64.random(in: 0..<5000, using: &$0) * 1_000_000_007) }
      ),
      (Field("ratio", .number), column(.number) { .number(Double.random(in: -1...1, using: &$0)) }),
      (
        Field("cents", .number),
        Column(type: .number, storage: .int32(cents), scale: 2, count: rowCount, missingCount: 0)
      ),
      (Field("free", .text), Column(type: .text, storage: .arena(arena(texts)), count: rowCount, missingCount: 1)),
      (Field("number", .integer), Column(type: .integer, integrals: (0..<rowCount).map { Int64($0) })),
    ]
    return Table(name: "t", fields: columns.map(\.0), columns: columns.map(\.1), rowCount: rowCount)
  }

  private static func arena(_ texts: [String?]) -> TextArena {
    let bytes = texts.flatMap { Array(($0 ?? "").utf8) }
    var offsets: [UInt32] = [0]
    var place: UInt32 = 0
    for text in texts {
      place += UInt32(text?.utf8.count ?? 0)
      offsets.append(place | (text == nil ? TextArena.missingFlag : 0))
    }
    return TextArena(segments: [.init(firstRow: 0, bytes: Buffer(bytes), offsets: Buffer(offsets))])
  }

  private func index(_ name: String) throws -> Int { try #require(Self.table.columnIndex(named: name)) }

  private func run(_ builder: PlanBuilder) throws -> Table {
    let one = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: 1).table
    let two = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: 3).table
    #expect(one.rowCount == two.rowCount)
    for (left, right) in zip(one.columns, two.columns) {
      let differs = (0..<min(left.count, right.count)).first { left[$0].isSameBits(as: right[$0]) == false }
      #expect(differs == nil, "threads differ in row \(differs ?? 0)")
    }
    return one
  }

  /// A filter that keeps about half of the rows.
  private func addHalf(to builder: inout PlanBuilder) throws -> (Int) -> Bool {
    let column = try index("cents")
    let condition = BoundExpression(
      .comparison(
        .greater, builder.column(column), BoundExpression(.constant(.number(400)), type: .number, range: 0..<1),
        ignoringCase: false), type: .boolean, range: 0..<1)
    builder.add(.filter(PlanFilter(conditions: [PlanCondition(condition, text: "")], isDropping: false)))
    let cells = Self.table.columns[column]
    return { (cells[$0].double ?? 0) > 400 }
  }

  @Test(arguments: [("free", nil), ("free", "word"), ("free", "sparse"), ("sparse", nil), ("sparse", "free")])
  func differentValuesAreCounted(column: String, key: String?) throws {
    for isFiltered in [false, true] {
      var builder = PlanBuilder(Self.table)
      let keeps = isFiltered ? try addHalf(to: &builder) : { _ in true }
      let (argument, keyIndex) = (try index(column), try key.map { try index($0) })
      let item = PlanAggregate(
        name: "different", aggregate: try #require(Aggregate.named("count")), countMode: .distinct,
        argument: builder.column(argument), when: nil, type: .integer, argumentText: column)
      let keys = keyIndex.map { [PlanColumn(name: "key", expression: builder.column($0))] } ?? []
      builder.add(
        .summarize(PlanSummary(keys: keys, items: [item], hasPercent: false, sortBy: [])),
        output: (keyIndex.map { [Self.table.fields[$0]] } ?? []) + [Field("different", .integer)])
      let found = try run(builder)
      var expected: [Value: Set<Value>] = [:]
      for row in 0..<Self.rowCount where keeps(row) {
        let cell = Self.table.columns[argument][row]
        let group = keyIndex.map { Self.table.columns[$0][row] } ?? .missing
        expected[group, default: []].formUnion(cell.isMissing ? [] : [cell])
      }
      try #require(found.rowCount == expected.count)
      let differs = (0..<found.rowCount).first { row in
        let group = keyIndex == nil ? .missing : found.columns[0][row]
        return found.columns[found.columns.count - 1][row] != .integer(Int64(expected[group]?.count ?? -1))
      }
      #expect(differs == nil)
    }
  }

  @Test(arguments: [("word", false), ("small", true), ("sparse", true), ("free", false)])
  func summariesAgree(key: String, isFiltered: Bool) throws {
    var builder = PlanBuilder(Self.table)
    let keeps = isFiltered ? try addHalf(to: &builder) : { _ in true }
    let keyIndex = try index(key)
    let items = try Self.measures.map { name, column in
      let aggregate = try #require(Aggregate.named(name))
      let argument = builder.column(try index(column))
      return PlanAggregate(
        name: "\(name) \(column)", aggregate: aggregate, argument: argument, percentage: 90, when: nil,
        type: try #require(aggregate.result(argument.type)), argumentText: column)
    }
    let plan = PlanSummary(
      keys: [PlanColumn(name: key, expression: builder.column(keyIndex))], items: items, hasPercent: false, sortBy: [])
    builder.add(
      .summarize(plan), output: [Self.table.fields[keyIndex]] + items.map { Field($0.name, $0.type) })
    let found = try run(builder)
    var groups: [Value: [Int]] = [:]
    for row in 0..<Self.rowCount where keeps(row) { groups[Self.table.columns[keyIndex][row], default: []].append(row) }
    let order = groups.keys.sorted { ValueOrder.compareForSort($0, $1, isDescending: false) < 0 }
    try #require(found.rowCount == order.count)
    // Where there are many groups, every 397th stands for all.
    for place in stride(from: 0, to: order.count, by: order.count > 1000 ? 397 : 1) {
      #expect(found.columns[0][place] == order[place])
      let rows = try #require(groups[order[place]])
      for (item, (name, column)) in Self.measures.enumerated() {
        let cells = Self.table.columns[try index(column)]
        let expected = PlainAggregates.value(name, rows.map { cells[$0] }.filter { !$0.isMissing })
        let cell = found.columns[item + 1][place]
        guard cell.isClose(to: expected) else {
          Issue.record("\(name) \(column) by \(key), \(order[place]): \(cell), not \(expected)")
          return
        }
      }
    }
  }

  @Test(arguments: [("word", true), ("ratio", false), ("free", true)])
  func sortedRowsAreInOrder(key: String, isDescending: Bool) throws {
    var builder = PlanBuilder(Self.table)
    let keeps = try addHalf(to: &builder)
    let (first, second, number) = (try index(key), try index("small"), try index("number"))
    builder.add(
      .sort([
        PlanSortKey(builder.column(first), isDescending: isDescending),
        PlanSortKey(builder.column(second), isDescending: false),
      ]))
    let found = try run(builder)
    let rows = (0..<found.rowCount).map { Int(found.columns[number][$0].integral ?? -1) }
    #expect(rows.sorted() == (0..<Self.rowCount).filter(keeps))
    for place in 1..<found.rowCount {
      let (a, b) = (found.columns[first], found.columns[second])
      let order = ValueOrder.compareForSort(a[place - 1], a[place], isDescending: isDescending)
      let next = ValueOrder.compareForSort(b[place - 1], b[place], isDescending: false)
      guard order < 0 || order == 0 && (next < 0 || next == 0 && rows[place - 1] < rows[place]) else {
        Issue.record("\(key): rows \(place - 1) and \(place) are out of order")
        return
      }
    }
    for (place, row) in rows.enumerated() where place % 50 == 0 {
      #expect(found.columns.map { $0[place].bits } == Self.table.columns.map { $0[row].bits })
    }
    builder.add(.first(100))
    let leading = try run(builder)
    #expect(leading.values.map { $0.map(\.bits) } == (0..<100).map { row in found.columns.map { $0[row].bits } })
  }

  @Test(arguments: ["word", "small", "sparse", "ratio", "cents", "free"], [false, true])
  func endsAreFoundWithTheirTies(name: String, isBottom: Bool) throws {
    let column = try index(name)
    let cells = (0..<Self.rowCount).map { Self.table.columns[column][$0] }
    let order = cells.indices.sorted {
      let order = ValueOrder.compareForSort(cells[$0], cells[$1], isDescending: !isBottom)
      return order != 0 ? order < 0 : $0 < $1
    }
    for (count, isFiltered) in [(1, false), (12, true), (700, false), (15_000, true)] {
      var builder = PlanBuilder(Self.table)
      let keeps = isFiltered ? try addHalf(to: &builder) : { _ in true }
      let key = PlanSortKey(builder.column(column), isDescending: false)
      builder.add(.top(count, by: [key], within: [], isBottom: isBottom))
      let counting = order.filter(keeps)
      let last = cells[counting[count - 1]]
      let number = try index("number")
      for threads in 1...3 {
        let result = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: threads)
        let rows = (0..<count).map { Int(result.table.columns[number][$0].integral ?? -1) }
        #expect(rows == Array(counting.prefix(count)))
        #expect(result.account.cutTies == counting.dropFirst(count).count { cells[$0] == last })
      }
    }
  }

  /// A column with fewer known cells than are wanted: missing ones follow, in their order.
  @Test func missingRowsFillUpTheEnd() throws {
    let values = (0..<Self.rowCount).map { $0 % 20_000 == 7 ? Value.integer(Int64($0)) : .missing }
    let table = Table(
      name: "few", fields: [Field("value", .integer), Field("number", .integer)],
      columns: [Column(type: .integer, values: values), Self.table.columns[try index("number")]],
      rowCount: Self.rowCount)
    var builder = PlanBuilder(table)
    builder.add(
      .top(10, by: [PlanSortKey(builder.column(0), isDescending: false)], within: [], isBottom: false))
    let result = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: 2)
    let rows = (0..<10).map { Int(result.table.columns[1][$0].integral ?? -1) }
    #expect(rows == [120_007, 100_007, 80_007, 60_007, 40_007, 20_007, 7, 0, 1, 2])
    #expect(result.account.cutTies == Self.rowCount - 10)
  }

  @Test func samplesRepeatAndKeepTheOrder() throws {
    func picked(_ seed: UInt64) throws -> [Value] {
      let numbers = Column(type: .integer, values: (0..<10_000).map { .integer(Int64($0)) })
      let table = Table(name: "n", fields: [Field("n", .integer)], columns: [numbers], rowCount: 10_000)
      var builder = PlanBuilder(table)
      builder.add(.sample(500, seed: seed, isSeedGiven: true))
      let found = try LocalEngine.run(builder.plan, interrupt: Interrupt(), threads: 2).table
      return found.values.map { $0[0] }
    }
    let first = try picked(1)
    #expect(first.count == 500)
    #expect(Set(first).count == 500)
    #expect(first == first.sorted { ($0.integral ?? 0) < ($1.integral ?? 0) })
    #expect(try picked(1) == first)
    #expect(try picked(2) != first)
  }

  @Test func interruptsStopEveryStep() throws {
    let interrupt = Interrupt()
    interrupt.raise()
    for name in Self.keyNames {
      var builder = PlanBuilder(Self.table)
      builder.add(.sort([PlanSortKey(builder.column(try index(name)), isDescending: false)]))
      #expect(throws: RunError.self) { try LocalEngine.run(builder.plan, interrupt: interrupt, threads: 2) }
    }
  }
}

/// Aggregates over known values, as plainly as they can be written.
private enum PlainAggregates {
  static func value(_ name: String, _ known: [Value]) -> Value {
    guard let first = known.first, let last = known.last else { return .missing }
    let numbers = known.map { $0.double ?? 0 }
    let mean = numbers.reduce(0, +) / Double(max(1, numbers.count))
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count - 1)
    switch name {
    case "sum": return .integer(known.reduce(0) { $0 + ($1.integral ?? 0) })
    case "mean": return .number(mean)
    case "median": return .number(quantile(numbers, 0.5))
    case "percentile": return .number(quantile(numbers, 0.9))
    case "iqr": return .number(quantile(numbers, 0.75) - quantile(numbers, 0.25))
    case "var": return known.count < 2 ? .missing : .number(variance)
    case "sd": return known.count < 2 ? .missing : .number(variance.squareRoot())
    case "min": return known.min { ValueOrder.compare($0, $1) < 0 } ?? .missing
    case "max": return known.max { ValueOrder.compare($0, $1) < 0 } ?? .missing
    case "mode": return mode(known)
    case "first": return first
    default: return last
    }
  }

  private static func quantile(_ numbers: [Double], _ share: Double) -> Double {
    let sorted = numbers.sorted()
    let place = Double(sorted.count - 1) * share
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }

  private static func mode(_ known: [Value]) -> Value {
    var counts: [Value: Int] = [:]
    for value in known { counts[value, default: 0] += 1 }
    let most = counts.values.max()
    return known.first { counts[$0] == most } ?? .missing
  }
}
