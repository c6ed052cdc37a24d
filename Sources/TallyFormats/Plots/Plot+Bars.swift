import TallyData
import TallyText

/// One bar: what it stands for, how long it is, and its length in words.
struct PlotBar: Sendable {
  let label: String
  /// NaN: there is none.
  let value: Double
  let text: String

  /// Bars as long as counts.
  static func counting(_ counts: [Int], labels: [String]) -> [PlotBar] {
    var survey = NumberSurvey()
    for count in counts { survey.add(Int64(count)) }
    let format = survey.integerFormat
    return zip(labels, counts).map { PlotBar(label: $0, value: Double($1), text: format.text(Int64($1))) }
  }
}

extension Plot {
  func barDrawing(_ options: PlotOptions) -> PlotDrawing {
    var drawing = PlotDrawing()
    if columns.measures.isEmpty {
      let bars = countedBars()
      drawing.add(bars, noun: "bar", options)
    } else if columns.namesAreLabels {
      let bars = columns.measures.flatMap {
        self.bars(of: $0, labels: [VisibleText.of(table.fields[$0].name)], options.digits)
      }
      drawing.add(bars, noun: "bar", options)
    } else {
      let labels = rowLabels()
      for measure in columns.measures {
        if columns.measures.count > 1 { drawing.startPanel(VisibleText.of(table.fields[measure].name), options) }
        drawing.add(bars(of: measure, labels: labels, options.digits), noun: "bar", options)
      }
    }
    return drawing
  }

  /// `female, crew` of each row.
  private func rowLabels() -> [String] {
    (0..<table.rowCount).map { row in
      columns.labels.map { ValueText.people(table.columns[$0][row]) }.joined(separator: ", ")
    }
  }

  private func bars(of measure: Int, labels: [String], _ digits: Int?) -> [PlotBar] {
    let column = table.columns[measure]
    let values = column.plottedValues
    var survey = NumberSurvey()
    let isWhole = column.type == .integer
    for value in values where value.isFinite { survey.add(value) }
    let format = isWhole ? survey.integerFormat : survey.numberFormat(digits: digits)
    return values.indices.map { row in
      PlotBar(label: labels[row], value: values[row], text: ValueText.people(column[row], format: format))
    }
  }

  /// A bar for each different value of a column, in its order, the missing last.
  private func countedBars() -> [PlotBar] {
    let groups = PlotGroups(of: columns.labels, in: table)
    var counts = Array(repeating: 0, count: groups.labels.count)
    for group in groups.groupOfRow { counts[group] += 1 }
    return PlotBar.counting(counts, labels: groups.labels)
  }
}

extension PlotDrawing {
  /// Adds bars that share a scale from zero.
  mutating func add(_ all: [PlotBar], noun: String, _ options: PlotOptions) {
    let bars = all.prefix(options.rowLimit ?? all.count)
    let textWidth = bars.map { DisplayWidth.of($0.text) }.max() ?? 0
    let labelLimit = max(min(options.width / 3, options.width - textWidth - 5), 4)
    let labels = bars.map { options.glyphs.cut($0.label, to: labelLimit) }
    let labelWidth = labels.map { DisplayWidth.of($0) }.max() ?? 0
    let track = max(options.width - labelWidth - textWidth - 4, 1)
    let finite = bars.map(\.value).filter(\.isFinite)
    let low = min(finite.min() ?? 0, 0)
    let high = max(finite.max() ?? 0, 0)
    // Halves, so that the distance of the largest doubles does not overflow.
    let reach = high / 2 - low / 2
    func cells(_ value: Double) -> Double { reach > 0 ? (value.magnitude / 2) / reach * Double(track) : 0 }
    let left = low < 0 ? min(Int(cells(low).rounded(.up)), track - (high > 0 ? 1 : 0)) : 0
    for (bar, label) in zip(bars, labels) {
      let start = label + String(repeating: " ", count: labelWidth - DisplayWidth.of(label)) + "  "
      let value = bar.value.isFinite ? bar.value : 0
      let body: String
      if value < 0 {
        let length = min(max(Int(cells(value).rounded()), 1), left)
        body = String(repeating: " ", count: left - length) + String(repeating: options.glyphs.fullBlock, count: length)
      } else {
        let room = 8 * (track - left)
        let eighths = value > 0 ? min(max(Int((cells(value) * 8).rounded()), 1), room) : 0
        body = String(repeating: " ", count: left) + options.glyphs.bar(eighths: eighths)
      }
      let gap = track - DisplayWidth.of(body) + textWidth - DisplayWidth.of(bar.text) + 2
      lines.append(start + body + String(repeating: " ", count: gap) + bar.text)
    }
    noteCut(bars.count, of: all.count, noun)
  }
}
