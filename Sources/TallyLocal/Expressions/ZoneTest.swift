import CKernels
import TallyData
import TallyFunctions

/// What a column's zones say of a test of ranges, before any row is read.
struct ZoneTest {
  let zones: ColumnZones
  let ranges: [ClosedRange<Int64>]
  let outcomes: TestOutcomes

  /// The one outcome of some rows; nil where they have several, or their zone does not tell.
  func outcome(of rows: Range<Int>) -> UInt8? {
    guard let zone = zones.zone(of: rows), let known = known(zone) else { return nil }
    if zone.missing == rows.count { return outcomes.missing }
    return zone.missing == 0 || outcomes.missing == known ? known : nil
  }

  /// The numbers of the outcomes of some rows; nil where their zone does not tell.
  func tallied(_ rows: Range<Int>) -> tally_verdict? {
    guard let zone = zones.zone(of: rows), let known = known(zone) else { return nil }
    var counts = tally_verdict(yes: 0, unknown: 0)
    for (outcome, count) in [(known, rows.count - zone.missing), (outcomes.missing, zone.missing)] {
      if outcome == Truth.yes { counts.yes += count }
      if outcome == Truth.unknown { counts.unknown += count }
    }
    return counts
  }

  /// The outcome of a zone's known values where it is one.
  private func known(_ zone: ColumnZones.Zone) -> UInt8? {
    if zone.low > zone.high { return outcomes.outside }
    for range in ranges where range.upperBound >= zone.low && range.lowerBound <= zone.high {
      return range.lowerBound <= zone.low && zone.high <= range.upperBound ? outcomes.inside : nil
    }
    return outcomes.outside
  }
}

extension ZoneTest {
  /// Nil as long as the column has no zones.
  init?(_ column: Column, in ranges: [ClosedRange<Int64>], _ outcomes: TestOutcomes, threads: Int) {
    guard let zones = column.zones(threads: threads) else { return nil }
    self.init(zones: zones, ranges: ranges, outcomes: outcomes)
  }

  /// Of a column of doubles.
  init?(_ column: Column, in ranges: [ClosedRange<Double>], _ outcomes: TestOutcomes, threads: Int) {
    self.init(
      column, in: ranges.map { $0.lowerBound.inOrder(ofZero: -0.0)...$0.upperBound.inOrder(ofZero: 0) }, outcomes,
      threads: threads)
  }
}

extension Double {
  /// A whole number that grows with the double, NaN aside; zeros become the one that is told.
  fileprivate func inOrder(ofZero zero: Double) -> Int64 {
    let bits = Int64(bitPattern: (self == 0 ? zero : self).bitPattern)
    return bits < 0 ? bits ^ .max : bits
  }
}

extension Column {
  /// The column's zones, once it is asked for them again; nil before, and where it is short or has none.
  func zones(threads: Int) -> ColumnZones? {
    switch storage {
    case .int8(let values): zones(of: values, threads)
    case .int16(let values): zones(of: values, threads)
    case .int32(let values): zones(of: values, threads)
    case .int64(let values): zones(of: values, threads)
    case .codes8(let codes, _): zones(of: codes, threads)
    case .codes16(let codes, _): zones(of: codes, threads)
    case .codes32(let codes, _): zones(of: codes, threads)
    case .double(let values):
      zones(of: values, threads, low: { $0.inOrder(ofZero: -0.0) }, high: { $0.inOrder(ofZero: 0) })
    case .arena: nil
    }
  }

  private func zones<V: StoredValue & FixedWidthInteger & SendableMetatype>(
    of values: Buffer<V>, _ threads: Int
  ) -> ColumnZones? {
    zones(of: values, threads, low: { Int64(truncatingIfNeeded: $0) }, high: { Int64(truncatingIfNeeded: $0) })
  }

  private func zones<V: StoredValue & SendableMetatype>(
    of values: Buffer<V>, _ threads: Int, low: @escaping @Sendable (V) -> Int64, high: @escaping @Sendable (V) -> Int64
  ) -> ColumnZones? {
    values.zoneStore?.zones {
      let zones = ColumnZones(count: values.count)
      let batch = 64
      Parallel.forEach((zones.lows.count + batch - 1) / batch, threads: threads) { task in
        for place in task * batch..<min((task + 1) * batch, zones.lows.count) {
          let start = place * ColumnZones.rowCount
          let count = min(ColumnZones.rowCount, values.count - start)
          var (least, greatest) = (V.greatest, V.least)
          let known = Int(V.addExtremes(values.pointer + start, count, nil, &least, &greatest))
          zones.lows.pointer[place] = known == 0 ? .max : low(least)
          zones.highs.pointer[place] = known == 0 ? .min : high(greatest)
          zones.missing.pointer[place] = UInt16(truncatingIfNeeded: count - known)
        }
      }
      return zones
    }
  }
}
