import TallyData
import TallyPlan

/// Calls of functions.
extension SQLPrinter {
  func call(
    _ name: String, _ arguments: [BoundExpression], _ type: DataType
  ) throws(TranslationError) -> SQLText {
    var texts: [SQLText] = []
    for argument in arguments { texts.append(try sql(argument)) }
    switch name {
    case "lower", "upper": try checkFolding(name, arguments[0])
    case "trim": throw unable("`trim`, which takes spaces of every kind,")
    case "left", "right", "slice": if let part = try self.part(name, arguments, texts) { return part }
    case "floor" where arguments.count == 2: return try floor(texts[0], arguments[0].type, to: arguments[1])
    case "bin":
      guard case .integer(let width)? = arguments[1].constantValue, width > 0, arguments[0].type == .integer else {
        throw unable("`bin` of numbers that are not whole")
      }
    case "date" where arguments.count == 3: throw unable("`date` of three numbers")
    case "split":
      guard case .integer(let place)? = arguments[2].constantValue, place > 0 else {
        throw unable("`split` with a place that is computed")
      }
      guard case .text(let separator)? = arguments[1].constantValue, !separator.isEmpty else {
        throw unable("`split` at a text that is computed or empty")
      }
    default: break
    }
    guard let template = dialect.spelling(name, arguments[0].type, count: arguments.count) else {
      throw unable("`\(name)` of \(arguments[0].type.rawValue)")
    }
    let text = Dialect.filled(template, texts)
    guard name == "least" || name == "greatest" else { return text }
    if arguments[0].type == .boolean || (arguments[0].type == .text && !dialect.textOrder.isEmpty) {
      throw unable("`\(name)` of \(arguments[0].type.rawValue)")
    }
    guard dialect.extremesSkipMissing else { return text }
    let known = texts.map { "\($0.within(.sum)) IS NOT NULL" }.joined(separator: " AND ")
    return SQLText("CASE WHEN \(known) THEN \(text.text) END")
  }

  /// Parts of texts at places that are written in the query; elsewhere engines count in their own ways.
  private func part(
    _ name: String, _ arguments: [BoundExpression], _ texts: [SQLText]
  ) throws(TranslationError) -> SQLText? {
    var numbers: [Int64] = []
    for argument in arguments.dropFirst() {
      guard case .integer(let number)? = argument.constantValue, number >= 0 else {
        throw unable("`\(name)` with a place that is computed")
      }
      numbers.append(number)
    }
    switch name {
    case "left": return nil
    case "right":
      let count = numbers[0]
      if dialect.spelling("left") == "left($1, $2)" { return SQLText("right(\(texts[0].text), \(count))") }
      return SQLText(count == 0 ? "substr(\(texts[0].text), 1, 0)" : "substr(\(texts[0].text), -\(count))")
    default:
      guard numbers[0] > 0, let template = dialect.spelling(name, .text, count: arguments.count) else {
        throw unable("`slice` from 0")
      }
      // Past the end is missing.
      let part = Dialect.filled(template, texts).text
      return SQLText("CASE WHEN length(\(texts[0].text)) >= \(numbers[0]) THEN \(part) END")
    }
  }

  private func floor(
    _ moment: SQLText, _ type: DataType, to unit: BoundExpression
  ) throws(TranslationError) -> SQLText {
    guard case .text(let unit)? = unit.constantValue,
      let template = dialect.spelling("floor \(unit)", type)
        ?? (type == .date && ["hour", "minute", "second"].contains(unit) ? "$1" : nil)
    else { throw unable("`floor` to this unit") }
    return Dialect.filled(template, [moment])
  }
}
