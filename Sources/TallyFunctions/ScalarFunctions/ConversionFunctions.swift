import TallyData

/// Functions that give a value another type; what does not parse becomes missing.
extension Function {
  static let number = Function(
    "number", summary: "The value as a number; text that is none becomes missing.", signature: "number(x)",
    examples: ["show number(slice(id, 5, 4)) as year | first 3"], loss: .conversion,
    bind: either(
      takes(.number, gives: .number), takes(.text, gives: .number), takes(.boolean, gives: .number))
  ) { call, _ in
    switch call.arguments[0] {
    case .numbers, .integers: return call.arguments[0]
    case .texts(let texts):
      let output = call.memory.numbers()
      for row in 0..<call.count { output[row] = texts[row].parsedNumber ?? .nan }
      return .numbers(output)
    case .truths(let truths):
      let output = call.memory.numbers()
      for row in 0..<call.count {
        output[row] = truths[row] == Truth.unknown ? .nan : Double(truths[row] >> 1)
      }
      return .numbers(output)
    }
  }

  static let integer = Function(
    "integer", summary: "The value as a whole number, decimals cut off; text that is none becomes missing.",
    signature: "integer(x)", examples: ["count by integer(slice(id, 5, 4)) as year"], loss: .conversion,
    bind: either(
      takes(.integer, gives: .integer), takes(.number, gives: .integer), takes(.text, gives: .integer),
      takes(.boolean, gives: .integer))
  ) { call, _ in
    switch call.arguments[0] {
    case .integers: return call.arguments[0]
    case .numbers: return call.wholes { $0.rounded(.towardZero) }
    case .texts: return call.integersOfTexts { $0.parsedInteger }
    case .truths(let truths):
      let output = call.memory.integers()
      for row in 0..<call.count {
        output[row] = truths[row] == Truth.unknown ? .min : Int64(truths[row] >> 1)
      }
      return .integers(output)
    }
  }

  static let boolean = Function(
    "boolean", summary: "True for 1, true and yes, false for 0, false and no; anything else becomes missing.",
    signature: "boolean(x)", examples: ["count by boolean(elite) as elite"], loss: .conversion,
    bind: either(
      takes(.boolean, gives: .boolean), takes(.integer, gives: .boolean), takes(.text, gives: .boolean))
  ) { call, _ in
    let output = call.memory.truths()
    switch call.arguments[0] {
    case .truths, .numbers: return call.arguments[0]
    case .integers(let values):
      for row in 0..<call.count {
        output[row] = values[row] == 1 ? Truth.yes : values[row] == 0 ? Truth.no : Truth.unknown
      }
    case .texts(let texts):
      for row in 0..<call.count {
        output[row] = texts[row].parsedBoolean.map { $0 ? Truth.yes : Truth.no } ?? Truth.unknown
      }
    }
    return .truths(output)
  }

  package static let date = Function(
    "date", summary: "The date of a text, of a datetime, or of a year, month and day.",
    signature: "date(x) or date(year, month, day)",
    examples: ["show date(year, 1, 1) as start | first 3", "show date(\"2013-01-05\") as day | first 1"],
    loss: .conversion,
    bind: either(
      takes(.date, gives: .date), takes(.datetime, gives: .date), takes(.text, gives: .date),
      takes(.integer, .integer, .integer, gives: .date))
  ) { call, binding in
    switch (binding.arguments[0], call.arguments[0]) {
    case (.datetime, _): call.integers { CalendarText.dividedDown($0, by: Microseconds.day).quotient }
    case (.integer, _): assembledDates(call)
    case (_, .texts): call.integersOfTexts { CalendarText.parseDate($0.trimmed.bytes).map(Int64.init) }
    case (_, .integers), (_, .numbers), (_, .truths): call.arguments[0]
    }
  }

  private static func assembledDates(_ call: CallBlock) -> Vector {
    let (years, months, days) = (
      call.arguments[0].integers, call.arguments[1].integers, call.arguments[2].integers
    )
    let output = call.memory.integers()
    for row in 0..<call.count {
      let date = CalendarDate(year: Int(years[row]), month: Int(months[row]), day: Int(days[row]))
      output[row] = date.map { Int64($0.days) } ?? .min
    }
    return .integers(output)
  }

  static let text = Function(
    "text", summary: "The value as text, as CSV would write it.", signature: "text(x)",
    examples: ["show text(year) + \"!\" as shout | first 1"],
    bind: { $0.count == 1 ? Binding(arguments: $0, result: .text) : nil }
  ) { call, binding in
    let output = call.memory.texts()
    let type = binding.arguments[0]
    switch call.arguments[0] {
    case .texts: return call.arguments[0]
    case .integers(let values):
      for row in 0..<call.count {
        output[row] = values[row] == .min ? .missing : written(Value(integral: values[row], type: type), call.memory)
      }
    case .numbers(let values):
      for row in 0..<call.count {
        output[row] = values[row].isNaN ? .missing : written(.number(values[row]), call.memory)
      }
    case .truths(let truths):
      for row in 0..<call.count {
        output[row] =
          truths[row] == Truth.unknown
          ? .missing : written(.boolean(truths[row] == Truth.yes), call.memory)
      }
    }
    return .texts(output)
  }

  private static func written(_ value: Value, _ memory: BlockMemory) -> TextView {
    switch value {
    case .missing: .missing
    case .integer(let integer): TextView(copying: String(integer), in: memory)
    case .number(let number): TextView(copying: plain(number), in: memory)
    case .text(let text): TextView(copying: text, in: memory)
    case .boolean(let truth): TextView(copying: truth ? "true" : "false", in: memory)
    case .date(let days): TextView(copying: CalendarDate(days: Int(days)).text, in: memory)
    case .datetime(let instant): TextView(copying: CalendarText.datetime(instant), in: memory)
    case .duration(let length): TextView(copying: CalendarText.duration(length), in: memory)
    }
  }

  /// The shortest text that reads back as the number, without a `.0`.
  private static func plain(_ number: Double) -> String {
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
