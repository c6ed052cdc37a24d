import TallyData

/// Free texts of some rows, in the order given; row `UInt32.max` stands for a missing one.
struct TextGather: Sendable {
  let arena: TextArena
  let rows: Buffer<UInt32>
  let workers: Workers

  func column() throws(RunError) -> Column {
    let (sizes, missingCount) = try sizes(of: 0..<rows.count)
    try MemoryLimit.check(sizes.reduce(0, +), 1, for: "the texts")
    var segments: [TextArena.Segment] = []
    let stretches = stretches(sizes)
    for stretch in stretches {
      segments.append(try segment(stretch, stretches.count == 1 ? sizes : try self.sizes(of: stretch).bytes))
    }
    return Column(
      type: .text, storage: .arena(TextArena(segments: segments)), count: rows.count, missingCount: missingCount)
  }

  /// The bytes of the texts in each part of some rows, and how many are missing.
  private func sizes(of range: Range<Int>) throws(RunError) -> (bytes: [Int], missing: Int) {
    let parts = RowParts(rowCount: range.count)
    let interrupt = workers.interrupt
    let (sizes, missing) = (Buffer<Int>(count: parts.count), Buffer<Int>(count: parts.count))
    try workers.forEach(parts.count) { part in
      var (size, missingCount) = (0, 0)
      parts.forEachBlock(of: part, interrupt) { block in
        for place in block {
          let view = view(range.lowerBound &+ place)
          size &+= view.count
          missingCount &+= bit(view.isMissing)
        }
      }
      sizes.pointer[part] = size
      missing.pointer[part] = missingCount
    }
    return (Array(sizes.values), missing.values.reduce(0, +))
  }

  @inline(__always)
  private func view(_ place: Int) -> TextView {
    let row = rows.pointer[place]
    return row == .max ? .missing : arena.view(Int(row))
  }

  /// Consecutive rows whose texts a segment holds; at least one stretch.
  private func stretches(_ sizes: [Int]) -> [Range<Int>] {
    let parts = RowParts(rowCount: rows.count)
    var stretches: [Range<Int>] = []
    var room = 0
    func add(_ rows: Range<Int>, _ size: Int) {
      if size <= room, let last = stretches.last {
        stretches[stretches.count - 1] = last.lowerBound..<rows.upperBound
        room -= size
      } else {
        stretches.append(rows)
        room = Int(Int32.max) - size
      }
    }
    for part in 0..<parts.count {
      if sizes[part] <= Int(Int32.max) {
        add(parts[part], sizes[part])
      } else {
        for row in parts[part] { add(row..<row + 1, view(row).count) }
      }
    }
    return stretches
  }

  /// `sizes`: the bytes of each part of the rows.
  private func segment(_ range: Range<Int>, _ sizes: [Int]) throws(RunError) -> TextArena.Segment {
    var starts = [0]
    for size in sizes { starts.append(starts[starts.count - 1] + size) }
    let segment = TextArena.Segment(
      firstRow: range.lowerBound, bytes: Buffer(count: starts[sizes.count]), offsets: Buffer(count: range.count + 1))
    let parts = RowParts(rowCount: range.count)
    let interrupt = workers.interrupt
    let ends = starts
    segment.offsets.pointer[0] = 0
    try workers.forEach(parts.count) { part in
      var end = ends[part]
      let (bytes, offsets) = (segment.bytes.pointer, segment.offsets.pointer)
      parts.forEachBlock(of: part, interrupt) { block in
        for place in block {
          let view = view(range.lowerBound &+ place)
          if let base = view.base { (bytes + end).initialize(from: base, count: view.count) }
          end &+= view.count
          offsets[place &+ 1] = UInt32(truncatingIfNeeded: end) | (view.isMissing ? TextArena.missingFlag : 0)
        }
      }
    }
    return segment
  }
}
