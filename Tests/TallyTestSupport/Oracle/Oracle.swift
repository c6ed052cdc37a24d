import TallyData
import TallyPlan

/// A slow, plain interpreter of plans, one row at a time: what the engine must agree with.
///
/// It shares the plan's types with the engine and nothing else.
package struct Oracle {
  var fields: [Field]
  var rows: [[Value]]
  let sourceCount: Int
  var answer: OracleAnswer
  let notes = OracleNotes()

  /// The answer of a plan.
  package static func run(_ plan: LogicalPlan) throws(OracleError) -> OracleAnswer {
    var oracle = Oracle(plan.source)
    for (index, node) in plan.nodes.enumerated() {
      try oracle.take(node.step, index)
      oracle.fields = node.output
    }
    oracle.answer.fields = oracle.fields
    oracle.answer.rows = oracle.rows
    oracle.answer.mayOverflow = oracle.notes.mayOverflow
    return oracle.answer
  }

  init(_ source: Table) {
    fields = source.fields
    rows = (0..<source.rowCount).map { row in source.columns.map { $0[row] } }
    sourceCount = source.rowCount
    answer = OracleAnswer(fields: [], rows: [])
  }

  mutating func take(_ step: PlanStep, _ index: Int) throws(OracleError) {
    switch step {
    case .filter(let filter): try self.filter(filter, index)
    case .project(let columns): rows = try values(columns.map(\.expression))
    case .extend(let definitions): try extend(definitions)
    case .sort(let keys): try sort(keys)
    case .first(let count): rows = Array(rows.prefix(count))
    case .last(let count): rows = Array(rows.suffix(count))
    case .sample(let count, _, _):
      if count < rows.count { throw .leftOpen("which rows a sample picks") }
    case .top(let count, let keys, let within, let isBottom): try top(count, keys, within, isBottom: isBottom)
    case .distinct(let columns): try distinct(columns)
    case .describe(let columns, let by): try describe(columns, by: by)
    case .summarize(let summary): try summarize(summary)
    case .window(let windows): try addWindows(windows)
    case .pivot(let pivot): self.pivot(pivot)
    case .unpivot(let unpivot): self.unpivot(unpivot)
    case .join(let join): try self.join(join)
    case .append(let append): try self.append(append)
    case .assert(let condition): try self.assert(condition, index)
    }
  }

  func reader(_ row: [Value]) -> RowReader { RowReader(row: row, notes: notes) }

  /// The values of expressions for each row.
  func values(_ expressions: [BoundExpression]) throws(OracleError) -> [[Value]] {
    var all: [[Value]] = []
    for row in rows {
      var values: [Value] = []
      for expression in expressions { values.append(try reader(row).value(expression)) }
      all.append(values)
    }
    return all
  }

  private mutating func filter(_ filter: PlanFilter, _ index: Int) throws(OracleError) {
    var kept: [[Value]] = []
    var judgement = OracleAnswer.Judgement(node: index, rowsIn: rows.count, held: 0, unknown: 0)
    for row in rows {
      let truth = try reader(row).truth(filter.expression)
      if truth == true { judgement.held += 1 }
      if truth == nil { judgement.unknown += 1 }
      if (truth == true) != filter.isDropping { kept.append(row) }
    }
    answer.filters.append(judgement)
    rows = kept
  }

  private mutating func assert(_ condition: PlanCondition, _ index: Int) throws(OracleError) {
    var judgement = OracleAnswer.Judgement(node: index, rowsIn: rows.count, held: 0, unknown: 0)
    for row in rows {
      let truth = try reader(row).truth(condition.expression)
      if truth == true { judgement.held += 1 }
      if truth == nil { judgement.unknown += 1 }
    }
    answer.asserts.append(judgement)
    let failed = rows.count - judgement.held - judgement.unknown
    if failed > 0 { throw .assertionFailed(rows: failed, of: rows.count, unknown: judgement.unknown) }
  }

  private mutating func extend(_ definitions: [PlanDefinition]) throws(OracleError) {
    for definition in definitions {
      for index in rows.indices {
        let value = try reader(rows[index]).value(definition.expression)
        if let replacing = definition.replacing {
          rows[index][replacing] = value
        } else {
          rows[index].append(value)
        }
      }
    }
  }

  private mutating func sort(_ keys: [PlanSortKey]) throws(OracleError) {
    let values = try values(keys.map(\.expression))
    rows = ValueOrder.sorted(values, descending: keys.map(\.isDescending)).map { rows[$0] }
  }

  /// `top` shows the largest first, `bottom` the smallest; a key written `desc` turns its own order round.
  private mutating func top(
    _ count: Int, _ keys: [PlanSortKey], _ within: [PlanColumn], isBottom: Bool
  ) throws(OracleError) {
    answer.cutTies = 0
    var result: [[Value]] = []
    for group in try groups(within) {
      rows = group.rows
      let values = try values(keys.map(\.expression))
      let order = ValueOrder.sorted(values, descending: keys.map { isBottom == $0.isDescending })
      if count > 0, count < order.count {
        let last = values[order[count - 1]]
        answer.cutTies += order.dropFirst(count).count { zip(values[$0], last).allSatisfy(ValueOrder.isSame) }
      }
      result += order.prefix(count).map { rows[$0] }
    }
    rows = result
  }

  private mutating func distinct(_ columns: [PlanColumn]) throws(OracleError) {
    let values = try values(columns.map(\.expression))
    var seen = Set<[OracleKey]>()
    let different = values.filter { seen.insert($0.map(OracleKey.init)).inserted }
    rows = ValueOrder.sorted(different, descending: columns.map { _ in false }).map { different[$0] }
  }
}
