import TallyData

extension RowKeys {
  /// Rows in an order, and where runs of equal keys begin.
  struct SortedRuns: Sendable {
    let rows: Buffer<UInt32>
    /// Runs that are equal in the first keys.
    let starts: PlaceMarks
    /// Runs that are equal in all keys.
    let innerStarts: PlaceMarks
  }

  /// The rows in the order of `keys`, then of `inner`; rows that are equal in both in their own order.
  func sortedRuns(by keys: [KeyCode], then inner: [KeyCode]) throws(RunError) -> SortedRuns {
    var (keys, inner) = (keys, inner)
    // Numbers of combinations have 32 bits at most: then all fit.
    if bits(keys) + bits(inner) > 64, !keys.isEmpty { keys = [try factors(of: keys).key()] }
    if bits(keys) + bits(inner) > 64 { inner = [try factors(of: inner).key()] }
    let all = keys + inner
    return areTight(all)
      ? try runs(in: tightlySorted(all), rowBits: rowBits, innerBits: bits(inner))
      : try runs(in: looselySorted(all), rowBits: rowBits, innerBits: bits(inner))
  }

  private func runs<E: RowElement>(
    in sorted: Buffer<E>, rowBits: Int, innerBits: Int
  ) throws(RunError) -> SortedRuns {
    let (count, words) = (sorted.count, (sorted.count + 63) / 64)
    let (rows, outer, inner) = (
      Buffer<UInt32>(count: count), Buffer<UInt64>(count: words), Buffer<UInt64>(count: words)
    )
    let parts = RowParts(rowCount: count)
    // A shift by 64 would be one by 0.
    let (half, rest) = (UInt64(innerBits / 2), UInt64(innerBits - innerBits / 2))
    try sweep.workers.forEach(parts.count) { part in
      let (source, rows, outer, inner) = (sorted.pointer, rows.pointer, outer.pointer, inner.pointer)
      var place = parts[part].lowerBound
      var before = place == 0 ? 0 : source[place - 1].key(rowBits)
      while place < parts[part].upperBound {
        let end = min(place + 64, parts[part].upperBound)
        var (outerWord, innerWord): (UInt64, UInt64) = (0, 0)
        for bit in 0..<UInt64(end - place) {
          let element = source[place &+ Int(bit)]
          let key = element.key(rowBits)
          let differing = key ^ before
          rows[place &+ Int(bit)] = element.row(rowBits)
          innerWord |= TallyLocal.bit(differing != 0) &<< bit
          outerWord |= TallyLocal.bit((differing &>> half) &>> rest != 0) &<< bit
          before = key
        }
        outer[place &>> 6] = outerWord
        inner[place &>> 6] = innerWord
        place = end
      }
    }
    if count > 0 {
      outer.pointer[0] |= 1
      inner.pointer[0] |= 1
    }
    return SortedRuns(
      rows: rows, starts: PlaceMarks(words: outer, count: count), innerStarts: PlaceMarks(words: inner, count: count))
  }
}
