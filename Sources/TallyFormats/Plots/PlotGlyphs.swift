/// The characters that pictures are made of.
package enum PlotGlyphs: Sendable {
  /// Blocks, Braille dots and lines.
  case unicode
  /// Nothing but the 95 signs that every terminal has.
  case ascii

  /// A bar from a cell's left edge, so many eighths of a cell long.
  func bar(eighths: Int) -> String {
    switch self {
    case .unicode:
      let rest = eighths % 8
      return String(repeating: "█", count: eighths / 8) + (rest > 0 ? String(Self.partialBlocks[rest - 1]) : "")
    case .ascii: return String(repeating: "#", count: (eighths + 4) / 8)
    }
  }

  private static let partialBlocks: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  var fullBlock: String { self == .unicode ? "█" : "#" }
  var upright: String { self == .unicode ? "│" : "|" }
  var level: String { self == .unicode ? "─" : "-" }
  /// Where a tick leaves the upright axis.
  var leftTick: String { self == .unicode ? "┤" : "+" }
  var corner: String { self == .unicode ? "└" : "+" }
  /// Where a tick leaves the level axis.
  var bottomTick: String { self == .unicode ? "┬" : "+" }
  var whiskerStart: String { self == .unicode ? "├" : "|" }
  var whiskerEnd: String { self == .unicode ? "┤" : "|" }
  var boxFill: String { self == .unicode ? "▒" : "=" }
  var median: String { self == .unicode ? "┃" : "M" }
  var outlier: String { self == .unicode ? "·" : "o" }
  var ellipsis: String { self == .unicode ? "…" : "~" }

  /// A text cut to so many columns.
  func cut(_ text: String, to columns: Int) -> String {
    if DisplayWidth.of(text) <= columns { return text }
    return DisplayWidth.prefix(of: text, columns: max(columns - 1, 0)).text + ellipsis
  }
}
