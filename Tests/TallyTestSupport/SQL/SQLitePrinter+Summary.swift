import TallyData
import TallyFunctions
import TallyPlan

extension SQLitePrinter {
  /// Keys, arguments and conditions become columns k0, a0, w0 …; an aggregate that SQLite lacks is a query of its
  /// own, joined by the keys.
  mutating func summarize(_ summary: PlanSummary) throws(Unsupported) {
    var inputs = ""
    for (place, key) in summary.keys.enumerated() { inputs += "\(try sql(key.expression)) AS k\(place), " }
    for (place, item) in summary.items.enumerated() {
      if item.weight != nil || item.second != nil { throw Unsupported("weights and corr") }
      let condition = if let when = item.when { try sql(when) } else { "1" }
      let argument = if let argument = item.argument { try sql(argument) } else { "1" }
      inputs += "\(condition) AS w\(place), \(argument) AS a\(place), "
    }
    let rows = stage("SELECT \(inputs)o FROM @")
    let keys = summary.keys.indices.map { "k\($0)" }
    var cells = keys.map { "g.\($0)" }
    var joins = ""
    var plain = ""
    for (place, item) in summary.items.enumerated() {
      if let direct = direct(item, place) {
        plain += "\(direct) AS v\(place), "
        cells.append("g.v\(place)")
      } else {
        let name = side(try ranked(item, place, keys, rows))
        let matches = ["1"] + keys.map { "g.\($0) IS \(name).\($0)" }
        joins += " LEFT JOIN \(name) ON \(matches.joined(separator: " AND "))"
        cells.append("\(name).v")
      }
    }
    let grouped = keys.isEmpty ? "" : " GROUP BY \(keys.joined(separator: ", "))"
    let groups = side("SELECT \(keys.map { $0 + ", " }.joined())\(plain)count(*) AS n FROM \(rows)\(grouped)")
    let order = keys.map { "g.\($0) ASC NULLS LAST" } + ["1"]
    if summary.hasPercent, let shared = cells.last {
      let within = summary.percentWithin.map { cells[$0] }.joined(separator: ", ")
      let whole = within.isEmpty ? "" : "PARTITION BY \(within)"
      cells.append("100.0 * \(shared) / nullif(sum(\(shared)) OVER (\(whole)), 0)")
    }
    let named = cells.enumerated().map { "\($1) AS c\($0), " }.joined()
    let number = "row_number() OVER (ORDER BY \(order.joined(separator: ", "))) AS o"
    stage("SELECT \(named)\(number) FROM \(groups) g\(joins)")
    width = cells.count
    if !summary.sortBy.isEmpty { try sort(summary.sortBy) }
  }

  /// An aggregate that SQLite has.
  func direct(_ item: PlanAggregate, _ place: Int) -> String? {
    let value = "a\(place)"
    let when = " FILTER (WHERE w\(place))"
    switch item.aggregate.measure {
    case .count:
      switch item.countMode {
      case .rows: return "count(*)" + when
      case .known: return "count(\(value))" + when
      case .distinct: return "count(DISTINCT \(value))" + when
      case .missing: return "(count(*)\(when) - count(\(value))\(when))"
      }
    case .sum:
      let zero = item.type == .number ? "0.0" : "0"
      return "CASE WHEN count(*)\(when) = 0 THEN \(zero) ELSE sum(\(value))\(when) END"
    case .mean:
      let mean = "avg(\(value)\(item.argument?.type == .date ? " * 86400000000.0" : ""))" + when
      return item.type == .number ? mean : "CAST(round(\(mean)) AS INTEGER)"
    case .percent: return "100.0 * avg(\(value))" + when
    case .min, .all: return "min(\(value))" + when
    case .max, .any: return "max(\(value))" + when
    case .median, .mode, .sd, .variance, .iqr, .percentile, .correlation, .first, .last: return nil
    }
  }

  /// A query that gives the keys and the value `v`.
  func ranked(
    _ item: PlanAggregate, _ place: Int, _ keys: [String], _ rows: String
  ) throws(Unsupported) -> String {
    let isDate = item.argument?.type == .date
    let listed = keys.map { $0 + ", " }.joined()
    let partition = keys.isEmpty ? "" : "PARTITION BY \(keys.joined(separator: ", "))"
    let grouped = keys.isEmpty ? "" : " GROUP BY \(keys.joined(separator: ", "))"
    let known = "FROM \(rows) WHERE w\(place) AND a\(place) IS NOT NULL"
    func picked(_ order: String, from query: String) -> String {
      "SELECT \(listed)a AS v FROM (SELECT *, row_number() OVER (\(partition) ORDER BY \(order)) AS r FROM (\(query)))"
        + " WHERE r = 1"
    }
    let values = "SELECT \(listed)a\(place) AS a, o \(known)"
    switch item.aggregate.measure {
    case .first: return picked("o", from: values)
    case .last: return picked("o DESC", from: values)
    case .mode:
      return picked(
        "n DESC, o",
        from: "SELECT \(listed)a\(place) AS a, count(*) AS n, min(o) AS o \(known) GROUP BY \(listed)a\(place)")
    case .sd, .variance:
      // From the least value on, so that equal values have no variance.
      let shifted = "SELECT \(listed)a\(place) - min(a\(place)) OVER (\(partition)) AS a \(known)"
      let centred = "SELECT \(listed)a - avg(a) OVER (\(partition)) AS d FROM (\(shifted))"
      let variance = "sum(d * d) / nullif(count(*) - 1, 0)"
      let value = item.aggregate.measure == .sd ? "sqrt(\(variance))" : variance
      return "SELECT \(listed)\(moment(value, item.type)) AS v FROM (\(centred))\(grouped)"
    case .median, .percentile, .iqr:
      let scaled = isDate ? "a\(place) * 86400000000" : "a\(place)"
      let ranks =
        "SELECT \(listed)\(scaled) AS a, row_number() OVER (\(partition) ORDER BY a\(place)) - 1 AS r,"
        + " count(*) OVER (\(partition)) AS n \(known)"
      let value =
        switch item.aggregate.measure {
        case .iqr: "\(quantile("0.75")) - \(quantile("0.25"))"
        case .percentile: quantile("\(item.percentage) / 100.0")
        default: quantile("0.5")
        }
      return "SELECT \(listed)\(moment(value, item.type)) AS v FROM (\(ranks))\(grouped)"
    case .count, .sum, .mean, .percent, .any, .all, .min, .max, .correlation:
      throw Unsupported(item.aggregate.name)
    }
  }

  private func moment(_ value: String, _ type: DataType) -> String {
    type == .number ? "(\(value)) * 1.0" : "CAST(round(\(value)) AS INTEGER)"
  }

  /// Type 7: on the straight line between the neighbours of place (n − 1)p.
  private func quantile(_ share: String) -> String {
    let place = "((n - 1) * \(share))"
    let low = "max(CASE WHEN r = CAST(\(place) AS INTEGER) THEN a END)"
    let high = "max(CASE WHEN r = min(CAST(\(place) AS INTEGER) + 1, n - 1) THEN a END)"
    return "(\(low) + (max\(place) - CAST(max\(place) AS INTEGER)) * (\(high) - \(low)))"
  }
}
