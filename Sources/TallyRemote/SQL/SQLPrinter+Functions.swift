import TallyData
import TallyPlan

/// Calls of functions.
extension SQLPrinter {
  func call(
    _ name: String, _ arguments: [BoundExpression], _ type: DataType
  ) throws(TranslationError) -> PrintedText {
    switch (name, arguments.count) {
    case ("lower", _), ("upper", _): try checkFolding(name, arguments[0])
    case ("trim", _): return try trimmed(arguments[0])
    case ("left", _), ("right", _), ("slice", 3): return try part(name, arguments)
    case ("split", _): return try split(arguments)
    case ("replace", _) where arguments[1].constantValue.map { $0 == .text("") } ?? true:
      return try filled("replace computed", texts(arguments))
    case ("floor", 2): return try floor(arguments[0], to: arguments[1])
    case ("round", 2): return try rounded(arguments[0], arguments[1])
    case ("bin", _): return try bin(arguments[0], arguments[1], type)
    case ("add_months", _): return try movedByMonths(arguments[0], arguments[1])
    case ("date", 3): return try filled("date of parts", texts(arguments))
    case ("least", _), ("greatest", _): return try extreme(name, arguments)
    case ("abs", _) where type == .duration:
      return try moment(of: filled("abs", [microseconds(arguments[0])]), .duration)
    case ("text", _) where arguments[0].type == .duration:
      return try filled("text/duration", [microseconds(arguments[0])])
    case ("number", _), ("integer", _), ("boolean", _), ("date", _):
      if arguments[0].type == .text { return try filled("\(name)/text", [trimmed(arguments[0])]) }
    default: break
    }
    guard let template = dialect.spelling(name, arguments[0].type, count: arguments.count) else {
      throw unable("`\(name)` of \(arguments[0].type.rawValue)")
    }
    return Dialect.filled(template, try texts(arguments))
  }

  private func texts(_ arguments: [BoundExpression]) throws(TranslationError) -> [PrintedText] {
    var texts: [PrintedText] = []
    for argument in arguments { texts.append(try sql(argument)) }
    return texts
  }

  /// Without the white space at its ends, of which engines take only the plain one away where nothing more is said.
  private func trimmed(_ text: BoundExpression) throws(TranslationError) -> PrintedText {
    if contents.hasPlainSpaces, text.holdsOnly(TableContents.hasPlainSpaces) {
      return try filled("trim", [sql(text)])
    }
    let codes = (0...0x3000).compactMap(Unicode.Scalar.init).filter(\.properties.isWhitespace).map(\.value)
    let list =
      dialect.hasIntervals
      ? "concat(\(codes.map { "chr(\($0))" }.joined(separator: ", ")))"
      : "char(\(codes.map(String.init).joined(separator: ", ")))"
    return try filled("trim every space", [sql(text), PrintedText(list)])
  }

  /// Some of the characters: as many as its last argument says, which engines take for a number of 32 bits.
  private func part(_ name: String, _ arguments: [BoundExpression]) throws(TranslationError) -> PrintedText {
    let name = arguments.count > 2 ? "\(name)/text/\(arguments.count)" : name
    let isPlain = arguments.dropFirst().allSatisfy { argument in
      if case .integer(let count)? = argument.constantValue { (1...Int64(Int32.max)).contains(count) } else { false }
    }
    let computed = isPlain ? nil : dialect.spelling("\(name) computed")
    guard let template = computed ?? dialect.spelling(name) else { throw unable("`\(name)`") }
    return Dialect.filled(template, try texts(arguments))
  }

  private func split(_ arguments: [BoundExpression]) throws(TranslationError) -> PrintedText {
    let texts = try texts(arguments)
    if case .text(let separator)? = arguments[1].constantValue, !separator.isEmpty,
      case .integer(let place)? = arguments[2].constantValue, place > 0
    {
      return try filled("split", texts)
    }
    guard let template = dialect.spelling("split computed") else { throw unable("`split` of computed texts") }
    return Dialect.filled(template, texts, areGiven: true)
  }

  private func floor(_ moment: BoundExpression, to unit: BoundExpression) throws(TranslationError) -> PrintedText {
    guard case .text(let unit)? = unit.constantValue,
      let template = dialect.spelling("floor \(unit)", moment.type)
        ?? (moment.type == .date && ["hour", "minute", "second"].contains(unit) ? "$1" : nil)
    else { throw unable("`floor` to a unit that is computed") }
    return Dialect.filled(template, [try sql(moment)])
  }

  /// To a number of decimals, or below zero to tens, hundreds and so on.
  private func rounded(_ value: BoundExpression, _ digits: BoundExpression) throws(TranslationError) -> PrintedText {
    guard case .integer(let count)? = digits.constantValue, (-18...18).contains(count) else {
      return try rounded(value, computed: digits)
    }
    let unit = (0..<abs(count)).reduce(Int64(1)) { product, _ in product * 10 }
    if value.type == .number { return try scaled(sql(value), by: "\(unit).0", isCoarse: count < 0) }
    let text = try sql(value)
    if count >= 0 { return text }
    return PrintedText(
      "sign(\(text.text)) * ((abs(\(text.text)) + \(unit / 2)) \(dialect.wholeDivision) \(unit) * \(unit))", .product)
  }

  private func scaled(_ value: PrintedText, by unit: String, isCoarse: Bool) throws(TranslationError) -> PrintedText {
    let (down, up) = isCoarse ? ("/", "*") : ("*", "/")
    let whole = try filled("halves up", [PrintedText("\(value.within(.product)) \(down) \(unit)", .product)])
    return PrintedText("\(whole.text) \(up) \(unit)", .product)
  }

  /// Where no decimals are left to round the number stays, and so does a whole number with decimals.
  private func rounded(
    _ value: BoundExpression, computed digits: BoundExpression
  ) throws(TranslationError) -> PrintedText {
    let isWhole = value.type == .integer
    let places = try sql(digits).tight
    let plain = try sql(value)
    let number = isWhole ? PrintedText("CAST(\(plain.text) AS \(typeName(.number)))") : plain
    let (unit, inverse) = ("power(10.0, \(places))", "power(10.0, -\(places))")
    let cases = [
      isWhole
        ? "WHEN \(places) >= 0 THEN \(plain.text)"
        : "WHEN \(places) > 308 OR \(places) >= 0 AND abs(\(number.within(.product)) * \(unit)) >= 9e15 THEN \(plain.text)",
      "WHEN \(places) >= 0 THEN \(try scaled(number, by: unit, isCoarse: false).text)",
      "WHEN \(places) >= -308 THEN \(try scaled(number, by: inverse, isCoarse: true).text)",
      "WHEN \(places) < -308 THEN 0 * \(number.tight)",
    ]
    let text = PrintedText("CASE \(cases.joined(separator: " ")) END")
    return isWhole ? try filled("integer/number", [text]) : text
  }

  private func bin(
    _ value: BoundExpression, _ width: BoundExpression, _ type: DataType
  ) throws(TranslationError) -> PrintedText {
    let isPositive = (width.constantValue?.double ?? 0) > 0
    let edge = try filled(
      "bin/\(value.type.rawValue)\(isPositive ? "" : " computed")", [sql(value), sql(width)])
    return value.type == .number && type == .integer ? try filled("integer/number", [edge]) : edge
  }

  /// Missing where one of the values is.
  private func extreme(_ name: String, _ arguments: [BoundExpression]) throws(TranslationError) -> PrintedText {
    var texts = try texts(arguments)
    let known = texts.map { "\($0.within(.sum)) IS NOT NULL" }.joined(separator: " AND ")
    if arguments[0].type == .text, !dialect.textOrder.isEmpty {
      texts[0] = PrintedText(texts[0].tight + dialect.textOrder)
    }
    if arguments[0].type == .duration, dialect.hasIntervals {
      var lengths: [PrintedText] = []
      for argument in arguments { lengths.append(try microseconds(argument)) }
      return PrintedText("CASE WHEN \(known) THEN \(try moment(of: filled(name, lengths), .duration).text) END")
    }
    let text = try filled(name, texts)
    return dialect.extremesSkipMissing ? PrintedText("CASE WHEN \(known) THEN \(text.text) END") : text
  }
}
