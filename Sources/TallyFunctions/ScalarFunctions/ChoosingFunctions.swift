import TallyData

extension Function {
  static let least = Function(
    "least", summary: "The smallest of the values; missing if one of them is.", signature: "least(x, y, …)",
    examples: ["from arrivals_by_year | show year, least(men, women) as fewer"], loss: .missingArgument,
    bind: takesAlike(atLeast: 2)
  ) { call, _ in chosen(call, isLeast: true) }

  static let greatest = Function(
    "greatest", summary: "The largest of the values; missing if one of them is.", signature: "greatest(x, y, …)",
    examples: ["from arrivals_by_year | show year, greatest(men, women) as more"], loss: .missingArgument,
    bind: takesAlike(atLeast: 2)
  ) { call, _ in chosen(call, isLeast: false) }

  static let coalesce = Function(
    "coalesce", summary: "The first of the values that is not missing.", signature: "coalesce(x, y, …)",
    examples: ["count by coalesce(age_group, \"not told\") as age"], bind: takesAlike(atLeast: 1), body: .firstKnown)

  private static func chosen(_ call: CallBlock, isLeast: Bool) -> Vector {
    switch call.arguments[0] {
    case .integers: return .integers(chosenIntegers(call, isLeast))
    case .numbers: return .numbers(chosenNumbers(call, isLeast))
    case .texts: return .texts(chosenTexts(call, isLeast))
    case .truths: return .truths(chosenTruths(call, isLeast))
    }
  }

  private static func chosenIntegers(_ call: CallBlock, _ isLeast: Bool) -> UnsafePointer<Int64> {
    let output = call.memory.integers()
    output.update(from: call.arguments[0].integers, count: call.count)
    for argument in call.arguments.dropFirst() {
      let other = argument.integers
      for row in 0..<call.count {
        let (a, b) = (output[row], other[row])
        let pick = isLeast ? Swift.min(a, b) : Swift.max(a, b)
        output[row] = a == .min || b == .min ? .min : pick
      }
    }
    return UnsafePointer(output)
  }

  private static func chosenNumbers(_ call: CallBlock, _ isLeast: Bool) -> UnsafePointer<Double> {
    let output = call.memory.numbers()
    output.update(from: call.arguments[0].numbers, count: call.count)
    for argument in call.arguments.dropFirst() {
      let other = argument.numbers
      for row in 0..<call.count {
        let (a, b) = (output[row], other[row])
        let pick = (isLeast ? b < a : b > a) ? b : a
        output[row] = b == b ? pick : b
      }
    }
    return UnsafePointer(output)
  }

  private static func chosenTexts(_ call: CallBlock, _ isLeast: Bool) -> UnsafePointer<TextView> {
    let output = call.memory.texts()
    output.update(from: call.arguments[0].texts, count: call.count)
    for argument in call.arguments.dropFirst() {
      let other = argument.texts
      for row in 0..<call.count {
        let (a, b) = (output[row], other[row])
        if a.isMissing || b.isMissing {
          output[row] = .missing
        } else {
          let order = b.bytes.compare(a.bytes)
          if isLeast ? order < 0 : order > 0 { output[row] = b }
        }
      }
    }
    return UnsafePointer(output)
  }

  private static func chosenTruths(_ call: CallBlock, _ isLeast: Bool) -> UnsafePointer<UInt8> {
    let output = call.memory.truths()
    output.update(from: call.arguments[0].truths, count: call.count)
    for argument in call.arguments.dropFirst() {
      let other = argument.truths
      for row in 0..<call.count {
        let (a, b) = (output[row], other[row])
        let pick = isLeast ? Swift.min(a, b) : Swift.max(a, b)
        output[row] = a == Truth.unknown || b == Truth.unknown ? Truth.unknown : pick
      }
    }
    return UnsafePointer(output)
  }
}
