import TallyData

/// What an engine's SQL says in its own way: one value an engine, in ``all``.
///
/// Spellings are templates: `$1` is the first argument, `%1` the same in parentheses unless it is a single value,
/// `$*` all arguments with commas. Each gives a single value, so that it needs no parentheses itself.
package struct Dialect: Sendable {
  /// As in `as sql sqlite`.
  package let name: String
  /// For messages.
  package let title: String
  let typeNames: [DataType: String]
  /// The column that has the order in which rows were stored.
  let rowOrder: String
  /// What makes texts compare by their Unicode scalars.
  let textOrder: String
  /// Whether `"a"` and `"A"` are different names.
  let tellsCapitals: Bool
  /// What stands before a date or datetime in quotes.
  let datePrefix: String
  let datetimePrefix: String
  /// Whether lengths of time are a type of their own; else they are whole numbers of microseconds.
  let hasIntervals: Bool
  /// Whether `least` and `greatest` pass over missing values.
  let extremesSkipMissing: Bool
  /// Divides whole numbers, rounding towards zero.
  let wholeDivision: String
  /// By name, `name/type of the first argument`, or what the printer asks for.
  let spellings: [String: String]

  /// The template of a function, the more special one first; nil where the engine cannot say it.
  func spelling(_ name: String, _ type: DataType? = nil, count: Int? = nil) -> String? {
    let keys = [
      count.flatMap { count in type.map { "\(name)/\($0.rawValue)/\(count)" } }, type.map { "\(name)/\($0.rawValue)" },
      count.map { "\(name)/\($0)" }, name,
    ]
    for key in keys {
      if let key, let found = spellings[key] { return found }
    }
    return nil
  }

  /// Longer arguments are computed once where a template has them twice.
  private static let longestRepeated = 60

  /// A template with its arguments. `areGiven`: each is computed beforehand, since the template has columns of its own.
  static func filled(_ template: String, _ arguments: [PrintedText], areGiven: Bool = false) -> PrintedText {
    if template == "$1", let only = arguments.first { return only }
    let isRepeated = arguments.enumerated().contains { place, argument in
      // A window in a subquery of its own would see one row.
      argument.text.utf8.count > longestRepeated && uses(of: place + 1, in: template) > 1
        && !argument.text.contains(" OVER (")
    }
    guard isRepeated || areGiven else { return PrintedText(substituted(template, arguments)) }
    var given: [String] = []
    let names = arguments.enumerated().map { place, argument in
      guard argument.text.contains("\""), uses(of: place + 1, in: template) > 0 else { return argument }
      given.append("\(argument.text) AS \"x\(place + 1)\"")
      return PrintedText("\"x\(place + 1)\"")
    }
    guard !given.isEmpty else { return PrintedText(substituted(template, arguments)) }
    return PrintedText(
      "(\(givenMark)\(substituted(template, names)) FROM (SELECT \(given.joined(separator: ", "))) AS \"given\")")
  }

  /// What a text begins with in which an argument was computed once: aggregates and windows cannot stand in it.
  static let givenMark = "SELECT "

  private static func uses(of place: Int, in template: String) -> Int {
    template.ranges(of: "$\(place)").count + template.ranges(of: "%\(place)").count
  }

  private static func substituted(_ template: String, _ arguments: [PrintedText]) -> String {
    var result = ""
    var characters = template[...]
    while let mark = characters.firstIndex(where: { $0 == "$" || $0 == "%" }) {
      result += characters[..<mark]
      let next = characters.index(after: mark)
      guard next < characters.endIndex else { return result + characters[mark...] }
      if characters[mark] == "$", characters[next] == "*" {
        result += arguments.map(\.text).joined(separator: ", ")
      } else if let place = characters[next].wholeNumberValue, (1...max(arguments.count, 1)).contains(place) {
        result += characters[mark] == "%" ? arguments[place - 1].tight : arguments[place - 1].text
      } else {
        result += characters[mark...next]
      }
      characters = characters[characters.index(after: next)...]
    }
    return result + characters
  }

  /// What a column of a type is declared as.
  package func typeName(_ type: DataType) -> String { typeNames[type] ?? type.rawValue }

  func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}
