import TallyData
import TallyPlan

/// Steps that bring in the other table, which is named `u`, or turn columns into rows.
extension SQLitePrinter {
  private func name(of plan: LogicalPlan) throws(Unsupported) -> String {
    guard plan.nodes.isEmpty, plan.source.name == "u" else { throw Unsupported("a query beside the other") }
    return plan.source.name
  }

  mutating func join(_ join: PlanJoin) throws(Unsupported) {
    let right = try name(of: join.right)
    let on = join.keys.map { "l.c\($0.left) = r.c\($0.right)" }.joined(separator: " AND ")
    if join.kind == .semi || join.kind == .anti {
      let not = join.kind == .anti ? "NOT " : ""
      stage("SELECT * FROM @ l WHERE \(not)EXISTS (SELECT 1 FROM \(right) r WHERE \(on))")
      return
    }
    let own = (0..<width).map { "l.c\($0) AS c\($0), " }.joined()
    let added = join.rightColumns.enumerated().map { "r.c\($1) AS c\(width + $0), " }.joined()
    let kind = join.kind == .inner ? "JOIN" : "LEFT JOIN"
    var pairs = "SELECT \(own)\(added)0 AS part, l.o AS lo, r.o AS ro FROM @ l \(kind) \(right) r ON \(on)"
    if join.kind == .full {
      let keys = (0..<width).map { place in
        join.keys.first { $0.left == place }.map { "r.c\($0.right), " } ?? "NULL, "
      }.joined()
      pairs += " UNION ALL SELECT \(keys)\(added)1, 0, r.o FROM \(right) r"
      pairs += " WHERE NOT EXISTS (SELECT 1 FROM @ l WHERE \(on))"
    }
    width += join.rightColumns.count
    stage("SELECT \(list(width))row_number() OVER (ORDER BY part, lo, ro) AS o FROM (\(pairs))")
  }

  mutating func append(_ append: PlanAppend) throws(Unsupported) {
    let lower = try name(of: append.lower)
    func cells(_ side: (PlanAppend.Source) -> Int?) -> String {
      append.columns.enumerated().map { place, source in
        let cell = side(source).map { "c\($0)" } ?? "NULL"
        return "\(source.type == .number ? "CAST(\(cell) AS REAL)" : cell) AS c\(place), "
      }.joined()
    }
    width = append.columns.count
    let both =
      "SELECT \(cells(\.upper))0 AS part, o AS place FROM @ UNION ALL SELECT \(cells(\.lower))1, o FROM \(lower)"
    stage("SELECT \(list(width))row_number() OVER (ORDER BY part, place) AS o FROM (\(both))")
  }

  mutating func unpivot(_ unpivot: PlanUnpivot) {
    let kept = unpivot.kept.enumerated().map { "c\($1) AS c\($0), " }.joined()
    let count = unpivot.kept.count
    let parts = unpivot.columns.enumerated().map { place, column in
      let value = unpivot.valueType == .number ? "CAST(c\(column) AS REAL)" : "c\(column)"
      let name = Self.literal(.text(unpivot.names[place]))
      return "SELECT \(kept)\(name) AS c\(count), \(value) AS c\(count + 1), o AS row, \(place) AS part FROM @"
    }
    width = count + 2
    let rows = parts.joined(separator: " UNION ALL ")
    stage("SELECT \(list(width))row_number() OVER (ORDER BY row, part) AS o FROM (\(rows))")
  }
}
