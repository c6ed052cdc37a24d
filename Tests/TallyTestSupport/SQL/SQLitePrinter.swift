import TallyData
import TallyPlan

/// A plan as one SQLite query, for comparing answers.
///
/// Dates are days, datetimes and durations microseconds, conditions 0 and 1, missing is NULL. Every stage has the
/// columns c0, c1, … and `o`, which orders its rows.
package struct SQLitePrinter {
  /// What SQLite cannot say, or says differently.
  package struct Unsupported: Error, Sendable {
    package let what: String

    init(_ what: String) { self.what = what }
  }

  /// `name AS (query)`, in order.
  private var stages: [String] = []
  private var last = "t"
  var width: Int
  /// Whether every text of the table is ASCII, so that SQLite's `lower` and `upper` do.
  let isASCII: Bool

  /// The query, on one line; its rows are those of the answer in its order.
  package static func print(_ plan: LogicalPlan, isASCII: Bool) throws(Unsupported) -> String {
    var printer = SQLitePrinter(width: plan.source.fields.count, isASCII: isASCII)
    for node in plan.nodes { try printer.add(node.step) }
    let cells = plan.output.indices.map { place in
      plan.output[place].type == .text
        ? "CASE WHEN c\(place) IS NOT NULL THEN 'x' || hex(c\(place)) END"
        : plan.output[place].type == .number
          ? "CASE WHEN c\(place) IS NOT NULL THEN printf('%!.17g', c\(place)) END" : "c\(place)"
    }
    let with = printer.stages.isEmpty ? "" : "WITH \(printer.stages.joined(separator: ", ")) "
    let query = "\(with)SELECT \(cells.joined(separator: ", ")) FROM \(printer.last) ORDER BY o;"
    if query.utf8.count > 60_000 { throw Unsupported("a very long query") }
    return query
  }

  private init(width: Int, isASCII: Bool) {
    self.width = width
    self.isASCII = isASCII
  }

  /// Adds a stage that reads the last one; `@` stands for its name.
  @discardableResult
  mutating func stage(_ query: String) -> String {
    let name = "s\(stages.count)"
    stages.append("\(name) AS (\(query.replacing("@", with: last)))")
    last = name
    return name
  }

  /// Adds a stage beside the last one.
  mutating func side(_ query: String) -> String {
    let name = "s\(stages.count)"
    stages.append("\(name) AS (\(query.replacing("@", with: last)))")
    return name
  }

  func list(_ count: Int) -> String { (0..<count).map { "c\($0), " }.joined() }

  static func order(_ keys: [String], descending: [Bool]) -> String {
    zip(keys, descending).map { "\($0) \($1 ? "DESC" : "ASC") NULLS LAST, " }.joined() + "o"
  }

  private mutating func add(_ step: PlanStep) throws(Unsupported) {
    switch step {
    case .filter(let filter):
      let condition = try sql(filter.expression)
      stage("SELECT * FROM @ WHERE \(filter.isDropping ? "NOT coalesce(\(condition), 0)" : condition)")
    case .project(let columns):
      stage("SELECT \(try named(columns))o FROM @")
      width = columns.count
    case .extend(let definitions):
      for definition in definitions { try extend(definition) }
    case .sort(let keys): try sort(keys)
    case .first(let count): try cut("o", count)
    case .last(let count): try cut("o DESC", count)
    case .sample(let count, _, _):
      if count < 100_000 { throw Unsupported("sample") }
    case .top(let count, let keys, let within, let isBottom):
      if !within.isEmpty { throw Unsupported("top within") }
      try sort(keys.map { PlanSortKey($0.expression, isDescending: isBottom == $0.isDescending) })
      try cut("o", count)
    case .distinct(let columns): try distinct(columns)
    case .describe: throw Unsupported("describe")
    case .summarize(let summary): try summarize(summary)
    case .window(let windows): try addWindows(windows)
    case .pivot: throw Unsupported("across")
    case .unpivot(let unpivot): self.unpivot(unpivot)
    case .join(let join): try self.join(join)
    case .append(let append): try self.append(append)
    // It passes its rows on or stops the statement, which is compared with the oracle.
    case .assert: break
    }
  }

  private func named(_ columns: [PlanColumn]) throws(Unsupported) -> String {
    var text = ""
    for (place, column) in columns.enumerated() { text += "\(try sql(column.expression)) AS c\(place), " }
    return text
  }

  private mutating func extend(_ definition: PlanDefinition) throws(Unsupported) {
    let value = try sql(definition.expression)
    let place = definition.replacing ?? width
    let columns = (0..<max(width, place + 1)).map { $0 == place ? "\(value) AS c\(place), " : "c\($0), " }
    stage("SELECT \(columns.joined())o FROM @")
    width = columns.count
  }

  mutating func sort(_ keys: [PlanSortKey]) throws(Unsupported) {
    var texts: [String] = []
    for key in keys { texts.append(try sql(key.expression)) }
    let order = Self.order(texts, descending: keys.map(\.isDescending))
    stage("SELECT \(list(width))row_number() OVER (ORDER BY \(order)) AS o FROM @")
  }

  private mutating func cut(_ order: String, _ count: Int) throws(Unsupported) {
    stage("SELECT * FROM @ ORDER BY \(order) LIMIT \(count)")
  }

  private mutating func distinct(_ columns: [PlanColumn]) throws(Unsupported) {
    stage("SELECT \(try named(columns))o FROM @")
    width = columns.count
    let names = (0..<width).map { "c\($0)" }
    stage("SELECT \(list(width))min(o) AS o FROM @ GROUP BY \(names.joined(separator: ", "))")
    let order = Self.order(names, descending: names.map { _ in false })
    stage("SELECT \(list(width))row_number() OVER (ORDER BY \(order)) AS o FROM @")
  }
}
