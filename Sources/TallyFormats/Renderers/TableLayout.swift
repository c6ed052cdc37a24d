/// Which columns of a table are shown on a terminal, and how wide each is.
struct TableLayout: Equatable {
  /// Indices of the columns shown, in order.
  private(set) var columns: [Int]
  private(set) var widths: [Int]
  private(set) var gap: Int
  /// Texts of some column are cut.
  private(set) var isShortened: Bool

  /// A column before it is fitted.
  struct Measure {
    var width: Int
    /// Text may be cut, numbers never.
    var canShrink: Bool
    /// Account columns stay while a column of the data can go.
    var isAccount: Bool
  }

  /// What a shrunk column keeps at least.
  static let narrowest = 12

  /// Fits columns into `limit` columns of a terminal: with a narrower gap, then with texts cut, then without the
  /// last columns.
  init(_ measures: [Measure], limit: Int?) {
    columns = Array(measures.indices)
    widths = measures.map(\.width)
    gap = 3
    isShortened = false
    guard let limit, total > limit else { return }
    gap = 2
    while columns.count > 1, total(of: columns.map { Self.floor(of: measures[$0]) }) > limit {
      let last = columns.lastIndex { !measures[$0].isAccount } ?? 0
      columns.remove(at: last > 0 ? last : columns.count - 1)
    }
    widths = columns.map { measures[$0].width }
    shrink(measures, limit: limit)
  }

  private var total: Int { total(of: widths) }

  private func total(of widths: [Int]) -> Int { widths.reduce(0, +) + gap * max(widths.count - 1, 0) }

  private static func floor(of measure: Measure) -> Int {
    measure.canShrink ? min(measure.width, narrowest) : measure.width
  }

  /// Takes columns off the widest texts until the table fits.
  private mutating func shrink(_ measures: [Measure], limit: Int) {
    let floors = columns.count == 1 ? [1] : columns.map { Self.floor(of: measures[$0]) }
    for place in widths.indices where measures[columns[place]].canShrink && widths[place] > limit {
      widths[place] = max(limit, floors[place])
      isShortened = true
    }
    while total > limit {
      let candidates = widths.indices.filter { measures[columns[$0]].canShrink && widths[$0] > floors[$0] }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return }
      widths[widest] -= 1
      isShortened = true
    }
  }
}
