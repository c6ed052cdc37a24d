import TallyData
import TallyText

extension Plot {
  /// A bar for each stretch of a number between round edges; groups share the edges.
  func histogramDrawing(_ options: PlotOptions) throws(PlotError) -> PlotDrawing {
    var drawing = PlotDrawing()
    let groups = PlotGroups(of: columns.labels, in: table)
    var lastMeasure: Int?
    var bins: HistogramBins?
    var values: [Double] = []
    for panel in try panels(groups) {
      if panel.measure != lastMeasure {
        lastMeasure = panel.measure
        let field = table.fields[panel.measure]
        values = table.columns[panel.measure].plottedValues
        drawing.noteMissing(values.count { $0.isNaN }, [field.name])
        drawing.noteMissing(values.count { $0.isInfinite }, [field.name], isInfinite: true)
        bins = Self.reach(values).map { HistogramBins($0, isWhole: field.type == .integer, rowCount: values.count) }
      }
      guard let bins else { continue }
      drawing.startPanel(panel.title, options)
      drawing.lines.append(options.glyphs.cut(VisibleText.of(table.fields[panel.measure].name), to: options.width))
      let counts = bins.counts(values.indices.lazy.filter { groups.groupOfRow[$0] == panel.group }.map { values[$0] })
      let bars = PlotBar.counting(counts, labels: bins.labels(options.glyphs))
      var whole = options
      whole.rowLimit = nil
      drawing.add(bars, noun: "bar", whole)
    }
    return drawing
  }
}

/// Stretches of equal length with round edges; a value on an edge belongs to the one above, the last edge to the last.
struct HistogramBins: Sendable {
  private let axis: Axis
  /// Whole numbers with an edge at each of them: a bin is one number.
  private let isSingle: Bool

  /// About as many as Sturges' rule says, between 5 and 20.
  init(_ reach: ClosedRange<Double>, isWhole: Bool, rowCount: Int) {
    let wanted = min(max(Int.bitWidth - rowCount.leadingZeroBitCount + 1, 5), 20)
    let isSingle = isWhole && reach.upperBound - reach.lowerBound < 20
    // One more than the greatest whole number, so that it has a bin of its own.
    let end = isWhole && reach.upperBound < 1e15 ? reach.upperBound + 1 : reach.upperBound
    axis = Axis(
      reach.lowerBound...end, type: isWhole ? .integer : .number,
      tickCount: isSingle ? Int(end - reach.lowerBound) + 1 : wanted + 1)
    self.isSingle = isSingle && axis.ticks[1] - axis.ticks[0] == 1
  }

  func counts(_ values: some Sequence<Double>) -> [Int] {
    var counts = Array(repeating: 0, count: axis.ticks.count - 1)
    for value in values where value.isFinite {
      counts[bin(of: value)] += 1
    }
    return counts
  }

  /// The last whose lower edge is not above the value.
  private func bin(of value: Double) -> Int {
    var low = 0
    var high = axis.ticks.count - 2
    while low < high {
      let middle = (low + high + 1) / 2
      if axis.ticks[middle] <= value { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// `20 – 30`, numbers below one another.
  func labels(_ glyphs: PlotGlyphs) -> [String] {
    let texts = axis.labels
    let width = texts.map { DisplayWidth.of($0) }.max() ?? 0
    let padded = texts.map { String(repeating: " ", count: width - DisplayWidth.of($0)) + $0 }
    if isSingle { return Array(padded.dropLast()) }
    let dash = glyphs == .unicode ? " – " : " to "
    return (0..<padded.count - 1).map { padded[$0] + dash + padded[$0 + 1] }
  }
}
