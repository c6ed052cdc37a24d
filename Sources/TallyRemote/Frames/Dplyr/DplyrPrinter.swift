import TallyData
import TallyFunctions
import TallyPlan

/// Writes a plan in R, as one pipe of dplyr's verbs.
///
/// Tables are data frames under their names. Missing is `NA` there too, and conditions know it as Tally's do; the text
/// guards what R does in its own way: aggregates of nothing, division by zero, halves, whole numbers beyond 32 bits,
/// keys that are missing on both sides, and texts sorted as a place's language does.
package struct DplyrPrinter {
  var columns: [FrameColumn]
  /// The verbs so far; the first is the table.
  var verbs: [String]
  var needs: Set<FramePrelude> = []
  /// Other tables that had to be worked out first, each with its name.
  var others: [String] = []
  /// More rows than this there are not.
  var rowLimit: Double
  /// Whether rows are there for certain.
  var hasRows: Bool
  /// What a window step found to be computed within groups, until the step that reads it.
  var groups: [String] = []
  /// Whether the step to come was said together with the summary before it.
  var isCalculated = false
  let isASCII: Bool
  /// Whether some text is of several lines, or holds other controls.
  let hasControls: Bool
  static let language = "dplyr"

  package static func print(_ plan: LogicalPlan) throws(TranslationError) -> String {
    var printer = DplyrPrinter(plan.source, isASCII: TableContents(of: plan).isASCII, hasControls: plan.holdsControls)
    try printer.add(plan)
    let heads = printer.needs.sorted().map(\.text) + printer.others
    return (heads + [printer.pipe]).joined(separator: "\n") + "\n"
  }

  init(_ table: Table, isASCII: Bool, hasControls: Bool) {
    self.isASCII = isASCII
    self.hasControls = hasControls
    columns = zip(table.fields, table.columns).map { FrameColumn($0.name, $0.type, ValueFacts($1)) }
    verbs = [Self.name(table.name)]
    rowLimit = Double(table.rowCount)
    hasRows = table.rowCount > 0
  }

  var pipe: String { verbs.joined(separator: " |>\n  ") }

  func unable(_ what: String) -> TranslationError { .cannotSay(what: what, language: Self.language) }

  mutating func verb(_ name: String, _ arguments: [String]) { verbs.append(PrintedText.call(name, arguments)) }

  mutating func add(_ plan: LogicalPlan) throws(TranslationError) {
    for field in plan.source.fields where field.type == .duration {
      throw unable("a column of durations (`\(field.name)`)")
    }
    for (place, node) in plan.nodes.enumerated() {
      try checkNames(node.output)
      try add(node, next: place + 1 < plan.nodes.count ? plan.nodes[place + 1].step : nil)
      hasRows = hasRows && node.step.keepsAllRows
    }
  }

  private mutating func add(_ node: PlanNode, next: PlanStep?) throws(TranslationError) {
    switch node.step {
    case .filter(let filter): try self.filter(filter)
    case .project(let columns):
      if isCalculated { isCalculated = false } else { try project(columns) }
    case .extend(let definitions): try extend(definitions)
    case .sort(let keys): verb("arrange", try sortKeys(keys))
    case .first(let count): verb("head", ["\(count)"])
    case .last(let count): verb("tail", ["\(count)"])
    case .sample(let count, _, _): if Double(count) < rowLimit { throw unable("`sample`") }
    case .top(let count, let keys, let within, let isBottom):
      try top(count, keys.map { PlanSortKey($0.expression, isDescending: isBottom == $0.isDescending) }, within)
    case .distinct(let columns): try distinct(columns)
    case .describe: throw unable("`describe`")
    case .summarize(let summary):
      if case .project(let columns)? = next, try summarize(summary, calculating: columns) { return }
      try summarize(summary, isCalculated: next?.isProjection == true)
    case .window(let windows): try addWindows(windows)
    case .pivot(let pivot): try self.pivot(pivot, node.output)
    case .unpivot(let unpivot): try self.unpivot(unpivot, node.output)
    case .join(let join): try self.join(join, node.output)
    case .append(let append): try self.append(append, node.output)
    // It passes its rows on, or there is no answer.
    case .assert: break
    }
  }

  /// The arguments of the verbs, which a column of the same name would be taken for.
  private static let arguments: Set<String> = [
    ".data", ".env", ".keep", ".before", ".after", ".by", ".groups", ".add", ".drop", ".preserve", ".by_group",
    ".keep_all", ".dots", "",
  ]

  private func checkNames(_ fields: [Field]) throws(TranslationError) {
    for field in fields where Self.arguments.contains(field.name) { throw unable("a column named `\(field.name)`") }
  }

  private static let reserved: Set<String> = [
    "if", "else", "repeat", "while", "function", "for", "next", "break", "TRUE", "FALSE", "NULL", "Inf", "NaN", "NA",
    "NA_integer_", "NA_real_", "NA_character_", "NA_complex_", "in",
  ]

  /// In backquotes unless R takes it for a name as it is.
  static func name(_ name: String) -> String {
    let isPlain = name.utf8.enumerated().allSatisfy { place, byte in
      let isLetter = (0x61...0x7A).contains(byte | 0x20)
      return isLetter || place > 0 && ((0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2E)
    }
    if isPlain, !name.isEmpty, !reserved.contains(name) { return name }
    return "`" + name.replacing("\\", with: "\\\\").replacing("`", with: "\\`") + "`"
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
