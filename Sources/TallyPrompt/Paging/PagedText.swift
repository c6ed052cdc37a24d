import TallyFormats

/// The lines that a statement printed, with their colours.
struct PagedText {
  struct Cell {
    let character: Character
    /// Columns that it takes.
    let width: Int
    /// Parameters of SGR sequences.
    let style: String
  }

  private static let tabWidth = 8

  private let bytes: [UInt8]
  /// Where each line begins and ends.
  private let lines: [Range<Int>]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var lines: [Range<Int>] = []
    var start = 0
    for place in bytes.indices where bytes[place] == UInt8(ascii: "\n") {
      lines.append(start..<place)
      start = place + 1
    }
    if start < bytes.count { lines.append(start..<bytes.count) }
    self.lines = lines
  }

  var count: Int { lines.count }

  /// A line as it is shown: tabs as spaces, colours as styles, and nothing else that steers a terminal.
  func cells(of line: Int) -> [Cell] {
    var cells: [Cell] = []
    var column = 0
    for run in runs(of: line) {
      for character in run.text {
        let isTab = character == "\t"
        let shown =
          isTab
          ? String(repeating: " ", count: Self.tabWidth - column % Self.tabWidth) : VisibleText.of(String(character))
        for part in shown {
          cells.append(Cell(character: part, width: DisplayWidth.of(part), style: run.style))
          column += DisplayWidth.of(part)
        }
      }
    }
    return cells
  }

  /// Text that is written in one style.
  private func runs(of line: Int) -> [(text: String, style: String)] {
    var runs: [(text: String, style: String)] = []
    var (style, text) = ("", String.UnicodeScalarView())
    var rest = String(decoding: bytes[lines[line]], as: UTF8.self).unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\u{1B}", let parameters = Self.takeStyle(&rest) else {
        text.append(scalar)
        continue
      }
      runs.append((String(text), style))
      text = String.UnicodeScalarView()
      style = Self.style(style, then: parameters)
    }
    return runs + [(String(text), style)]
  }

  /// Takes the rest of an SGR sequence, whose Escape was taken; nil for any other sequence, of which nothing is taken.
  private static func takeStyle(_ rest: inout Substring.UnicodeScalarView) -> String? {
    guard rest.first == "[" else { return nil }
    let parameters = rest.dropFirst().prefix { ("0"..."9").contains($0) || $0 == ";" }
    let after = rest[parameters.endIndex...]
    guard after.first == "m" else { return nil }
    rest = after.dropFirst()
    return String(parameters)
  }

  private static func style(_ style: String, then parameters: String) -> String {
    if parameters.isEmpty || parameters == "0" { return "" }
    if parameters.hasPrefix("0;") { return String(parameters.dropFirst(2)) }
    return style.isEmpty ? parameters : style + ";" + parameters
  }
}
