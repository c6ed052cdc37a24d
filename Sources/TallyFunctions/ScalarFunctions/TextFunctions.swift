import TallyData

extension Function {
  static let lower = Function(
    "lower", summary: "The text in small letters.", signature: "lower(text)",
    examples: ["count by lower(sex) as sex"], bind: takes(.text, gives: .text)
  ) { call, _ in
    let memory = call.memory
    return call.texts { LetterCase.lower.mapped($0, in: memory) }
  }

  static let upper = Function(
    "upper", summary: "The text in capital letters.", signature: "upper(text)",
    examples: ["count by upper(sex) as sex"], bind: takes(.text, gives: .text)
  ) { call, _ in
    let memory = call.memory
    return call.texts { LetterCase.upper.mapped($0, in: memory) }
  }

  static let trim = Function(
    "trim", summary: "The text without the spaces at its ends.", signature: "trim(text)",
    examples: ["count by trim(sex) as sex"], bind: takes(.text, gives: .text)
  ) { call, _ in call.texts { $0.trimmed } }

  static let length = Function(
    "length", summary: "How many characters the text has, counted as Unicode scalars.", signature: "length(text)",
    examples: ["count by length(sex) as letters"], bind: takes(.text, gives: .integer)
  ) { call, _ in call.integersOfTexts { Int64($0.scalarCount) } }

  static let left = Function(
    "left", summary: "The first n characters.", signature: "left(text, n)",
    examples: ["count by left(sex, 1) as letter"],
    bind: takes(.text, .integer, gives: .text)
  ) { call, _ in
    let counts = call.arguments[1].integers
    return parts(call) { text, row in counts[row] == .min ? .missing : text.prefix(scalars: Int(counts[row])) }
  }

  static let right = Function(
    "right", summary: "The last n characters.", signature: "right(text, n)",
    examples: ["count by right(sex, 1) as letter"], bind: takes(.text, .integer, gives: .text)
  ) { call, _ in
    let counts = call.arguments[1].integers
    return parts(call) { text, row in counts[row] == .min ? .missing : text.suffix(scalars: Int(counts[row])) }
  }

  static let slice = Function(
    "slice", summary: "The characters from a place on, counted from 1; missing past the end.",
    signature: "slice(text, from [, count])", examples: ["count by slice(id, 5, 4) as year"],
    bind: either(takes(.text, .integer, gives: .text), takes(.text, .integer, .integer, gives: .text))
  ) { call, binding in
    let starts = call.arguments[1].integers
    let counts = binding.arguments.count > 2 ? call.arguments[2].integers : nil
    return parts(call) { text, row in
      let count = counts.map { Int($0[row]) } ?? .max
      return starts[row] < 1 || count < 0 ? .missing : text.slice(from: Int(starts[row]), count: count)
    }
  }

  static let replace = Function(
    "replace", summary: "The text with every occurrence of a part replaced by another text.",
    signature: "replace(text, old, new)", examples: ["count by replace(sex, \"female\", \"woman\") as sex"],
    loss: .outOfRange, bind: takes(.text, .text, .text, gives: .text)
  ) { call, _ in
    let (old, new, memory) = (call.arguments[1].texts, call.arguments[2].texts, call.memory)
    return parts(call) { text, row in
      old[row].isMissing || new[row].isMissing ? .missing : text.replacing(old[row], with: new[row], in: memory)
    }
  }

  static let split = Function(
    "split", summary: "The nth of the pieces between separators, counted from 1; missing past the last.",
    signature: "split(text, separator, n)", examples: ["count by split(id, \"-\", 2) as year"],
    bind: takes(.text, .text, .integer, gives: .text)
  ) { call, _ in
    let (separators, places) = (call.arguments[1].texts, call.arguments[2].integers)
    return parts(call) { text, row in
      separators[row].isMissing || places[row] < 1
        ? .missing : text.piece(Int(places[row]), between: separators[row])
    }
  }

  @inline(__always)
  private static func parts(_ call: CallBlock, _ body: (TextView, Int) -> TextView) -> Vector {
    let input = call.arguments[0].texts
    let output = call.memory.texts()
    for row in 0..<call.count { output[row] = input[row].isMissing ? .missing : body(input[row], row) }
    return .texts(output)
  }
}
