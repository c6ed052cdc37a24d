import TallyData
import TallyPlan
import TallyText

/// `describe`: a row a column, for each group.
extension PlanRun {
  mutating func describe(_ indices: [Int], by planned: [PlanColumn]) throws(RunError) {
    let keys = try columns(planned.map(\.expression))
    let facts = GroupFacts(describing: indices.map { frame.columns[$0] })
    let groups =
      keys.isEmpty ? Groups(wholeOf: frame.rowCount) : try Groups(keys: keys, sweep: sweep, facts: facts)
    if keys.isEmpty { try facts.gatherWhole(sweep) }
    let described = PlanDescription.fields(describing: indices.map { fields[$0].type })
    let measureType = described[2 + PlanDescription.counts.count].type
    let measuring = Measuring(groups: groups, sweep: sweep, facts: facts, rows: groups.counts, range: 0..<0)
    var descriptions: [ColumnDescription] = []
    for index in indices {
      descriptions.append(try measuring.description(of: frame.columns[index], fields[index], as: measureType))
    }
    let width = indices.count
    let order = Buffer<UInt32>((0..<groups.count * width).map { UInt32(truncatingIfNeeded: $0 / width) })
    var columns: [Column] = []
    for (place, key) in keys.enumerated() {
      columns.append(try groups.key(place, of: key, workers).gathered(order, workers))
    }
    for (place, field) in described.enumerated() {
      let values = (0..<groups.count * width).map { descriptions[$0 % width].cells[place][$0 / width] }
      columns.append(Column(type: field.type, values: values))
    }
    frame = Frame(columns: columns, physicalCount: groups.count * width)
  }
}

/// The cells of `describe` for one column: for each field, a value for each group.
private struct ColumnDescription {
  var cells: [[Value]]
}

extension Measuring {
  fileprivate func description(of column: Column, _ field: Field, as type: DataType) throws(RunError)
    -> ColumnDescription
  {
    let known = try known(column)
    var cells: [[Value]] = [
      known.map { _ in .text(field.name) }, known.map { _ in .text(field.type.rawValue) },
      known.map { .integer(Int64($0)) }, zip(rows, known).map { .integer(Int64($0 - $1)) },
      try distinct(column).map { .integer(Int64($0)) },
    ]
    let measures = try self.measures(of: column, field.type)
    cells += measures.map { $0.map { type == .text ? $0.asText : $0 } }
    cells.append(try mostCommon(column, field.type))
    return ColumnDescription(cells: cells)
  }

  /// min, q1, median, q3, mean, sd, max; missing for texts and booleans.
  private func measures(of column: Column, _ type: DataType) throws(RunError) -> [[Value]] {
    let centre: DataType
    switch type {
    case .text, .boolean: return PlanDescription.measures.map { _ in groups.counts.map { _ in .missing } }
    case .integer, .number: centre = .number
    case .date, .datetime: centre = .datetime
    case .duration: centre = .duration
    }
    let least = try extreme(of: column, isGreatest: false).column
    let greatest = try extreme(of: column, isGreatest: true).column
    let points = try points([25, 50, 75], of: column)
    let quartiles = (0..<3).map { place in
      groups.counts.indices.map { points[$0 * 3 + place].value(of: column, as: centre) }
    }
    let mean = try mean(of: column, as: centre).column
    let hasSpread = type != .date && type != .datetime
    let sd = hasSpread ? try variance(of: column, isRoot: true, as: centre).column : nil
    func values(_ column: Column) -> [Value] {
      (0..<column.count).map { row in
        centre == .number ? column[row].double.map(Value.number) ?? .missing : column[row]
      }
    }
    let spread = sd.map(values) ?? groups.counts.map { _ in .missing }
    return [values(least)] + quartiles + [values(mean), spread, values(greatest)]
  }

  private func mostCommon(_ column: Column, _ type: DataType) throws(RunError) -> [Value] {
    switch type {
    case .integer, .number, .date, .datetime, .duration: return groups.counts.map { _ in .missing }
    case .text, .boolean:
      let modes = try mode(of: column).column
      return (0..<modes.count).map { modes[$0].asText }
    }
  }
}

extension QuantilePoint {
  fileprivate func value(of column: Column, as type: DataType) -> Value {
    if weight.isNaN { return .missing }
    if type == .number { return .number(number(scale: column.scale)) }
    let whole = whole(unit: column.type == .date ? Microseconds.day : 1)
    return whole == .min ? .missing : Value(integral: whole, type: type)
  }
}

extension Value {
  /// The value as a text cell, as the machine formats write it.
  fileprivate var asText: Value {
    switch self {
    case .missing: .missing
    case .text: self
    case .integer(let value): .text(String(value))
    case .number(let value):
      .text(Int64(exactly: value).map { String($0) } ?? value.description)
    case .boolean(let value): .text(value ? "true" : "false")
    case .date(let days): .text(CalendarDate(days: Int(days)).text)
    case .datetime(let instant): .text(CalendarText.datetime(instant))
    case .duration(let length): .text(CalendarText.duration(length))
    }
  }
}
