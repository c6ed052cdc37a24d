import TallyData
import TallyFunctions
import TallyPlan
import TallySyntax
import TallyTestSupport

/// Random bound expressions over a table: every kind, operator and function, with the types the binder would give.
struct RandomExpressions {
  var generator: SeededGenerator
  let table: Table

  mutating func expression(_ type: DataType, depth: Int) -> BoundExpression {
    if depth <= 0 || generator.chance(in: 5) { return leaf(type) }
    switch generator.int(0...9) {
    case 0:
      return bound(
        .conditional(
          condition: expression(.boolean, depth: depth - 1), value: expression(type, depth: depth - 1),
          otherwise: expression(type, depth: depth - 1)), type)
    case 1: return call("coalesce", [type, type], type, depth)
    case 2: return call(generator.pick(["least", "greatest"]), [type, type], type, depth)
    default: break
    }
    switch type {
    case .integer: return integer(depth)
    case .number: return number(depth)
    case .text: return text(depth)
    case .boolean: return condition(depth)
    case .date: return date(depth)
    case .datetime: return datetime(depth)
    case .duration: return duration(depth)
    }
  }

  private func bound(_ kind: BoundExpression.Kind, _ type: DataType) -> BoundExpression {
    BoundExpression(kind, type: type, range: 0..<1)
  }

  private mutating func leaf(_ type: DataType) -> BoundExpression {
    let columns = table.fields.indices.filter { table.fields[$0].type == type }
    if columns.isEmpty || generator.chance(in: 3) { return constant(type) }
    return bound(.column(generator.pick(columns)), type)
  }

  mutating func constant(_ type: DataType) -> BoundExpression {
    if generator.chance(in: 20) { return bound(.constant(.missing), type) }
    return bound(.constant(known(type)), type)
  }

  /// Often a value that a column of the table holds.
  private mutating func known(_ type: DataType) -> Value {
    let columns = table.fields.indices.filter { table.fields[$0].type == type }
    if table.rowCount > 0, !columns.isEmpty, generator.chance(in: 2) {
      let value = table.columns[generator.pick(columns)][generator.int(0...table.rowCount - 1)]
      if !value.isMissing { return value }
    }
    if type == .integer || type == .number, generator.chance(in: 2) {
      let small = generator.int(-12...12)
      return type == .integer ? .integer(Int64(small)) : .number(Double(small) / 2)
    }
    return generator.pick(RandomColumn.allCases.filter { $0.type == type }).value(&generator)
  }

  private mutating func call(_ name: String, _ types: [DataType], _ result: DataType, _ depth: Int) -> BoundExpression {
    guard let function = Function.named(name) else { preconditionFailure(name) }
    return bound(.call(function, types.map { expression($0, depth: depth - 1) }), result)
  }

  private mutating func arithmetic(
    _ op: ArithmeticOperator, _ left: DataType, _ right: DataType, _ type: DataType, _ depth: Int
  ) -> BoundExpression {
    bound(.arithmetic(op, expression(left, depth: depth - 1), expression(right, depth: depth - 1)), type)
  }

  private mutating func integer(_ depth: Int) -> BoundExpression {
    switch generator.int(0...11) {
    case 0...2:
      return arithmetic(generator.pick([.add, .subtract, .multiply, .modulo]), .integer, .integer, .integer, depth)
    case 3: return bound(.negative(expression(.integer, depth: depth - 1)), .integer)
    case 4: return call("round", [.integer, .integer], .integer, depth)
    case 5: return call(generator.pick(["round", "floor", "ceil", "sign", "integer"]), [.number], .integer, depth)
    case 6: return call(generator.pick(["abs", "sign", "floor"]), [.integer], .integer, depth)
    case 7: return call("length", [.text], .integer, depth)
    case 8:
      return call(
        generator.pick(["year", "quarter", "month", "week", "weekday", "day"]),
        [generator.pick([.date, .datetime])], .integer, depth)
    case 9: return call(generator.pick(["hour", "minute", "second"]), [.datetime], .integer, depth)
    case 10: return call("bin", [.integer, .integer], .integer, depth)
    default: return call("integer", [generator.pick([.text, .boolean])], .integer, depth)
    }
  }

  private mutating func number(_ depth: Int) -> BoundExpression {
    switch generator.int(0...7) {
    case 0...2:
      return arithmetic(
        generator.pick([.add, .subtract, .multiply, .divide, .power, .modulo]), .number, .number, .number, depth)
    case 3: return bound(.toNumber(expression(.integer, depth: depth - 1)), .number)
    case 4: return call(generator.pick(["sqrt", "exp", "ln", "log10", "abs"]), [.number], .number, depth)
    case 5: return call("round", [.number, .integer], .number, depth)
    case 6: return arithmetic(.divide, .duration, .duration, .number, depth)
    default: return call("number", [generator.pick([.text, .boolean])], .number, depth)
    }
  }

  private mutating func text(_ depth: Int) -> BoundExpression {
    switch generator.int(0...7) {
    case 0: return arithmetic(.add, .text, .text, .text, depth)
    case 1: return call(generator.pick(["lower", "upper", "trim"]), [.text], .text, depth)
    case 2: return call(generator.pick(["left", "right", "slice"]), [.text, .integer], .text, depth)
    case 3: return call("slice", [.text, .integer, .integer], .text, depth)
    case 4: return call("replace", [.text, .text, .text], .text, depth)
    case 5: return call("split", [.text, .text, .integer], .text, depth)
    default: return call("text", [generator.pick([.integer, .number, .boolean, .date, .datetime])], .text, depth)
    }
  }

  private mutating func date(_ depth: Int) -> BoundExpression {
    let unit = bound(
      .constant(.text(generator.pick(["day", "week", "month", "quarter", "year", "hour"]))), .text)
    switch generator.int(0...4) {
    case 0: return call("date", [generator.pick([.text, .datetime])], .date, depth)
    case 1: return call("date", [.integer, .integer, .integer], .date, depth)
    case 2: return bound(.call(.floor, [expression(.date, depth: depth - 1), unit]), .date)
    case 3:
      let months = bound(.constant(.integer(generator.int64(-120_000...120_000) / generator.int64(1...9999))), .integer)
      return bound(.call(.addMonths, [expression(.date, depth: depth - 1), months]), .date)
    default:
      let days = bound(.constant(.duration(generator.int64(-40...40) * Microseconds.day)), .duration)
      return bound(
        .arithmetic(generator.pick([.add, .subtract]), expression(.date, depth: depth - 1), days), .date)
    }
  }

  private mutating func datetime(_ depth: Int) -> BoundExpression {
    let units = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"]
    let unit = bound(.constant(.text(generator.pick(units))), .text)
    switch generator.int(0...3) {
    case 0: return bound(.toDatetime(expression(.date, depth: depth - 1)), .datetime)
    case 1: return bound(.call(.floor, [expression(.datetime, depth: depth - 1), unit]), .datetime)
    case 2: return arithmetic(.add, .duration, .datetime, .datetime, depth)
    default: return arithmetic(generator.pick([.add, .subtract]), .datetime, .duration, .datetime, depth)
    }
  }

  private mutating func duration(_ depth: Int) -> BoundExpression {
    switch generator.int(0...5) {
    case 0: return arithmetic(.subtract, .date, .date, .duration, depth)
    case 1: return arithmetic(.subtract, .datetime, .datetime, .duration, depth)
    case 2: return arithmetic(generator.pick([.add, .subtract]), .duration, .duration, .duration, depth)
    case 3: return arithmetic(generator.pick([.multiply, .divide]), .duration, .number, .duration, depth)
    case 4: return arithmetic(.multiply, .number, .duration, .duration, depth)
    default: return bound(.negative(expression(.duration, depth: depth - 1)), .duration)
    }
  }

  private mutating func condition(_ depth: Int) -> BoundExpression {
    switch generator.int(0...12) {
    case 0, 1:
      let parts = (0..<generator.int(2...4)).map { _ in expression(.boolean, depth: depth - 1) }
      return bound(generator.chance(in: 2) ? .and(parts) : .or(parts), .boolean)
    case 2: return bound(.not(expression(.boolean, depth: depth - 1)), .boolean)
    case 3: return bound(.isMissing(expression(generator.pick(DataType.allCases), depth: depth - 1)), .boolean)
    case 4, 5, 6: return membership(depth)
    case 7, 8: return textTest(depth)
    case 9: return bound(.indicator(expression(.integer, depth: depth - 1)), .boolean)
    default: return comparison(depth)
    }
  }

  private mutating func comparison(_ depth: Int) -> BoundExpression {
    let type = generator.pick(table.fields).type
    let isOrdinary = generator.chance(in: 2)
    let left = isOrdinary ? leaf(type) : expression(type, depth: depth - 1)
    let right = isOrdinary ? constant(type) : expression(type, depth: depth - 1)
    return bound(
      .comparison(
        generator.pick(ComparisonOperator.allCases), left, right,
        ignoringCase: type == .text && generator.chance(in: 3)), .boolean)
  }

  private mutating func membership(_ depth: Int) -> BoundExpression {
    let type = generator.pick(table.fields).type
    var members: [BoundExpression.Member] = []
    for _ in 0..<generator.int(1...12) {
      switch generator.int(0...5) {
      case 0:
        let low = generator.chance(in: 4) ? nil : constant(type)
        members.append(.range(low, generator.chance(in: 4) ? nil : constant(type)))
      case 1 where generator.chance(in: 3): members.append(.value(expression(type, depth: depth - 1)))
      default: members.append(.value(bound(.constant(known(type)), type)))
      }
    }
    let operand = generator.chance(in: 2) ? leaf(type) : expression(type, depth: depth - 1)
    return bound(.membership(operand, members, ignoringCase: type == .text && generator.chance(in: 3)), .boolean)
  }

  private mutating func textTest(_ depth: Int) -> BoundExpression {
    let operand = generator.chance(in: 2) ? leaf(.text) : expression(.text, depth: depth - 1)
    let test = generator.pick(TextTestSyntax.Test.allCases)
    let pattern: BoundExpression
    if test == .matches {
      let patterns = [
        "a", "^a", "b$", "^$", "a|b", "[a-c]+", "[^a]", "\\d+", "^.?b", "(ab)*c", "é", "a{2}", "\\s", "^[A-Z]", "x;|;z",
        "^(a|ab)(c|bcd)*$", ".\\.", "\\w\\W", "ss", "Σ", "w[0-9]{2,3}$",
      ]
      pattern = bound(.constant(.text(generator.pick(patterns))), .text)
    } else {
      pattern = generator.chance(in: 3) ? expression(.text, depth: depth - 1) : constant(.text)
    }
    return bound(.textTest(test, operand, pattern: pattern, ignoringCase: generator.chance(in: 3)), .boolean)
  }
}
