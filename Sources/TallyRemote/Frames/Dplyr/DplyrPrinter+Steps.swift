import TallyData
import TallyPlan

/// Steps that keep, order and compute rows.
extension DplyrPrinter {
  /// A verb within the groups that a window step asked for.
  private mutating func grouped(_ body: (inout DplyrPrinter) throws(TranslationError) -> Void) throws(TranslationError)
  {
    let keys = groups
    groups = []
    if !keys.isEmpty { verb("group_by", keys) }
    try body(&self)
    if !keys.isEmpty { verb("ungroup", []) }
  }

  mutating func filter(_ filter: PlanFilter) throws(TranslationError) {
    var tests: [String] = []
    if filter.isDropping {
      let test = try text(filter.expression)
      tests = [
        columns.facts(filter.expression).mayBeMissing ? "!coalesce(\(test.text), FALSE)" : "!\(test.tight)"
      ]
    } else {
      for condition in filter.conditions { tests.append(try self.condition(condition.expression).text) }
    }
    try grouped { (printer) throws(TranslationError) in printer.verb("filter", tests) }
  }

  mutating func sortKeys(_ keys: [PlanSortKey]) throws(TranslationError) -> [String] {
    var texts: [String] = []
    for key in keys where !key.expression.columnIndexes.isEmpty {
      noteOrder(of: key.expression)
      let text = try self.text(key.expression).text
      texts.append(key.isDescending ? "desc(\(text))" : text)
    }
    return texts
  }

  mutating func extend(_ definitions: [PlanDefinition]) throws(TranslationError) {
    let keys = groups
    groups = []
    var arguments: [String] = []
    var renamed: [(String, String)] = []
    for definition in definitions {
      var name = Self.name(definition.name)
      let text = try self.text(definition.expression).text
      if keys.contains(name) {
        let free = columns.freeName("value", besides: renamed.map(\.0))
        renamed.append((free, name))
        name = free
      }
      arguments.append("\(name) = \(text)")
      let column = FrameColumn(definition.name, definition.expression.type, columns.facts(definition.expression))
      if let place = definition.replacing { columns[place] = column } else { columns.append(column) }
    }
    if !keys.isEmpty { verb("group_by", keys) }
    verb("mutate", arguments)
    if !keys.isEmpty { verb("ungroup", []) }
    if !renamed.isEmpty {
      verb("mutate", renamed.map { "\($1) = \($0)" })
      verb("select", renamed.map { "-\($0.0)" })
    }
  }

  mutating func project(_ result: [PlanColumn]) throws(TranslationError) {
    let inputs = columns
    let real = inputs.filter { $0.inlined == nil }
    let sources = result.map { column -> FrameColumn? in
      if case .column(let index) = column.expression.kind, inputs[index].inlined == nil { inputs[index] } else { nil }
    }
    let output = result.map { FrameColumn($0.name, $0.expression.type, inputs.facts($0.expression)) }
    if sources.allSatisfy({ $0 != nil }) {
      select(zip(result, sources).compactMap { column, source in source.map { (column.name, $0.name) } }, of: real)
      columns = output
      return
    }
    var arguments: [String] = []
    var assigned: Set<String> = []
    var isSafe = groups.isEmpty
    for (column, source) in zip(result, sources) {
      let read = column.expression.columnIndexes.map { inputs[$0].name }
      if read.contains(where: assigned.contains) || column.expression.columnIndexes.isEmpty && result.count == 1 {
        isSafe = isSafe && column.expression.columnIndexes.isEmpty
      }
      let text = try self.text(column.expression).text
      arguments.append(source?.name == column.name ? text : "\(Self.name(column.name)) = \(text)")
      if source?.name != column.name { assigned.insert(column.name) }
    }
    if isSafe { verb("transmute", arguments) } else { try computeAside(result, sources, of: real) }
    columns = output
  }

  /// Computes under free names first, since a name may mean another column in a later expression.
  private mutating func computeAside(
    _ result: [PlanColumn], _ sources: [FrameColumn?], of real: [FrameColumn]
  ) throws(TranslationError) {
    var names: [(String, String)] = []
    var arguments: [String] = []
    for (column, source) in zip(result, sources) {
      if let source {
        names.append((column.name, source.name))
        continue
      }
      let name = columns.freeName("value", besides: names.map(\.1))
      arguments.append("\(name) = \(try text(column.expression).text)")
      names.append((column.name, name))
    }
    try grouped { (printer) throws(TranslationError) in printer.verb("mutate", arguments) }
    verb("select", names.map { $0 == $1 ? Self.name($0) : "\(Self.name($0)) = \(Self.name($1))" })
  }

  /// Nothing where the columns stay as they are; `rename` or `select`, with a minus where few columns go.
  private mutating func select(_ names: [(name: String, source: String)], of real: [FrameColumn]) {
    let sources = names.map(\.source)
    let all = real.map(\.name)
    let isSame = names.allSatisfy { $0.name == $0.source }
    if sources == all {
      let renamed = names.filter { $0.name != $0.source }
      if !renamed.isEmpty { verb("rename", renamed.map { "\(Self.name($0.name)) = \(Self.name($0.source))" }) }
      return
    }
    let dropped = all.filter { !sources.contains($0) }
    if isSame, dropped.count <= 3, dropped.count < sources.count, sources == all.filter(sources.contains) {
      return verb("select", dropped.map { "-\(Self.name($0))" })
    }
    if Set(sources).count < sources.count {
      return verb("transmute", names.map { "\(Self.name($0.name)) = \(Self.name($0.source))" })
    }
    verb(
      "select",
      names.map { $0.name == $0.source ? Self.name($0.name) : "\(Self.name($0.name)) = \(Self.name($0.source))" })
  }

  mutating func distinct(_ keys: [PlanColumn]) throws(TranslationError) {
    try project(keys)
    verb("distinct", [])
    let sorted = columns.indices.map {
      PlanSortKey(BoundExpression(.column($0), type: columns[$0].type, range: 0..<0), isDescending: false)
    }
    verb("arrange", try sortKeys(sorted))
  }

  mutating func top(_ count: Int, _ keys: [PlanSortKey], _ within: [PlanColumn]) throws(TranslationError) {
    let sorted = try sortKeys(keys)
    if !sorted.isEmpty { verb("arrange", sorted) }
    guard !within.isEmpty else { return verb("head", ["\(count)"]) }
    let width = columns.count
    var groups: [String] = []
    var made: [String] = []
    for key in within {
      noteOrder(of: key.expression)
      if case .column(let index) = key.expression.kind, columns[index].inlined == nil {
        groups.append(Self.name(columns[index].name))
      } else {
        let name = columns.freeName("key", besides: made)
        groups.append("\(name) = \(try text(key.expression).text)")
        made.append(name)
      }
    }
    verb("group_by", groups)
    verb("slice_head", ["n = \(count)"])
    verb("ungroup", [])
    if !made.isEmpty { verb("select", made.map { "-\($0)" }) }
    columns = Array(columns.prefix(width))
  }
}
