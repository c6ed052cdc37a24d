/// A template of R or Python, and the lines it needs at the head of the text.
///
/// `$1` is the first argument, `%1` the same in parentheses unless it is a single value, `$*` all of them with commas.
struct FrameSpelling: Sendable {
  let template: String
  let level: PrintedText.Level
  let needs: [FramePrelude]

  init(_ template: String, _ level: PrintedText.Level = .atom, needs: FramePrelude...) {
    self.template = template
    self.level = level
    self.needs = needs
  }

  func filled(_ arguments: [PrintedText]) -> PrintedText {
    if template == "$1", let only = arguments.first { return only }
    var result = ""
    var rest = template[...]
    while let mark = rest.firstIndex(where: { $0 == "$" || $0 == "%" }) {
      result += rest[..<mark]
      let next = rest.index(after: mark)
      guard next < rest.endIndex else {
        result += rest[mark...]
        rest = ""
        break
      }
      if rest[mark] == "$", rest[next] == "*" {
        result += arguments.map(\.text).joined(separator: ", ")
      } else if let place = rest[next].wholeNumberValue, arguments.indices.contains(place - 1) {
        result += rest[mark] == "%" ? arguments[place - 1].tight : arguments[place - 1].text
      } else {
        result += rest[mark...next]
      }
      rest = rest[rest.index(after: next)...]
    }
    return PrintedText(result + rest, level)
  }
}

extension PrintedText {
  /// `name(a, b)` on one line, or with a line for each argument where that is too long.
  static func call(_ name: String, _ arguments: [String], indent: Int = 2) -> String {
    let line = "\(name)(\(arguments.joined(separator: ", ")))"
    if arguments.count < 2 || line.count + indent <= 100 && !line.contains("\n") { return line }
    let margin = String(repeating: " ", count: indent)
    return "\(name)(\n" + arguments.map { "\(margin)  \($0)" }.joined(separator: ",\n") + "\n\(margin))"
  }
}
