import CKernels
import TallyData

/// Free texts of some rows, in the order given; row `UInt32.max` stands for a missing one.
struct TextGather: Sendable {
  let arena: TextArena
  let rows: Buffer<UInt32>
  let workers: Workers

  func column() throws(RunError) -> Column {
    try MemoryLimit.check(rows.count, 16, for: "the texts")
    let found = FoundTexts(count: rows.count)
    let sizes = try find(found)
    try MemoryLimit.check(sizes.bytes.reduce(0, +), 1, for: "the texts")
    var segments: [TextArena.Segment] = []
    for stretch in found.stretches(sizes.bytes) { segments.append(try segment(stretch, found)) }
    return Column(
      type: .text, storage: .arena(TextArena(segments: segments)), count: rows.count, missingCount: sizes.missing)
  }

  /// Looks for all texts; gives the bytes of each part of the rows, and how many texts are missing.
  private func find(_ found: FoundTexts) throws(RunError) -> (bytes: [Int], missing: Int) {
    let segments = Buffer(
      arena.segments.map { segment in
        tally_segment(
          first_row: UInt64(segment.firstRow), bytes: segment.bytes.pointer, offsets: segment.offsets.pointer)
      })
    let parts = RowParts(rowCount: rows.count)
    let sizes = Buffer<tally_text_sizes>(repeating: tally_text_sizes(bytes: 0, missing: 0), count: parts.count)
    let (rows, interrupt) = (rows, workers.interrupt)
    try workers.forEach(parts.count) { part in
      parts.forEachBlock(of: part, interrupt) { block in
        let first = block.lowerBound
        let size = tally_find_texts(
          segments.pointer, segments.count, rows.pointer + first, block.count, found.starts.pointer + first,
          found.lengths.pointer + first)
        sizes.pointer[part].bytes += size.bytes
        sizes.pointer[part].missing += size.missing
      }
    }
    return (sizes.values.map { Int($0.bytes) }, sizes.values.reduce(0) { $0 + Int($1.missing) })
  }

  private func segment(_ range: Range<Int>, _ found: FoundTexts) throws(RunError) -> TextArena.Segment {
    let parts = RowParts(rowCount: range.count)
    var starts = [0]
    for part in 0..<parts.count {
      let rows = parts[part]
      starts.append(
        starts[part] + found.size(range.lowerBound + rows.lowerBound..<range.lowerBound + rows.upperBound))
    }
    let segment = TextArena.Segment(
      firstRow: range.lowerBound, bytes: Buffer(count: starts[parts.count]), offsets: Buffer(count: range.count + 1))
    let (interrupt, ends) = (workers.interrupt, starts)
    segment.offsets.pointer[0] = 0
    try workers.forEach(parts.count) { part in
      var end = UInt32(truncatingIfNeeded: ends[part])
      let (bytes, offsets) = (segment.bytes.pointer, segment.offsets.pointer)
      parts.forEachBlock(of: part, interrupt) { block in
        let first = range.lowerBound + block.lowerBound
        tally_copy_texts(
          found.starts.pointer + first, found.lengths.pointer + first, block.count, bytes, end,
          offsets + block.lowerBound + 1)
        end = offsets[block.upperBound] & ~TextArena.missingFlag
      }
    }
    return segment
  }
}

/// Where the texts of some rows begin, and how long they are; with the flag of a missing one.
private struct FoundTexts: @unchecked Sendable {
  // Written by threads for rows of their own, before any is read.
  let starts: Buffer<UnsafePointer<UInt8>?>
  let lengths: Buffer<UInt32>

  init(count: Int) { (starts, lengths) = (Buffer(count: count), Buffer(count: count)) }

  /// The bytes of some rows together.
  func size(_ rows: Range<Int>) -> Int {
    var size = 0
    for row in rows { size &+= Int(lengths.pointer[row] & ~TextArena.missingFlag) }
    return size
  }

  /// Consecutive rows whose texts a segment holds; at least one stretch. `sizes` are the bytes of each part of the rows.
  func stretches(_ sizes: [Int]) -> [Range<Int>] {
    let parts = RowParts(rowCount: lengths.count)
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
        for row in parts[part] { add(row..<row + 1, size(row..<row + 1)) }
      }
    }
    return stretches
  }
}
