import CKernels
import TallyData

/// Tells which lines of a text some of its bytes are in.
enum LineCounter {
  /// The 1-based lines of `offsets`, in one way through the text. A line ends with LF, CRLF or a single CR.
  ///
  /// The line that `start` is in has number 1.
  static func lines(at offsets: [Int], in source: ByteSource, from start: Int = 0) throws(LoadError) -> [Int] {
    let most = (offsets.max() ?? start) - start
    let block = Buffer<UInt8>(count: min(max(most, 0), 1 << 18) + 1)
    var (place, line) = (start, 1)
    var lines = Array(repeating: 1, count: offsets.count)
    for index in offsets.indices.sorted(by: { offsets[$0] < offsets[$1] }) {
      let end = min(offsets[index], source.count)
      while place < end {
        let count = min(block.count - 1, end - place)
        let more = min(count + 1, source.count - place)
        try source.read(at: place, count: more, into: block.pointer)
        line += tally_count_lines(block.pointer, count, more > count ? block.pointer[count] : 0)
        place += count
      }
      lines[index] = line
    }
    return lines
  }

  /// How many lines end in a range.
  static func count(_ range: Range<Int>, in source: ByteSource) throws(LoadError) -> Int {
    let lines = try lines(at: [range.lowerBound, range.upperBound], in: source, from: range.lowerBound)
    return lines[1] - lines[0]
  }
}
