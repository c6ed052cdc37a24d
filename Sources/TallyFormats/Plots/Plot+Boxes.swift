import TallyData
import TallyText

extension Plot {
  /// A box for each group, over one axis a number.
  func boxDrawing(_ options: PlotOptions) -> PlotDrawing {
    var drawing = PlotDrawing()
    let groups = PlotGroups(of: columns.labels, in: table)
    for measure in columns.measures {
      let field = table.fields[measure]
      let values = table.columns[measure].plottedValues
      drawing.noteMissing(values.count { $0.isNaN }, [field.name])
      drawing.noteMissing(values.count { $0.isInfinite }, [field.name], isInfinite: true)
      var members: [[Double]] = Array(repeating: [], count: groups.labels.count)
      for (row, value) in values.enumerated() where value.isFinite { members[groups.groupOfRow[row]].append(value) }
      if !drawing.lines.isEmpty { drawing.startPanel("", options) }
      let boxes = zip(groups.labels, members).map { ($0, BoxSummary($1)) }
      add(boxes, field, to: &drawing, options)
    }
    return drawing
  }

  private func add(
    _ all: [(label: String, box: BoxSummary?)], _ field: Field, to drawing: inout PlotDrawing, _ options: PlotOptions
  ) {
    let shown = all.prefix(options.rowLimit ?? all.count)
    let labels = shown.map { options.glyphs.cut($0.label, to: max(options.width / 3, 4)) }
    let labelWidth = labels.map { DisplayWidth.of($0) }.max() ?? 0
    let indent = labelWidth == 0 ? 0 : labelWidth + 2
    let ends = shown.compactMap(\.box).flatMap { $0.outliers + [$0.lowWhisker, $0.highWhisker] }
    guard let reach = Self.reach(ends) else { return }
    let width = max(options.width - indent, 10)
    let axis = Axis(reach, type: field.type, tickCount: max(min(width / 12, 8), 2))
    for (label, item) in zip(labels, shown) {
      let start = label + String(repeating: " ", count: indent - DisplayWidth.of(label))
      drawing.lines.append(start + (item.box.map { line($0, axis, width, options.glyphs) } ?? ValueText.missing))
    }
    let prefix = String(repeating: " ", count: indent)
    drawing.lines += axis.bottomLines(width: width, prefix: prefix, glyphs: options.glyphs)
    drawing.nameAxis(field.name, options)
    drawing.noteCut(shown.count, of: all.count, "box")
  }

  private func line(_ box: BoxSummary, _ axis: Axis, _ width: Int, _ glyphs: PlotGlyphs) -> String {
    var cells = Array(repeating: " ", count: width)
    func place(_ value: Double) -> Int { axis.place(of: value, in: width) }
    for outlier in box.outliers { cells[place(outlier)] = glyphs.outlier }
    for column in place(box.lowWhisker)...place(box.highWhisker) { cells[column] = glyphs.level }
    cells[place(box.lowWhisker)] = glyphs.whiskerStart
    cells[place(box.highWhisker)] = glyphs.whiskerEnd
    for column in place(box.lowQuartile)...place(box.highQuartile) { cells[column] = glyphs.boxFill }
    cells[place(box.median)] = glyphs.median
    let end = cells.lastIndex { $0 != " " } ?? 0
    return cells[...end].joined()
  }
}

/// What a box shows of a number: its quartiles, the values furthest out within 1.5 times their distance (Tukey, 1977),
/// and those beyond.
struct BoxSummary: Sendable, Equatable {
  let lowWhisker: Double
  let lowQuartile: Double
  let median: Double
  let highQuartile: Double
  let highWhisker: Double
  let outliers: [Double]

  /// Nil where there are no values.
  init?(_ values: [Double]) {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    let low = Self.quantile(sorted, 0.25)
    let high = Self.quantile(sorted, 0.75)
    let reach = 1.5 * (high - low)
    let inside = sorted.filter { $0 >= low - reach && $0 <= high + reach }
    lowQuartile = low
    median = Self.quantile(sorted, 0.5)
    highQuartile = high
    // A quartile between two values may lie beyond the last value inside.
    lowWhisker = min(inside.first ?? low, low)
    highWhisker = max(inside.last ?? high, high)
    outliers = sorted.filter { $0 < low - reach || $0 > high + reach }
  }

  /// Type 7, as `percentile` has it.
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    let rest = place - Double(below)
    return sorted[below] * (1 - rest) + sorted[above] * rest
  }
}
