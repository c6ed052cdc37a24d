import TallyData
import TallyFunctions
import TallyPlan

extension SQLitePrinter {
  /// Adds a column for each window.
  mutating func addWindows(_ step: PlanWindows) throws(Unsupported) {
    var keys = ""
    for (place, key) in step.by.enumerated() { keys += "\(try sql(key.expression)) AS k\(place), " }
    var order: [String] = []
    for key in step.sortBy { order.append(try sql(key.expression)) }
    let descending = step.sortBy.map(\.isDescending)
    let peers = zip(order, descending).map { "\($0) \($1 ? "DESC" : "ASC") NULLS LAST" }.joined(separator: ", ")
    let names = step.by.indices.map { "k\($0)" }
    let partition = names.isEmpty ? "" : "PARTITION BY \(names.joined(separator: ", ")) "
    let base = stage("SELECT \(keys)\(list(width))o FROM @")
    let inOrder = "\(partition)ORDER BY \(Self.order(order, descending: descending))"
    var cells = ""
    var joins = ""
    for (place, window) in step.windows.enumerated() {
      switch window.kind {
      case .function(let function, let argument, let count):
        let value = if let argument { try sql(argument) } else { "1" }
        let rank = "rank() OVER (\(partition)ORDER BY \(peers.isEmpty ? "1" : peers))"
        let text = function.measure == .rank ? rank : Self.window(function.measure, value, count, inOrder)
        cells += "\(text) AS c\(width + place), "
      case .aggregate(let item):
        let group = try group(item, place, keys: names, base, order: Self.order(order, descending: descending))
        let matches = ["1"] + names.map { "b.\($0) IS \(group).\($0)" }
        joins += " LEFT JOIN \(group) ON \(matches.joined(separator: " AND "))"
        cells += "\(group).v AS c\(width + place), "
      }
    }
    let own = (0..<width).map { "b.c\($0) AS c\($0), " }.joined()
    stage("SELECT \(own)\(cells)b.o AS o FROM \(base) b\(joins)")
    width += step.windows.count
  }

  private static func window(
    _ measure: WindowFunction.Measure, _ value: String, _ count: Int, _ order: String
  ) -> String {
    let soFar = "OVER (\(order) ROWS UNBOUNDED PRECEDING)"
    switch measure {
    case .previous: return "lag(\(value), \(count)) OVER (\(order))"
    case .next: return "lead(\(value), \(count)) OVER (\(order))"
    case .rowNumber, .rank: return "row_number() OVER (\(order))"
    case .runningSum: return "sum(\(value)) \(soFar)"
    case .runningMean: return "avg(\(value)) \(soFar)"
    case .runningMin: return "min(\(value)) \(soFar)"
    case .runningMax: return "max(\(value)) \(soFar)"
    case .movingMean:
      let mean = "avg(\(value)) OVER (\(order) ROWS \(count - 1) PRECEDING)"
      return "CASE WHEN row_number() OVER (\(order)) >= \(count) THEN \(mean) END"
    }
  }

  /// A query that gives each group's keys and its aggregate `v`.
  private mutating func group(
    _ item: PlanAggregate, _ place: Int, keys: [String], _ base: String, order: String
  ) throws(Unsupported) -> String {
    if item.weight != nil || item.second != nil { throw Unsupported("weights and corr") }
    let condition = if let when = item.when { try sql(when) } else { "1" }
    let argument = if let argument = item.argument { try sql(argument) } else { "1" }
    let listed = keys.map { $0 + ", " }.joined()
    let rows = side(
      "SELECT \(listed)\(condition) AS w\(place), \(argument) AS a\(place),"
        + " row_number() OVER (ORDER BY \(order)) AS o FROM \(base)")
    guard let direct = direct(item, place) else { return side(try ranked(item, place, keys, rows)) }
    let grouped = keys.isEmpty ? "" : " GROUP BY \(keys.joined(separator: ", "))"
    return side("SELECT \(listed)\(direct) AS v FROM \(rows)\(grouped)")
  }
}
