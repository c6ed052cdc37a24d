import TallyData
import TallyText

extension Plot {
  /// Lines of a picture that stands alone, and of one of several.
  private static let soleHeight = 15
  private static let panelHeight = 6

  /// Points, joined in a line picture, between an upright and a level axis.
  func pointDrawing(_ options: PlotOptions) throws(PlotError) -> PlotDrawing {
    var drawing = PlotDrawing()
    guard let across = columns.across else { return drawing }
    let groups = PlotGroups(of: columns.labels, in: table)
    let panels = try panels(groups)
    let height = panels.count == 1 ? Self.soleHeight : Self.panelHeight
    let x = table.columns[across].plottedValues
    for measure in columns.measures {
      let y = table.columns[measure].plottedValues
      note(x, across, y, measure, &drawing)
      let drawn = x.indices.filter { x[$0].isFinite && y[$0].isFinite }
      guard let xReach = Self.reach(drawn.map { x[$0] }), let yReach = Self.reach(drawn.map { y[$0] }) else { continue }
      let yAxis = Axis(yReach, type: table.fields[measure].type, tickCount: max(height / 3, 2))
      for panel in panels where panel.measure == measure {
        drawing.startPanel(panel.title, options)
        drawing.lines.append(options.glyphs.cut(VisibleText.of(table.fields[measure].name), to: options.width))
        let points = drawn.filter { groups.groupOfRow[$0] == panel.group }.map { (x: x[$0], y: y[$0]) }
        drawing.lines += frame(points, yAxis, xReach, across, height: height, options)
        drawing.nameAxis(table.fields[across].name, options)
      }
    }
    return drawing
  }

  private func note(_ x: [Double], _ across: Int, _ y: [Double], _ measure: Int, _ drawing: inout PlotDrawing) {
    let names = [across, measure].map { table.fields[$0].name }
    let missing = x.indices.count { x[$0].isNaN || y[$0].isNaN }
    let undrawn = x.indices.count { !x[$0].isFinite || !y[$0].isFinite }
    drawing.noteMissing(missing, names)
    drawing.noteMissing(undrawn - missing, names, isInfinite: true)
  }

  /// One picture with its axes.
  private func frame(
    _ points: [(x: Double, y: Double)], _ yAxis: Axis, _ xReach: ClosedRange<Double>, _ across: Int, height: Int,
    _ options: PlotOptions
  ) -> [String] {
    let labelWidth = yAxis.labels.map { DisplayWidth.of($0) }.max() ?? 0
    let width = max(options.width - labelWidth - 2, 2)
    let xAxis = Axis(xReach, type: table.fields[across].type, tickCount: max(min(width / 12, 8), 2))
    var canvas = Canvas(width: width, height: height, glyphs: options.glyphs)
    let dots = points.map { point in
      (
        column: xAxis.place(of: point.x, in: canvas.dotColumns),
        row: canvas.dotRows - 1 - yAxis.place(of: point.y, in: canvas.dotRows)
      )
    }
    if kind == .line {
      draw(points, dots, on: &canvas)
    } else {
      for dot in dots { canvas.set(column: dot.column, row: dot.row) }
    }
    var marks: [Int: String] = [:]
    for (tick, label) in zip(yAxis.ticks, yAxis.labels) {
      marks[height - 1 - yAxis.place(of: tick, in: height)] = label
    }
    let glyphs = options.glyphs
    let body = canvas.lines.enumerated().map { row, line in
      let label = marks[row] ?? ""
      return String(repeating: " ", count: labelWidth - DisplayWidth.of(label)) + label
        + " " + (marks[row] == nil ? glyphs.upright : glyphs.leftTick) + line
    }
    let prefix = String(repeating: " ", count: labelWidth + 1) + glyphs.corner
    return body + xAxis.bottomLines(width: width, prefix: prefix, glyphs: glyphs)
  }

  /// Joins the points in the order of x; those at the same x keep the order of the rows.
  private func draw(_ points: [(x: Double, y: Double)], _ dots: [(column: Int, row: Int)], on canvas: inout Canvas) {
    let order = points.indices.sorted { (points[$0].x, $0) < (points[$1].x, $1) }
    guard var last = order.first.map({ dots[$0] }) else { return }
    canvas.set(column: last.column, row: last.row)
    for index in order.dropFirst() {
      canvas.line(from: last, to: dots[index])
      last = dots[index]
    }
  }
}
