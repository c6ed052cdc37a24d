import TallyData
import TallyFunctions
import TallyPlan

/// Writes a plan in Python, as one chain of pandas' methods.
///
/// Tables are data frames under their names, as `read_csv` makes them: what is missing is `NaN`, for which every
/// comparison is false but `!=`. So a condition is written as where it is true, and its opposite as where it is false,
/// which is not where it is not true.
package struct PandasPrinter {
  var columns: [FrameColumn]
  /// The methods so far, after the table.
  var methods: [String] = []
  let table: String
  var needs: Set<FramePrelude> = []
  /// Other tables that had to be worked out first, each with its name.
  var others: [String] = []
  /// Columns that were made for a step and are no columns of the plan's.
  var extras: [String] = []
  /// Those that are still to be written.
  var pending: [(name: String, value: String)] = []
  /// More rows than this there are not.
  var rowLimit: Double
  /// Whether rows are there for certain.
  var hasRows: Bool
  let isASCII: Bool
  /// Whether some text is of several lines, or holds other controls.
  let hasControls: Bool
  static let language = "pandas"

  package static func print(_ plan: LogicalPlan) throws(TranslationError) -> String {
    var printer = try PandasPrinter(
      plan.source, isASCII: TableContents(of: plan).isASCII, hasControls: plan.holdsControls)
    try printer.add(plan)
    let heads = printer.needs.sorted().map(\.text) + printer.others
    return (heads + [printer.chain]).joined(separator: "\n") + "\n"
  }

  init(_ table: Table, isASCII: Bool, hasControls: Bool) throws(TranslationError) {
    self.isASCII = isASCII
    self.hasControls = hasControls
    columns = zip(table.fields, table.columns).map { FrameColumn($0.name, $0.type, ValueFacts($1)) }
    self.table = table.name
    rowLimit = Double(table.rowCount)
    hasRows = table.rowCount > 0
    if !Self.isName(table.name) || Self.used.contains(table.name) { throw unable("the table's name `\(table.name)`") }
    for field in table.fields where field.type == .duration { throw unable("a column of durations (`\(field.name)`)") }
  }

  /// On one line where it fits.
  var chain: String {
    let line = table + methods.joined()
    if methods.count < 3, line.count <= 90, !line.contains("\n") { return line }
    return "(\(table)\n  \(methods.joined(separator: "\n  ")))"
  }

  func unable(_ what: String) -> TranslationError { .cannotSay(what: what, language: Self.language) }

  mutating func method(_ name: String, _ arguments: [String]) {
    methods.append(PrintedText.call(".\(name)", arguments))
  }

  /// A value to be worked out from the whole table, `d`.
  mutating func pipe(_ body: String) { method("pipe", ["lambda d: \(body)"]) }

  mutating func add(_ plan: LogicalPlan) throws(TranslationError) {
    for (place, node) in plan.nodes.enumerated() {
      try checkNames(node.output)
      try add(node, next: place + 1 < plan.nodes.count ? plan.nodes[place + 1].step : nil)
      hasRows = hasRows && node.step.keepsAllRows
    }
  }

  private mutating func add(_ node: PlanNode, next: PlanStep?) throws(TranslationError) {
    switch node.step {
    case .filter(let filter): try self.filter(filter)
    case .project(let columns): try project(columns)
    case .extend(let definitions): try extend(definitions)
    case .sort(let keys): try sort(keys)
    case .first(let count): method("head", ["\(count)"])
    case .last(let count): method("tail", ["\(count)"])
    case .sample(let count, _, _): if Double(count) < rowLimit { throw unable("`sample`") }
    case .top(let count, let keys, let within, let isBottom):
      try top(count, keys.map { PlanSortKey($0.expression, isDescending: isBottom == $0.isDescending) }, within)
    case .distinct(let columns): try distinct(columns)
    case .describe: throw unable("`describe`")
    case .summarize(let summary): try summarize(summary, isCalculated: next?.isProjection == true)
    case .window(let windows): try addWindows(windows)
    case .pivot(let pivot): try self.pivot(pivot, node.output)
    case .unpivot(let unpivot): try self.unpivot(unpivot, node.output)
    case .join(let join): try self.join(join, node.output)
    case .append(let append): try self.append(append, node.output)
    // It passes its rows on, or there is no answer.
    case .assert: break
    }
  }

  /// The arguments of `assign` and `agg`, which a column of the same name would be taken for.
  private static let arguments: Set<String> = ["self", "func", "engine", "engine_kwargs"]

  /// Names that the text uses for something else.
  private static let used: Set<String> = [
    "d", "s", "np", "pd", "len", "range", "next", "iter", "min", "float", "bool", "object",
  ]

  private func checkNames(_ fields: [Field]) throws(TranslationError) {
    for field in fields where Self.arguments.contains(field.name) { throw unable("a column named `\(field.name)`") }
  }

  private static let reserved: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or",
    "pass", "raise", "return", "try", "while", "with", "yield",
  ]

  /// Whether Python takes it for a name.
  static func isName(_ name: String) -> Bool {
    let isPlain = name.utf8.enumerated().allSatisfy { place, byte in
      (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F || place > 0 && (0x30...0x39).contains(byte)
    }
    return isPlain && !name.isEmpty && !reserved.contains(name)
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\0": result += "\\0"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// One name, or a list of them.
  static func names(_ names: [String]) -> String {
    names.count == 1 ? quoted(names[0]) : list(names)
  }

  static func list(_ names: [String]) -> String { "[\(names.map(quoted).joined(separator: ", "))]" }

  /// `a=1, b=2`, in the form that takes any name where one is no name of Python's.
  static func named(_ items: [(name: String, value: String)]) -> [String] {
    if items.allSatisfy({ isName($0.name) && $0.name != "self" && $0.name != "func" }) {
      return items.map { "\($0.name)=\($0.value)" }
    }
    let cells = items.map { "\(quoted($0.name)): \($0.value)" }
    let line = cells.joined(separator: ", ")
    return [line.count <= 80 ? "**{\(line)}" : "**{\n      \(cells.joined(separator: ",\n      "))\n    }"]
  }

  func freeName(_ stem: String, besides others: [String] = []) -> String {
    columns.freeName(stem, besides: others + extras)
  }

  /// Later columns see the earlier ones; a name is given once a call.
  mutating func assign(_ items: [(name: String, value: String)]) {
    var rest = items[...]
    while !rest.isEmpty {
      var seen: Set<String> = []
      let part = rest.prefix { seen.insert($0.name).inserted }
      method("assign", Self.named(part.map { ($0.name, "lambda d: \($0.value)") }))
      rest = rest.dropFirst(part.count)
    }
  }
}
