import TallyData
import TallyPlan

/// Steps that bring in another table, or turn columns into rows and rows into columns.
extension Oracle {
  mutating func join(_ join: PlanJoin) throws(OracleError) {
    let right = try Oracle.run(join.right).rows
    let leftKeys = rows.map { row in join.keys.map { row[$0.left] } }
    let rightKeys = right.map { row in join.keys.map { row[$0.right] } }
    try guardKeys(join, leftKeys, rightKeys)
    var isMatched = right.map { _ in false }
    var result: [[Value]] = []
    for (row, key) in zip(rows, leftKeys) {
      let matches = right.indices.filter { Self.isEqual(key, rightKeys[$0]) }
      for match in matches { isMatched[match] = true }
      switch join.kind {
      case .semi: if !matches.isEmpty { result.append(row) }
      case .anti: if matches.isEmpty { result.append(row) }
      case .inner, .left, .full, .lookup:
        for match in matches { result.append(row + join.rightColumns.map { right[match][$0] }) }
        if matches.isEmpty, join.kind != .inner { result.append(row + join.rightColumns.map { _ in .missing }) }
      }
    }
    if join.kind == .full {
      for place in right.indices where !isMatched[place] {
        var row = fields.map { _ in Value.missing }
        for key in join.keys { row[key.left] = right[place][key.right] }
        result.append(row + join.rightColumns.map { right[place][$0] })
      }
    }
    rows = result
  }

  private func guardKeys(_ join: PlanJoin, _ left: [[Value]], _ right: [[Value]]) throws(OracleError) {
    func repeated(_ keys: [[Value]]) -> Set<[OracleKey]> {
      var counts: [[OracleKey]: Int] = [:]
      for key in keys where !key.contains(where: \.isMissing) { counts[key.map(OracleKey.init), default: 0] += 1 }
      return Set(counts.filter { $0.value > 1 }.keys)
    }
    switch join.kind {
    case .semi, .anti: return
    case .lookup: if !repeated(right).isEmpty { throw .keyRepeats }
    case .inner, .left, .full:
      if !join.isManyToMany, !repeated(left).isDisjoint(with: repeated(right)) { throw .keyRepeats }
    }
  }

  private static func isEqual(_ left: [Value], _ right: [Value]) -> Bool {
    zip(left, right).allSatisfy { !$0.isMissing && !$1.isMissing && ValueOrder.compare($0, $1) == 0 }
  }

  mutating func append(_ append: PlanAppend) throws(OracleError) {
    let lower = try Oracle.run(append.lower).rows
    let upper = rows.map { row in append.columns.map { Self.cell($0.upper.map { row[$0] }, $0.type) } }
    rows = upper + lower.map { row in append.columns.map { Self.cell($0.lower.map { row[$0] }, $0.type) } }
  }

  mutating func unpivot(_ unpivot: PlanUnpivot) {
    rows = rows.flatMap { row in
      zip(unpivot.columns, unpivot.names).map { column, name in
        unpivot.kept.map { row[$0] } + [.text(name), Self.cell(row[column], unpivot.valueType)]
      }
    }
  }

  /// A cell as a value of a column of `type`: integers among numbers are numbers.
  private static func cell(_ value: Value?, _ type: DataType) -> Value {
    guard let value else { return .missing }
    return type == .number ? value.double.map(Value.number) ?? .missing : value
  }

  mutating func pivot(_ pivot: PlanPivot) {
    let aggregateCount = pivot.isZeroWithoutRows.count
    let types = fields.suffix(aggregateCount).map(\.type)
    var order: [[OracleKey]] = []
    var keys: [[OracleKey]: [Value]] = [:]
    var cells: [[OracleKey]: [[Value]]] = [:]
    for row in rows {
      let key = row.prefix(pivot.keyCount).map(OracleKey.init)
      if keys[key] == nil {
        order.append(key)
        keys[key] = Array(row.prefix(pivot.keyCount))
        cells[key] = types.indices.map { place in
          pivot.values.map { _ in pivot.isZeroWithoutRows[place] ? Self.zero(types[place]) : .missing }
        }
      }
      guard let column = pivot.values.firstIndex(where: { ValueOrder.isSame($0, row[pivot.keyCount]) }) else {
        continue
      }
      for place in types.indices { cells[key]?[place][column] = row[pivot.keyCount + 1 + place] }
    }
    rows = order.map { (keys[$0] ?? []) + (cells[$0] ?? []).flatMap { $0 } }
  }

  private static func zero(_ type: DataType) -> Value { type == .number ? .number(0) : Value(integral: 0, type: type) }
}
