import TallyData
import TallyText

/// One of the pictures of a plot: a number, and the rows of a group.
struct PlotPanel: Sendable {
  /// The group's labels; empty where all rows are one group.
  let title: String
  let measure: Int
  let group: Int
}

extension Plot {
  /// A picture for each number and each group.
  func panels(_ groups: PlotGroups) throws(PlotError) -> [PlotPanel] {
    let count = groups.labels.count * columns.measures.count
    guard count <= Self.panelLimit else {
      let names = columns.labels.map { "`\(VisibleText.of(table.fields[$0].name))`" }
      throw .tooManyPanels(count: count, columns: names.isEmpty ? "number" : names.joined(separator: " and "))
    }
    return columns.measures.flatMap { measure in
      groups.labels.indices.map { group in
        PlotPanel(title: groups.labels[group], measure: measure, group: group)
      }
    }
  }

  /// The least and greatest of finite values; nil where there are none.
  static func reach(_ values: [Double]) -> ClosedRange<Double>? {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? low...high : nil
  }
}

extension Axis {
  /// How far along the axis a value lies, in `count` equal places from 0.
  func place(of value: Double, in count: Int) -> Int {
    let share = (value / 2 - low / 2) / (high / 2 - low / 2)
    return min(max(Int((share * Double(count - 1)).rounded()), 0), count - 1)
  }

  /// The line of the axis with its ticks, and the labels below it, each in the middle under its tick where there is room;
  /// `prefix` stands before the axis.
  func bottomLines(width: Int, prefix: String, glyphs: PlotGlyphs) -> [String] {
    let indent = DisplayWidth.of(prefix)
    var rule = Array(repeating: glyphs.level, count: width)
    var labelLine = ""
    for (tick, label) in zip(ticks, labels) {
      let column = place(of: tick, in: width)
      let length = DisplayWidth.of(label)
      let start = max(min(indent + column - length / 2, indent + width - length), 0)
      guard labelLine.isEmpty || start >= labelLine.count + 2 else { continue }
      rule[column] = glyphs.bottomTick
      labelLine += String(repeating: " ", count: start - labelLine.count) + label
    }
    return [prefix + rule.joined(), labelLine]
  }
}
