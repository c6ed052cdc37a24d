import TallyData
import TallyPlan

/// Calls of functions.
extension DplyrPrinter {
  mutating func call(_ name: String, _ arguments: [BoundExpression]) throws(TranslationError) -> PrintedText {
    let type = arguments[0].type
    switch name {
    case "lower", "upper", "trim":
      try checkFolding(name, arguments[0])
      if name == "trim", hasControls { throw unable("`trim` of texts of several lines") }
    case "left", "right", "slice", "split": try checkPlaces(name, arguments)
    case "replace":
      guard case .text(let old)? = arguments[1].constantValue, !old.isEmpty else {
        throw unable("`replace` of a text that is computed or empty")
      }
    case "floor" where arguments.count == 2: return try floor(arguments[0], to: arguments[1])
    case "floor", "ceil", "round", "integer", "bin":
      if name == "bin", (arguments[1].constantValue?.double ?? 0) <= 0 {
        throw unable("`bin` of a width that is computed")
      }
      if name == "round", arguments.count == 2 { try checkDecimals(arguments) }
      if type == .number, columns.facts(arguments[0]).magnitude >= 9.2e18 {
        throw unable("`\(name)` of numbers this large")
      }
    case "least", "greatest":
      if type == .text, arguments.count == 2 { return try extreme(name, arguments) }
      if type == .text || type == .boolean || type == .duration { throw unable("`\(name)` of \(type.rawValue)") }
    case "coalesce": if type == .duration { throw unable("a duration") }
    case "date" where type == .integer:
      if arguments.contains(where: { columns.facts($0).magnitude > 9_999 }) {
        throw unable("`date` of numbers this large")
      }
    default: break
    }
    var texts: [PrintedText] = []
    for argument in arguments { texts.append(try text(argument)) }
    if name == "right", texts[1].text == "0" { return PrintedText("str_sub(\(texts[0].text), 1, 0)") }
    if name == "slice" { return try slice(arguments, texts) }
    if (name == "ln" || name == "log10"), columns.facts(arguments[0]).low > 0 {
      return PrintedText("\(name == "ln" ? "log" : name)(\(texts[0].text))")
    }
    if name == "exp", columns.facts(arguments[0]).high < 709 { return PrintedText("exp(\(texts[0].text))") }
    for key in ["\(name)/\(type.rawValue)/\(arguments.count)", "\(name)/\(type.rawValue)", name]
    where DplyrSpellings.functions[key] != nil {
      return try spelled(key, texts)
    }
    throw unable("`\(name)` of \(type.rawValue)")
  }

  /// Places and counts that are written in the query; elsewhere R counts in its own way.
  private func checkPlaces(_ name: String, _ arguments: [BoundExpression]) throws(TranslationError) {
    for argument in arguments.dropFirst() where argument.type == .integer {
      guard case .integer(let number)? = argument.constantValue, (0...1_000_000).contains(number) else {
        throw unable("`\(name)` with a place that is computed")
      }
    }
    guard name == "split" else { return }
    guard case .text(let separator)? = arguments[1].constantValue, !separator.isEmpty else {
      throw unable("`split` at a text that is computed or empty")
    }
    if arguments[2].constantValue == .integer(0) { throw unable("`split` from 0") }
  }

  private func checkDecimals(_ arguments: [BoundExpression]) throws(TranslationError) {
    guard case .integer(let digits)? = arguments[1].constantValue, (0...15).contains(digits) else {
      throw unable("`round` to decimals below 0")
    }
    if arguments[0].type == .integer { throw unable("`round` of whole numbers to decimals") }
    if columns.facts(arguments[0]).magnitude >= 1e200 { throw unable("`round` of numbers this large") }
  }

  private mutating func extreme(_ name: String, _ arguments: [BoundExpression]) throws(TranslationError) -> PrintedText
  {
    noteOrder(of: arguments[0], arguments[1])
    if arguments.allSatisfy(\.columnIndexes.isEmpty) { throw unable("`\(name)` of constants") }
    let texts = [try text(arguments[0]), try text(arguments[1])]
    let sign = name == "least" ? "<=" : ">="
    return PrintedText(
      "if_else(\(texts[0].within(.sum)) \(sign) \(texts[1].within(.sum)), \(texts[0].text), \(texts[1].text))")
  }

  /// Past the end is missing.
  private mutating func slice(
    _ arguments: [BoundExpression], _ texts: [PrintedText]
  ) throws(TranslationError) -> PrintedText {
    guard case .integer(let start)? = arguments[1].constantValue, start > 0 else { throw unable("`slice` from 0") }
    var places = [texts[0], texts[1]]
    if arguments.count == 3, case .integer(let count)? = arguments[2].constantValue {
      places.append(PrintedText("\(start + count - 1)"))
    }
    let part = try spelled("slice/text/\(arguments.count)", places)
    return PrintedText("if_else(str_length(\(texts[0].text)) >= \(start), \(part.text), NA_character_)")
  }

  private mutating func floor(
    _ moment: BoundExpression, to unit: BoundExpression
  ) throws(TranslationError) -> PrintedText {
    guard case .text(let name)? = unit.constantValue else { throw unable("`floor` to this unit") }
    if moment.type == .date, ["day", "hour", "minute", "second"].contains(name) { return try text(moment) }
    return try spelled(name == "week" ? "floor week" : "floor unit", [text(moment), text(unit)])
  }
}
