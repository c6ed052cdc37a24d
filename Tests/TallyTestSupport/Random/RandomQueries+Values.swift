import TallyData

extension RandomQueries {
  /// An expression of a type.
  mutating func value(_ type: DataType, depth: Int) -> RandomPiece {
    let columns = scope.columns(of: type)
    if depth <= 0 || generator.chance(in: 3) {
      if columns.isEmpty || generator.chance(in: 4) { return literal(type) }
      return RandomPiece(name(generator.pick(columns).name))
    }
    switch generator.int(0...11) {
    case 0: return conditional(type, depth: depth - 1)
    case 1:
      let count = generator.int(2...3)
      return call("coalesce", (0..<count).map { _ in value(type, depth: depth - 1) })
    case 2:
      return call(
        generator.pick(["least", "greatest"]), [value(type, depth: depth - 1), value(type, depth: depth - 1)])
    default: break
    }
    switch type {
    case .integer: return integer(depth: depth - 1)
    case .number: return number(depth: depth - 1)
    case .text: return text(depth: depth - 1)
    case .boolean:
      return generator.chance(in: 4)
        ? call("boolean", [value(generator.pick([.text, .boolean]), depth: depth - 1)])
        : RandomPiece("(\(truth(depth: depth - 1).text))")
    case .date: return date(depth: depth - 1)
    case .datetime: return datetime(depth: depth - 1)
    case .duration: return duration(depth: depth - 1)
    }
  }

  func call(_ name: String, _ arguments: [RandomPiece]) -> RandomPiece {
    RandomPiece("\(name)(\(arguments.map(\.text).joined(separator: ", ")))")
  }

  private mutating func conditional(_ type: DataType, depth: Int) -> RandomPiece {
    let condition = condition(depth: depth).text(within: .junction)
    let (then, otherwise) = (value(type, depth: depth), value(type, depth: depth))
    return RandomPiece(
      "if \(condition) then \(then.text(within: .sum)) else \(otherwise.text(within: .sum))", .conditional)
  }

  private func binary(_ op: String, _ left: RandomPiece, _ right: RandomPiece) -> RandomPiece {
    switch op {
    case "+", "-": RandomPiece("\(left.text(within: .sum)) \(op) \(right.text(within: .product))", .sum)
    case "^": RandomPiece("\(left.text(within: .atom)) ^ \(right.text(within: .power))", .power)
    default: RandomPiece("\(left.text(within: .product)) \(op) \(right.text(within: .negative))", .product)
    }
  }

  private mutating func numeric(_ depth: Int) -> RandomPiece {
    value(generator.chance(in: 2) ? .integer : .number, depth: depth)
  }

  private mutating func moment(_ depth: Int) -> RandomPiece {
    value(generator.chance(in: 2) ? .date : .datetime, depth: depth)
  }

  private mutating func integer(depth: Int) -> RandomPiece {
    switch generator.int(0...15) {
    case 0...4:
      return binary(
        generator.pick(["+", "-", "*", "mod"]), value(.integer, depth: depth), value(.integer, depth: depth))
    case 5: return RandomPiece("-\(value(.integer, depth: depth).text(within: .power))", .negative)
    case 6: return call("abs", [value(.integer, depth: depth)])
    case 7, 8: return call(generator.pick(["round", "floor", "ceil"]), [value(.number, depth: depth)])
    case 9: return call("length", [value(.text, depth: depth)])
    case 10, 11:
      let part = generator.pick(["year", "quarter", "month", "week", "day", "weekday"])
      return call(part, [moment(depth)])
    case 12:
      return call(generator.pick(["hour", "minute", "second"]), [value(.datetime, depth: depth)])
    case 13:
      let width = generator.chance(in: 4) ? value(.integer, depth: 0) : RandomPiece("\(generator.int(1...30))")
      return call(
        "bin", [generator.chance(in: 3) ? value(.number, depth: depth) : value(.integer, depth: depth), width])
    case 14 where generator.chance(in: 3):
      return call("round", [value(.integer, depth: depth), RandomPiece("\(generator.int(-4...2))")])
    case 14: return call("integer", [value(generator.pick([.text, .number, .integer, .boolean]), depth: depth)])
    default: return call("sign", [numeric(depth)])
    }
  }

  private mutating func number(depth: Int) -> RandomPiece {
    switch generator.int(0...13) {
    case 0...2:
      return binary(generator.pick(["+", "-", "*", "mod"]), value(.number, depth: depth), numeric(depth))
    case 3: return binary(generator.pick(["+", "-", "*", "mod"]), numeric(depth), value(.number, depth: depth))
    case 4...6: return binary("/", numeric(depth), numeric(depth))
    case 7: return binary("^", numeric(depth), RandomPiece(generator.pick(["2", "3", "0", "0.5", "1"])))
    case 8: return RandomPiece("-\(value(.number, depth: depth).text(within: .power))", .negative)
    case 9: return call(generator.pick(["sqrt", "exp", "ln", "log10"]), [numeric(depth)])
    case 10:
      if generator.chance(in: 4) {
        return call("bin", [numeric(depth), RandomPiece(generator.pick(["0.5", "2.5", "0.25", "10.0"]))])
      }
      let digits = generator.chance(in: 6) ? value(.integer, depth: 0) : RandomPiece("\(generator.int(-3...4))")
      return call("round", [value(.number, depth: depth), digits])
    case 11: return call("abs", [value(.number, depth: depth)])
    case 12: return call("number", [value(generator.pick([.text, .integer, .number, .boolean]), depth: depth)])
    default: return binary("/", value(.duration, depth: depth), value(.duration, depth: depth))
    }
  }

  private mutating func text(depth: Int) -> RandomPiece {
    let inner = value(.text, depth: depth)
    switch generator.int(0...10) {
    case 0...2: return binary("+", inner, value(.text, depth: depth))
    case 3, 4: return call(generator.pick(["lower", "upper", "trim"]), [inner])
    case 5: return call(generator.pick(["left", "right"]), [inner, place(0...4)])
    case 6:
      let from = place(1...4)
      return call("slice", generator.chance(in: 3) ? [inner, from] : [inner, from, place(0...4)])
    case 7: return call("replace", [inner, value(.text, depth: 0), literal(.text)])
    case 8:
      let separators = [";", " ", "a", ";", "ab"].map { RandomPiece("\"\($0)\"") }
      let separator = generator.chance(in: 6) ? value(.text, depth: 0) : generator.pick(separators)
      return call("split", [inner, separator, place(1...3)])
    default: return textOfOther(depth: depth)
    }
  }

  /// A small number, now and then one that is computed.
  private mutating func place(_ range: ClosedRange<Int>) -> RandomPiece {
    generator.chance(in: 6) ? value(.integer, depth: 0) : RandomPiece("\(generator.int(range))")
  }

  /// Numbers are written as texts where all their digits are certain.
  private mutating func textOfOther(depth: Int) -> RandomPiece {
    let certain = [RandomColumn.tenths, .cents, .ratio].map(\.rawValue)
    let numbers = scope.columns.filter { $0.type == .number && !$0.isRounded && certain.contains($0.name) }
    if !numbers.isEmpty, generator.chance(in: 6) {
      return call("text", [RandomPiece(name(generator.pick(numbers).name))])
    }
    let types: [DataType] = [.integer, .date, .boolean, .datetime, .text, .duration]
    return call("text", [value(generator.pick(types), depth: depth)])
  }

  private mutating func date(depth: Int) -> RandomPiece {
    switch generator.int(0...8) {
    case 8: return RandomPiece("today()")
    case 0, 1:
      let days = RandomPiece("\(generator.int(0...400)) \(generator.pick(["days", "weeks"]))")
      return binary(generator.pick(["+", "-"]), value(.date, depth: depth), days)
    case 2, 3:
      let months = RandomPiece("\(generator.int(1...30)) \(generator.pick(["months", "quarters", "years"]))")
      return binary(generator.pick(["+", "-"]), value(.date, depth: depth), months)
    case 4: return call("floor", [value(.date, depth: depth), RandomPiece(unit(ofDate: true))])
    case 5: return call("date", [value(.text, depth: depth)])
    case 6:
      let parts = [2010...2030, 0...13, 0...32].map { RandomPiece("\(generator.int($0))") }
      return call("date", parts)
    default: return call("date", [value(.datetime, depth: depth)])
    }
  }

  private mutating func unit(ofDate isDate: Bool) -> String {
    generator.pick(["day", "week", "month", "quarter", "year"] + (isDate ? [] : ["hour", "minute", "second"]))
  }

  private mutating func datetime(depth: Int) -> RandomPiece {
    switch generator.int(0...5) {
    case 5: return RandomPiece("now()")
    case 0, 1:
      return binary(generator.pick(["+", "-"]), value(.datetime, depth: depth), value(.duration, depth: depth))
    case 2: return call("floor", [value(.datetime, depth: depth), RandomPiece(unit(ofDate: false))])
    case 3:
      let months = RandomPiece("\(generator.int(1...30)) \(generator.pick(["month", "years"]))")
      return binary(generator.pick(["+", "-"]), value(.datetime, depth: depth), months)
    default:
      let spans = scope.columns(of: .duration)
      guard !spans.isEmpty else { return literal(.datetime) }
      return binary("+", value(.date, depth: depth), RandomPiece(name(generator.pick(spans).name)))
    }
  }

  private mutating func duration(depth: Int) -> RandomPiece {
    switch generator.int(0...7) {
    case 7: return call("abs", [value(.duration, depth: depth)])
    case 0, 1: return binary("-", moment(depth), moment(depth))
    case 2:
      return binary(generator.pick(["+", "-"]), value(.duration, depth: depth), value(.duration, depth: depth))
    case 3: return binary("*", value(.duration, depth: depth), numeric(depth))
    case 4: return binary("*", numeric(depth), value(.duration, depth: depth))
    case 5: return binary("/", value(.duration, depth: depth), numeric(depth))
    default: return RandomPiece("-\(value(.duration, depth: depth).text(within: .atom))", .negative)
    }
  }
}
