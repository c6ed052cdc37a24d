import TallyData
import TallyPlan

/// Calls of functions.
extension PandasPrinter {
  mutating func call(_ name: String, _ arguments: [BoundExpression]) throws(TranslationError) -> PrintedText {
    let type = arguments[0].type
    if name == "coalesce" { return try coalesced(arguments) }
    if name == "least" || name == "greatest" { return try extreme(name, arguments) }
    switch name {
    case "lower", "upper", "trim":
      try checkFolding(name, arguments[0])
      if name == "trim", hasControls { throw unable("`trim` of texts of several lines") }
    case "left", "right", "slice", "split": return try part(name, arguments)
    case "replace":
      guard case .text(let old)? = arguments[1].constantValue, !old.isEmpty, case .text? = arguments[2].constantValue
      else {
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
    case "date" where type == .integer: return try assembled(arguments)
    case "add_months":
      guard arguments[1].constantValue != nil else { throw unable("`add_months` of a number that is computed") }
    default: break
    }
    var texts = [try type == .text ? self.texts(arguments[0]) : series(arguments[0])]
    for argument in arguments.dropFirst() { texts.append(try value(argument)) }
    if (name == "ln" || name == "log10"), columns.facts(arguments[0]).low > 0 {
      needs.insert(.numpy)
      return PrintedText("np.\(name == "ln" ? "log" : name)(\(texts[0].text))")
    }
    for key in ["\(name)/\(type.rawValue)/\(arguments.count)", "\(name)/\(type.rawValue)", name]
    where PandasSpellings.functions[key] != nil {
      return try spelled(key, texts)
    }
    throw unable("`\(name)` of \(type.rawValue)")
  }

  private func checkDecimals(_ arguments: [BoundExpression]) throws(TranslationError) {
    guard case .integer(let digits)? = arguments[1].constantValue, (0...15).contains(digits) else {
      throw unable("`round` to decimals below 0")
    }
    if arguments[0].type == .integer { throw unable("`round` of whole numbers to decimals") }
    if columns.facts(arguments[0]).magnitude >= 1e200 { throw unable("`round` of numbers this large") }
  }

  private mutating func coalesced(_ arguments: [BoundExpression]) throws(TranslationError) -> PrintedText {
    var text = try series(arguments[0]).tight
    for argument in arguments.dropFirst() {
      if argument.constantValue == .missing { continue }
      text +=
        argument.type == .boolean && argument.columnIndexes.isEmpty
        ? ".where(\(text).notna(), \(try value(argument).text))" : ".fillna(\(try value(argument).text))"
    }
    return PrintedText(text)
  }

  /// Missing where one of them is.
  private mutating func extreme(_ name: String, _ arguments: [BoundExpression]) throws(TranslationError) -> PrintedText
  {
    let type = arguments[0].type
    if !type.isNumeric {
      guard arguments.count == 2, type != .boolean, type != .duration else {
        throw unable("`\(name)` of \(type.rawValue)")
      }
      let (a, b) = (try series(arguments[0]), try value(arguments[1]))
      let known = columns.facts(arguments[1]).mayBeMissing ? ".where(\(try missing(arguments[1], is: false).text))" : ""
      // Where the first is missing no comparison holds.
      let test = "(\(a.within(.sum)) \(name == "least" ? ">" : "<") \(b.within(.sum)))"
      return PrintedText("\(a.tight).mask(\(test), \(b.text))\(known)")
    }
    needs.insert(.numpy)
    var text = try series(arguments[0]).text
    for argument in arguments.dropFirst() {
      text = "np.\(name == "least" ? "minimum" : "maximum")(\(text), \(try value(argument).text))"
    }
    return PrintedText(text)
  }

  /// A day that the calendar does not have is missing.
  private mutating func assembled(_ arguments: [BoundExpression]) throws(TranslationError) -> PrintedText {
    if arguments.contains(where: { columns.facts($0).magnitude > 9_999 }) {
      throw unable("`date` of numbers this large")
    }
    if case .integer(let year)? = arguments[0].constantValue, !(1_700...2_200).contains(year) {
      throw unable("a day outside the years 1680 to 2260")
    }
    needs.insert(.pandas)
    var parts: [String] = []
    for (name, argument) in zip(["year", "month", "day"], arguments) {
      parts.append("\(Self.quoted(name)): \(try series(argument).text)")
    }
    return PrintedText("pd.to_datetime(pd.DataFrame({\(parts.joined(separator: ", "))}), errors=\"coerce\")")
  }

  /// Parts of texts at places that are written in the query; elsewhere Python counts in its own way.
  private mutating func part(_ name: String, _ arguments: [BoundExpression]) throws(TranslationError) -> PrintedText {
    var places: [Int64] = []
    for argument in arguments.dropFirst() where argument.type == .integer {
      guard case .integer(let number)? = argument.constantValue, (0...1_000_000).contains(number) else {
        throw unable("`\(name)` with a place that is computed")
      }
      places.append(number)
    }
    let text = try texts(arguments[0]).tight
    switch name {
    case "left": return PrintedText("\(text).str[:\(places[0])]")
    case "right": return PrintedText(places[0] == 0 ? "\(text).str[:0]" : "\(text).str[-\(places[0]):]")
    case "slice":
      guard places[0] > 0 else { throw unable("`slice` from 0") }
      let end = places.count > 1 ? "\(places[0] - 1 + places[1])" : ""
      // Past the end is missing.
      return PrintedText("\(text).str[\(places[0] - 1):\(end)].where(\(text).str.len() >= \(places[0]))")
    default:
      guard case .text(let separator)? = arguments[1].constantValue, !separator.isEmpty, places[0] > 0 else {
        throw unable("`split` at a text that is computed or empty")
      }
      return PrintedText("\(text).str.split(\(Self.quoted(separator)), regex=False).str[\(places[0] - 1)]")
    }
  }

  private mutating func floor(
    _ moment: BoundExpression, to unit: BoundExpression
  ) throws(TranslationError) -> PrintedText {
    guard case .text(let name)? = unit.constantValue else { throw unable("`floor` to this unit") }
    if moment.type == .date, ["day", "hour", "minute", "second"].contains(name) { return try value(moment) }
    return try spelled("floor \(name)", [series(moment)])
  }
}
