import TallyData
import TallyPlan
import TallySyntax

/// Values of the rows of `d`.
extension PandasPrinter {
  mutating func value(_ expression: BoundExpression) throws(TranslationError) -> PrintedText {
    if let value = expression.constantValue { return try literal(value, expression.type) }
    if case .column(let index) = expression.kind {
      return columns[index].inlined ?? PrintedText("d[\(Self.quoted(columns[index].name))]")
    }
    switch expression.kind {
    case .call(let function, let arguments): return try call(function.name, arguments)
    case .arithmetic(let op, let left, let right): return try arithmetic(op, left, right, expression)
    case .negative(let operand): return PrintedText("-\(try value(operand).tight)", .product)
    case .toNumber(let operand), .toDatetime(let operand): return try value(operand)
    case .conditional(let condition, let first, let otherwise) where expression.type != .boolean:
      return try conditional(condition, first, otherwise, expression.type, isAssigned: false)
    case .column, .constant, .comparison, .membership, .textTest, .isMissing, .not, .and, .or, .indicator, .conditional:
      return try truth(expression)
    }
  }

  /// The value as `assign` takes it: an array will do.
  mutating func assigned(_ expression: BoundExpression) throws(TranslationError) -> PrintedText {
    if case .conditional(let condition, let first, let otherwise) = expression.kind, expression.type != .boolean {
      return try conditional(condition, first, otherwise, expression.type, isAssigned: true)
    }
    return try value(expression)
  }

  /// A value with the methods of a series: never one value for all rows.
  mutating func series(_ expression: BoundExpression) throws(TranslationError) -> PrintedText {
    let text = try value(expression)
    if isPerRow(expression) || expression.constantValue == nil && expression.columnIndexes.isEmpty { return text }
    needs.insert(.pandas)
    let isMoment = expression.type == .date || expression.type == .datetime
    return PrintedText("pd.Series(\(text.text), index=d.index\(isMoment ? ", dtype=\"datetime64[us]\"" : ""))")
  }

  /// A series of texts with their methods.
  mutating func texts(_ expression: BoundExpression) throws(TranslationError) -> PrintedText {
    let text = try series(expression)
    return columns.facts(expression).isLoose ? PrintedText("\(text.tight).astype(object)") : text
  }

  /// Whether it is a series as it is written.
  func isPerRow(_ expression: BoundExpression) -> Bool {
    expression.columnIndexes.contains { !columns[$0].isSingle }
  }

  /// A condition as a value: true, false, or missing where it is unknown.
  private mutating func truth(_ expression: BoundExpression) throws(TranslationError) -> PrintedText {
    let isTrue = try rows(where: expression)
    guard columns.facts(expression).mayBeMissing else { return isTrue }
    let test: PrintedText
    switch expression.kind {
    case .comparison(_, let left, let right, _): test = try known([left, right])
    case .textTest(_, let operand, _, _): test = try known([operand])
    case .column, .constant, .call, .arithmetic, .negative, .toNumber, .toDatetime, .membership, .isMissing, .not, .and,
      .or, .conditional, .indicator:
      test = any([isTrue, try rows(where: expression, are: false)])
    }
    return PrintedText("\(isTrue.tight).where(\(test.text))")
  }

  private mutating func known(_ operands: [BoundExpression]) throws(TranslationError) -> PrintedText {
    var tests: [PrintedText] = []
    for operand in operands where columns.facts(operand).mayBeMissing { tests.append(try missing(operand, is: false)) }
    return every(tests)
  }

  mutating func spelled(_ name: String, _ arguments: [PrintedText]) throws(TranslationError) -> PrintedText {
    guard let spelling = PandasSpellings.functions[name] else { throw unable("`\(name)`") }
    needs.formUnion(spelling.needs)
    return spelling.filled(arguments)
  }

  mutating func literal(_ value: Value, _ type: DataType) throws(TranslationError) -> PrintedText {
    switch value {
    case .missing:
      switch type {
      case .integer, .number:
        needs.insert(.numpy)
        return PrintedText("np.nan")
      case .date, .datetime, .duration:
        needs.insert(.pandas)
        return PrintedText("pd.NaT")
      case .text, .boolean: return PrintedText("None")
      }
    case .integer(let whole):
      guard whole.magnitude <= 1 << 53 else { throw unable("the number \(whole)") }
      return Self.signed(String(whole))
    case .number(let number): return Self.signed("\(number)")
    case .text(let text): return PrintedText(Self.quoted(text))
    case .boolean(let truth): return PrintedText(truth ? "True" : "False")
    case .date(let days): return try moment(CalendarDate(days: Int(days)).text, days)
    case .datetime(let instant): return try moment(CalendarText.datetime(instant), instant / Microseconds.day)
    case .duration(let length):
      needs.insert(.pandas)
      let units = [
        ("days", Microseconds.day), ("hours", Microseconds.hour), ("minutes", Microseconds.minute),
        ("seconds", Microseconds.second),
      ]
      for (unit, size) in units where length % size == 0 {
        return PrintedText("pd.Timedelta(\(unit)=\(length / size))")
      }
      return PrintedText("pd.Timedelta(microseconds=\(length))")
    }
  }

  /// The years that pandas' moments reach.
  private mutating func moment(_ text: String, _ days: Int64) throws(TranslationError) -> PrintedText {
    guard (-106_000...106_000).contains(days) else { throw unable("a day outside the years 1680 to 2260") }
    needs.insert(.pandas)
    return PrintedText("pd.Timestamp(\"\(text)\")")
  }

  private static func signed(_ text: String) -> PrintedText {
    PrintedText(text, text.hasPrefix("-") ? .product : .atom)
  }

  private mutating func conditional(
    _ condition: BoundExpression, _ first: BoundExpression, _ otherwise: BoundExpression, _ type: DataType,
    isAssigned: Bool
  ) throws(TranslationError) -> PrintedText {
    let isTrue = try rows(where: condition)
    let (a, b) = (try value(first), try value(otherwise))
    let isFalse = columns.facts(condition).mayBeMissing ? try rows(where: condition, are: false) : nil
    switch type {
    case .date, .datetime, .duration:
      needs.insert(.pandas)
      let start = first.columnIndexes.isEmpty ? "pd.Series(\(a.text), index=d.index)" : a.tight
      let end = isFalse.map { ".where(\(any([isTrue, $0]).text))" } ?? ""
      return PrintedText("\(start).where(\(isTrue.text), \(b.text))\(end)")
    case .integer, .number, .text, .boolean: break
    }
    needs.insert(.numpy)
    let text: String
    if let isFalse {
      let none = type.isNumeric ? "np.nan" : "None"
      text = "np.select([\(isTrue.text), \(isFalse.text)], [\(a.text), \(b.text)], default=\(none))"
    } else {
      text = "np.where(\(isTrue.text), \(a.text), \(b.text))"
    }
    if isAssigned { return PrintedText(text) }
    needs.insert(.pandas)
    return PrintedText("pd.Series(\(text), index=d.index)")
  }

  private mutating func arithmetic(
    _ op: ArithmeticOperator, _ left: BoundExpression, _ right: BoundExpression, _ expression: BoundExpression
  ) throws(TranslationError) -> PrintedText {
    switch (op, left.type, right.type) {
    case (.divide, .duration, .duration):
      guard case .duration(let length)? = right.constantValue, length != 0 else {
        throw unable("the quotient of durations")
      }
    case (_, .date, .duration), (_, .duration, .date):
      guard case .duration(let length)? = (left.type == .date ? right : left).constantValue,
        length % Microseconds.day == 0
      else { throw unable("a date moved by a duration that is computed") }
    case (.add, .duration, .duration), (.subtract, .duration, .duration), (_, .datetime, .duration),
      (_, .duration, .datetime):
      break
    case (_, .duration, _), (_, _, .duration): throw unable("a duration times or by a number")
    default: break
    }
    // Beyond 53 bits a double, which pandas holds whole numbers in where some are missing, does not hold every one.
    let facts = columns.facts(expression)
    if expression.type == .integer, facts.magnitude.isFinite, facts.magnitude > 0x1p53 {
      throw unable("whole numbers this large")
    }
    let a = try isPerRow(right) ? value(left) : series(left)
    let b = try value(right)
    switch op {
    case .add where expression.type == .text:
      let a = try isPerRow(left) || !isPerRow(right) ? texts(left) : value(left)
      return PrintedText(
        "\(a.within(.sum)) + \(try isPerRow(right) ? texts(right).within(.product) : b.within(.product))", .sum)
    case .add: return PrintedText("\(a.within(.sum)) + \(b.within(.product))", .sum)
    case .subtract: return PrintedText("\(a.within(.sum)) - \(b.within(.product))", .sum)
    case .multiply: return PrintedText("\(a.within(.product)) * \(b.tight)", .product)
    case .divide: return PrintedText("\(a.within(.product)) / \(try divisor(right).tight)", .product)
    case .modulo: return PrintedText("\(a.within(.product)) % \(try divisor(right).tight)", .product)
    case .power:
      let exponent = right.constantValue?.double ?? .infinity
      let facts = columns.facts(left)
      if exponent == exponent.rounded(), (1...16).contains(exponent), isPerRow(left), facts.magnitude.isFinite,
        Self.power(facts.magnitude, Int(exponent)) < 9e15 || (exponent <= 4 && facts.magnitude < 1e60 && !facts.isWhole)
      {
        return PrintedText("\(a.tight) ** \(Int(exponent))", .product)
      }
      return try spelled("power", [series(left), b])
    }
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { result, _ in result * base }
  }

  /// Missing where it is zero.
  private mutating func divisor(_ divisor: BoundExpression) throws(TranslationError) -> PrintedText {
    guard divisor.type.isNumeric, columns.facts(divisor).mayBeZero else { return try value(divisor) }
    needs.insert(.numpy)
    if let constant = divisor.constantValue, constant != .missing { return PrintedText("np.nan") }
    return PrintedText("\(try series(divisor).tight).replace(0, np.nan)")
  }
}
