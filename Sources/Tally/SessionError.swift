import TallyData
import TallyFormats
import TallyPlan
import TallySyntax
import TallyText

/// Why a session statement cannot be done.
enum SessionError: Error {
  case unknownSetting(NameSyntax)
  case wrongSettingValue(Setting, SettingValueSyntax)
  case settingWithoutValue(Setting, SourceRange)
  /// `|`, `why`, `rows` or `last` before any answer.
  case nothingAnswered(what: String, SourceRange)
  /// `as` after steps that went on with an answer of `why`, `tables` …
  case continuesNoQuery(SourceRange)
  case unreadableScript(path: String, reason: String, SourceRange?)
  case scriptsTooDeep(limit: Int, SourceRange)
  case refusedWhenSafe(what: String, SourceRange)
  case unknownTopic(String, nearest: String?, SourceRange)
  case unknownOption(String, value: String, choices: [String], SourceRange)
  case unfitParameter(String, value: String, type: DataType, SourceRange)
  case longDelimiter(String, SourceRange)
  /// The end of a file's name says no format.
  case unknownFileKind(path: String, SourceRange)
  case fileExists(path: String, SourceRange, statementEnd: Int)
  /// `for spreadsheets`, and the format holds no formulas.
  case holdsNoFormulas(format: String, SourceRange)
  case unwritableFile(path: String, reason: String, SourceRange?)
  /// `history 99` where so many were never run.
  case noSuchStatement(Int, count: Int, SourceRange)
  /// Part of the language that does not run in this version.
  case notYet(String, SourceRange)
}

extension SessionError: DiagnosticConvertible {
  var diagnostic: Diagnostic {
    switch self {
    case .unknownSetting(let name):
      Diagnostic(
        "there is no setting `\(name.text)`", at: name.range,
        label: Self.nearestOrAll(name.text, Setting.all.map(\.name)),
        fixes: Self.nearestFix(name.text, Setting.all.map(\.name), name.range))
    case .wrongSettingValue(let setting, let value):
      Diagnostic(
        "`\(setting.name)` cannot be \(value.text)", at: value.range, label: "it is \(setting.valuesText)",
        fixes: Self.nearestFix(value.text, setting.choices, value.range))
    case .settingWithoutValue(let setting, let range):
      Diagnostic(
        "`set \(setting.name)` needs a value", at: range, label: "it is \(setting.valuesText)",
        fixes: setting.examples.map { Fix(replacing: range, with: $0) })
    case .nothingAnswered(let what, let range):
      Diagnostic("\(what) needs an answer before it", at: range, label: "nothing was asked yet")
    case .continuesNoQuery(let range):
      Diagnostic(
        "the last question cannot be written in another language", at: range,
        label: "it goes on with an answer that no query gave")
    case .unreadableScript(let path, let reason, let range):
      Diagnostic("\(path) cannot be read", at: range, label: reason)
    case .scriptsTooDeep(let limit, let range):
      Diagnostic("scripts run scripts \(limit) deep", at: range, label: "one of them seems to run itself")
    case .refusedWhenSafe(let what, let range):
      Diagnostic(
        "\(what) is off in safe mode", at: range,
        label: "only the files named at the start are read, and none is written")
    case .unknownTopic(let word, let nearest, let range):
      Diagnostic(
        "there is no help on `\(word)`", at: range,
        label: nearest.map { "the nearest is `\($0)`" } ?? "help lists the topics",
        fixes: [Fix(replacing: range, with: nearest.map { "help \($0)" } ?? "help")])
    case .unknownOption(let what, let value, let choices, let range):
      Diagnostic(
        "\(what) cannot be \(value)", at: range, label: "it is \(Self.choices(choices))",
        fixes: Self.nearestFix(value, choices, range))
    case .unfitParameter(let name, let value, let type, let range):
      Diagnostic("$\(name) cannot be \(value)", at: range, label: "its default is \(type.described)")
    case .longDelimiter(let text, let range):
      Diagnostic("a delimiter is one character of ASCII", at: range, label: "\"\(text)\" is not")
    case .unknownFileKind(let path, let range):
      Diagnostic(
        "the name of \(path) says no format", at: range,
        label: "it ends in \(Self.choices(Renderer.all.flatMap(\.suffixes).map { "." + $0 }))")
    case .fileExists(let path, let range, let end):
      Diagnostic(
        "\(path) exists", at: range, label: "`replace` writes over it",
        fixes: [Fix(replacing: end..<end, with: " replace")])
    case .holdsNoFormulas(let format, let range):
      Diagnostic(
        "`for spreadsheets` is for \(Self.choices(Renderer.all.filter(\.holdsFormulas).map(\.name)))", at: range,
        label: "\(format) holds no formulas", fixes: [Fix(replacing: range, with: "")])
    case .noSuchStatement(let number, let count, let range):
      Diagnostic(
        "there is no statement \(grouped(number))", at: range, label: "history has \(counted(count, "statement"))",
        fixes: [Fix(replacing: range, with: "history")])
    case .unwritableFile(let path, let reason, let range):
      Diagnostic("\(path) cannot be written", at: range, label: reason)
    case .notYet(let what, let range): Diagnostic("\(what) does not run in this version", at: range)
    }
  }

  private static func nearestOrAll(_ typed: String, _ names: [String]) -> String {
    NameMatching.nearest(to: typed, in: names).map { "the nearest is `\($0)`" } ?? "there is \(choices(names))"
  }

  private static func nearestFix(_ typed: String, _ names: [String], _ range: SourceRange) -> [Fix] {
    NameMatching.nearest(to: typed, in: names).map { [Fix(replacing: range, with: $0)] } ?? []
  }

  private static func choices(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
