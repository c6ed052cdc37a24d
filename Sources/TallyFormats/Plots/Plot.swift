import TallyData
import TallyText

/// A table as a picture of signs.
///
///     female  ██████████████████████████████  3,129
///     male    ███████                           737
package struct Plot: Sendable {
  package let kind: PlotKind
  let table: Table
  let columns: PlotColumns

  /// Pictures below one another that an eye can take in.
  package static let panelLimit = 12

  /// Without a kind, one that suits the columns.
  package init(_ wanted: PlotKind?, of table: Table) throws(PlotError) {
    guard let kind = wanted ?? PlotKind(suiting: table), let columns = PlotColumns(kind, of: table) else {
      throw .unfit(wanted, columns: Self.described(table.fields))
    }
    self.kind = kind
    self.table = table
    self.columns = columns
  }

  /// `sex text and count integer`.
  private static func described(_ fields: [Field]) -> String {
    let texts = fields.map { "\(VisibleText.of($0.name)) (\($0.type.rawValue))" }
    guard let last = texts.last, texts.count > 1 else { return texts.first ?? "none" }
    return texts.dropLast().joined(separator: ", ") + " and " + last
  }

  /// The picture, line by line, and what it leaves out.
  package func drawing(_ options: PlotOptions) throws(PlotError) -> PlotDrawing {
    switch kind {
    case .bar: barDrawing(options)
    case .line, .scatter: try pointDrawing(options)
    case .histogram: try histogramDrawing(options)
    case .box: boxDrawing(options)
    }
  }
}

/// What the terminal can show.
package struct PlotOptions: Sendable {
  /// In columns.
  package var width = 80
  package var glyphs = PlotGlyphs.unicode
  /// Bars and boxes that are drawn at most; nil: all.
  package var rowLimit: Int?
  /// Digits after the point; nil: chosen from the values.
  package var digits: Int?

  package init() {}
}

/// A finished picture.
package struct PlotDrawing: Sendable, Equatable {
  package var lines: [String] = []
  /// What is not drawn, and why, a sentence each.
  package var notes: [String] = []

  package init() {}

  /// `12 rows are not drawn: age is missing`.
  mutating func noteMissing(_ count: Int, _ names: [String], isInfinite: Bool = false) {
    if count == 0 { return }
    let what = names.map { VisibleText.of($0) }.joined(separator: " or ")
    notes.append(
      "\(counted(count, "row")) \(count == 1 ? "is" : "are") not drawn: \(what) is "
        + (isInfinite ? "infinite" : "missing"))
  }

  /// An empty line between pictures, and the name of the next, if it has one.
  mutating func startPanel(_ title: String, _ options: PlotOptions) {
    if !lines.isEmpty { lines.append("") }
    if !title.isEmpty { lines.append(options.glyphs.cut(title, to: options.width)) }
  }

  /// What lies along the level axis, at its right end.
  mutating func nameAxis(_ name: String, _ options: PlotOptions) {
    let text = options.glyphs.cut(VisibleText.of(name), to: options.width)
    lines.append(String(repeating: " ", count: max(options.width - DisplayWidth.of(text), 0)) + text)
  }

  /// `40 of 200 bars`.
  mutating func noteCut(_ shown: Int, of all: Int, _ noun: String) {
    if shown < all { notes.append("\(grouped(shown)) of \(counted(all, noun)): `set rows all` draws all") }
  }
}
