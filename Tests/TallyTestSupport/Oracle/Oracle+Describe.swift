import TallyData
import TallyPlan

extension Oracle {
  /// A row a group and column; measures that are not numbers are left open (missing here).
  mutating func describe(_ columns: [Int], by keys: [PlanColumn]) throws(OracleError) {
    var results: [[Value]] = []
    for group in try groups(keys) {
      for index in columns {
        let known = group.rows.map { $0[index] }.filter { !$0.isMissing }
        let counts = [known.count, group.rows.count - known.count, Set(known.map(OracleKey.init)).count]
        let head: [Value] = [.text(fields[index].name), .text(fields[index].type.rawValue)]
        results.append(
          group.key + head + counts.map { .integer(Int64($0)) } + measures(known, fields[index].type)
            + [mostCommon(known, fields[index].type)])
      }
    }
    let isHuge = rows.contains { row in
      columns.contains { row[$0].type == .integer && (row[$0].integral ?? 0).magnitude > 1 << 53 }
    }
    let described = columns.map { fields[$0].type }
    let output = PlanDescription.fields(describing: described)
    for (place, field) in output.enumerated() where PlanDescription.measures.contains(field.name) {
      // Of whole numbers beyond 2^53 a spread in doubles is noise.
      guard field.type == .text || (isHuge && field.name == "sd") else { continue }
      answer.open.insert(keys.count + place)
    }
    rows = results
  }

  private func measures(_ known: [Value], _ type: DataType) -> [Value] {
    guard type.isNumeric else { return PlanDescription.measures.map { _ in .missing } }
    let quartiles = [0.0, 25, 50, 75].map { OracleAggregates.quantile(known, percentage: $0) }
    let mean = OracleAggregates.mean(known)
    let sd = OracleAggregates.variance(known)?.squareRoot()
    let all = quartiles + [mean, sd, OracleAggregates.quantile(known, percentage: 100)]
    return all.map { $0.map(OracleArithmetic.number) ?? .missing }
  }

  private func mostCommon(_ known: [Value], _ type: DataType) -> Value {
    switch (type, OracleAggregates.mode(known)) {
    case (.text, let text): text
    case (.boolean, .boolean(let truth)): .text(truth ? "true" : "false")
    default: .missing
    }
  }
}
