import Synchronization

/// The smallest and the largest known number of each 4,096 rows of a column, and how many are missing there: where they
/// settle a condition, the rows need not be read.
///
/// Doubles stand there as whole numbers in their order, both zeros apart.
package struct ColumnZones: Sendable {
  package static let rowCount = 4096

  package struct Zone {
    /// Above `high` where no value is known.
    package let low: Int64
    package let high: Int64
    package let missing: Int
  }

  package let lows: Buffer<Int64>
  package let highs: Buffer<Int64>
  package let missing: Buffer<UInt16>
  /// Rows of the column.
  package let count: Int

  /// Room for the zones of `count` rows.
  package init(count: Int) {
    let zones = (count + Self.rowCount - 1) / Self.rowCount
    (lows, highs, missing) = (Buffer(count: zones), Buffer(count: zones), Buffer(count: zones))
    self.count = count
  }

  /// The zone that some rows are; nil where they are a part of one, or of several.
  package func zone(of rows: Range<Int>) -> Zone? {
    let place = rows.lowerBound / Self.rowCount
    guard rows.lowerBound == place * Self.rowCount, rows.upperBound == min(rows.lowerBound + Self.rowCount, count)
    else { return nil }
    return Zone(low: lows.pointer[place], high: highs.pointer[place], missing: Int(missing.pointer[place]))
  }
}

/// Where the zones of a column's values are kept once they are made.
package final class ZoneStore: Sendable {
  private struct State {
    var isAsked = false
    var zones: ColumnZones?
  }

  private let state = Mutex(State())

  /// Nil where there are so few values that reading them takes no time.
  init?(count: Int) {
    if count < 16 * ColumnZones.rowCount { return nil }
  }

  /// The zones; nil when first asked: what is tested once is not worth a pass of its own.
  package func zones(_ make: () -> ColumnZones) -> ColumnZones? {
    state.withLock { state in
      if state.isAsked, state.zones == nil { state.zones = make() }
      state.isAsked = true
      return state.zones
    }
  }
}
