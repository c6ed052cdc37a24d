import TallyData
import TallyLocal
import TallyTestSupport
import Testing

/// Windows and the first rows of groups over enough rows for several parts and threads, against plain loops.
@Suite struct LargeWindowTests {
  private static let table = LargeOperatorTests.table

  private func cells(_ name: String) throws -> [Value] {
    let column = Self.table.columns[try #require(Self.table.columnIndex(named: name))]
    return (0..<Self.table.rowCount).map { column[$0] }
  }

  /// The rows that count, group by group in their order.
  private func groups(by: String?, sortBy: String, isDescending: Bool = false, isFiltered: Bool) throws -> [[Int]] {
    let (keys, order) = (try by.map { try cells($0) }, try cells(sortBy))
    var groups: [Value: [Int]] = [:]
    for row in order.indices where !isFiltered || row % 3 == 0 {
      groups[keys?[row] ?? .missing, default: []].append(row)
    }
    return groups.sorted { ValueOrder.compareForSort($0.key, $1.key, isDescending: false) < 0 }.map { _, rows in
      rows.sorted {
        let before = ValueOrder.compareForSort(order[$0], order[$1], isDescending: isDescending)
        return before != 0 ? before < 0 : $0 < $1
      }
    }
  }

  private static let calls = [
    "row_number()", "rank()", "previous(cents)", "next(free)", "running_sum(small)", "running_sum(cents)",
    "running_mean(ratio)", "running_min(free)", "running_max(sparse)", "moving_mean(cents, 7)",
    "moving_mean(ratio, 30000)", "moving_mean(small, 3)",
  ]

  @Test(arguments: [("word", "small"), (nil, "ratio"), ("sparse", "cents"), (nil, "sparse")], [false, true])
  func windowsAgree(window: (by: String?, sortBy: String), isFiltered: Bool) throws {
    let groups = try groups(by: window.by, sortBy: window.sortBy, isFiltered: isFiltered)
    let order = try cells(window.sortBy)
    for call in Self.calls {
      let text =
        (isFiltered ? "where number mod 3 = 0 | " : "") + "extend r = \(call)"
        + (window.by.map { " by \($0)" } ?? "") + " sort by \(window.sortBy) | show number, r"
      let query = try BoundTestQuery.bind(text, over: [Self.table]).get()
      let one = try query.run(threads: 1).get().table
      let three = try query.run(threads: 3).get().table
      let expected = try values(of: call, groups, order: order)
      #expect(one.rowCount == groups.reduce(0) { $0 + $1.count })
      let differs = (0..<one.rowCount).first { row in
        let number = Int(one.columns[0][row].integral ?? -1)
        return !(expected[number].map { one.columns[1][row].isClose(to: $0) } ?? true)
          || !one.columns[1][row].isSameBits(as: three.columns[1][row])
      }
      #expect(differs == nil, "\(text): row \(differs ?? 0)")
    }
  }

  /// What a call gives for each row; nil where that takes long to say.
  private func values(of call: String, _ groups: [[Int]], order: [Value]) throws -> [Value?] {
    let words = call.split { "(), ".contains($0) }.map(String.init)
    let cells = words.count > 1 ? try cells(words[1]) : []
    let width = words.count > 2 ? Int(words[2]) ?? 0 : 0
    var result = [Value?](repeating: .missing, count: order.count)
    for rows in groups {
      var (known, rank, sum) = (0, 0, ExactSum())
      var best = Value.missing
      for (place, row) in rows.enumerated() {
        if place == 0 || order[row] != order[rows[place - 1]] { rank = place + 1 }
        let cell = cells.isEmpty ? Value.missing : cells[row]
        if !cell.isMissing {
          known += 1
          sum.add(cell.double ?? 0)
          let isBetter = words[0] == "running_min" ? -1 : 1
          if best.isMissing || ValueOrder.compare(cell, best) * isBetter > 0 { best = cell }
        }
        switch words[0] {
        case "row_number": result[row] = .integer(Int64(place + 1))
        case "rank": result[row] = .integer(Int64(rank))
        case "previous": result[row] = place > 0 ? cells[rows[place - 1]] : .missing
        case "next": result[row] = place + 1 < rows.count ? cells[rows[place + 1]] : .missing
        case "running_sum" where words[1] == "small": result[row] = known == 0 ? .missing : .integer(Int64(sum.value))
        case "running_sum": result[row] = known == 0 ? .missing : .number(sum.value)
        case "running_mean": result[row] = known == 0 ? .missing : .number(sum.value / Double(known))
        case "running_min", "running_max": result[row] = best
        default:
          if place + 1 < width { continue }
          let isRare = width < 100 || place % 1009 == 0 || place + 1 == width
          result[row] = isRare ? mean(rows[place + 1 - width...place].map { cells[$0] }) : nil
        }
      }
    }
    return result
  }

  private func mean(_ cells: [Value]) -> Value {
    let known = cells.compactMap(\.double)
    return known.isEmpty ? .missing : .number(known.reduce(0, +) / Double(known.count))
  }

  @Test(arguments: [("top 5", "cents", "word"), ("bottom 3", "sparse", "small"), ("top 40", "free", "word")])
  func firstRowsOfGroupsAreFound(step: String, column: String, within: String) throws {
    let wanted = try #require(step.split(separator: " ").last.flatMap { Int($0) })
    for isFiltered in [false, true] {
      let text =
        (isFiltered ? "where number mod 3 = 0 | " : "") + "\(step) by \(column) within \(within) | show number"
      let query = try BoundTestQuery.bind(text, over: [Self.table]).get()
      let groups = try groups(
        by: within, sortBy: column, isDescending: step.hasPrefix("top"), isFiltered: isFiltered)
      let order = try cells(column)
      let ties = groups.reduce(0) { total, rows in
        guard rows.count > wanted else { return total }
        return total + rows[wanted...].prefix { order[$0] == order[rows[wanted - 1]] }.count
      }
      for threads in [1, 3] {
        let found = try query.run(threads: threads).get()
        let rows = (0..<found.table.rowCount).map { Int(found.table.columns[0][$0].integral ?? -1) }
        #expect(rows == groups.flatMap { $0.prefix(wanted) }, "\(text)")
        #expect(found.account.cutTies == ties, "\(text)")
      }
    }
  }
}

/// A sum with what rounding took from it (Neumaier's).
private struct ExactSum {
  private var sum = 0.0
  private var error = 0.0

  var value: Double { sum + error }

  mutating func add(_ next: Double) {
    let total = sum + next
    error += sum.magnitude >= next.magnitude ? (sum - total) + next : (next - total) + sum
    sum = total
  }
}
