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
  /// Whether durations are a type.
  let hasDurations: Bool
  /// Whether `least` and `greatest` pass over missing values.
  let extremesSkipMissing: Bool
  /// By name, `name/type of the first argument`, or what the printer asks for.
  let spellings: [String: String]

  /// The template of a function, the more special one first; nil where the engine cannot say it.
  func spelling(_ name: String, _ type: DataType? = nil, count: Int? = nil) -> String? {
    let keys = [
      count.flatMap { count in type.map { "\(name)/\($0.rawValue)/\(count)" } }, type.map { "\(name)/\($0.rawValue)" },
      count.map { "\(name)/\($0)" }, name,
    ]
    for key in keys {
      if let key, let found = spellings[key] { return found.isEmpty ? nil : found }
    }
    return nil
  }

  /// A template with its arguments.
  static func filled(_ template: String, _ arguments: [SQLText]) -> SQLText {
    if template == "$1", let only = arguments.first { return only }
    var result = ""
    var characters = template[...]
    while let mark = characters.firstIndex(where: { $0 == "$" || $0 == "%" }) {
      result += characters[..<mark]
      let next = characters.index(after: mark)
      guard next < characters.endIndex else { break }
      if characters[next] == "*" {
        result += arguments.map(\.text).joined(separator: ", ")
      } else if let place = characters[next].wholeNumberValue, (1...arguments.count).contains(place) {
        result += characters[mark] == "%" ? arguments[place - 1].tight : arguments[place - 1].text
      } else {
        result += characters[mark...next]
      }
      characters = characters[characters.index(after: next)...]
    }
    return SQLText(result + characters)
  }

  /// What a column of a type is declared as.
  package func typeName(_ type: DataType) -> String { typeNames[type] ?? type.rawValue }

  func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}
