#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import CKernels
import TallyData

/// Reads the objects of a stretch of JSON into the cells of a thread; one for each thread.
final class JSONBlockReader {
  private let thread: RecordThread
  private var keys = JSONKeys()
  /// The parents of the object at hand.
  private var stack = Buffer<Int32>(count: JSONScanner.depthLimit)
  private var chunk = 0
  private(set) var loneSurrogates = 0
  private(set) var blankLines = 0
  private(set) var emptyObjects = 0

  init(_ thread: RecordThread) { self.thread = thread }

  /// How the objects of a text follow one another.
  enum Form: Sendable {
    /// Each on a line of its own.
    case lines
    /// Between commas; whether the text ends with the last of them.
    case elements(isLast: Bool)
  }

  /// Reads a chunk; with `chunk` `Int.max`, again.
  func read(_ range: Range<Int>, _ form: Form, of source: ByteSource, chunk: Int) throws(RowFault) {
    self.chunk = chunk
    thread.clear()
    (loneSurrogates, blankLines, emptyObjects) = (0, 0, 0)
    try thread.text.load(range, of: source)
    try thread.text.checkUTF8()
    var scanner = JSONScanner(thread.text.base, end: thread.text.count)
    do throws(JSONScanner.Fault) {
      switch form {
      case .lines: try readLines(&scanner)
      case .elements(let isLast): try readElements(&scanner, isLast: isLast)
      }
    } catch {
      // A text that seems not closed may only be followed by bytes that are no text.
      throw RowFault(kind: .json(error.problem), offset: range.lowerBound + error.place)
    }
    loneSurrogates = scanner.loneSurrogates
  }

  private func readLines(_ scanner: inout JSONScanner) throws(JSONScanner.Fault) {
    var row = 0
    while true {
      let lineStart = scanner.place
      scanner.skipBlanks()
      let breaks = lineBreaks(scanner, lineStart..<scanner.place)
      blankLines += row == 0 ? breaks : max(0, breaks - 1)
      if scanner.place >= scanner.end { break }
      if row > 0, breaks == 0 { throw scanner.fault(.textAfterEnd) }
      let start = scanner.place
      // Found before texts are decoded in place, and may hold line breaks.
      let lineEnd = memchr(scanner.base + start, 10, scanner.end - start).map {
        $0 - UnsafeMutableRawPointer(scanner.base)
      }
      try record(&scanner, row)
      if let lineEnd, scanner.place > lineEnd { throw JSONScanner.Fault(problem: .brokenLine, place: start) }
      row += 1
    }
    thread.rowCount = row
  }

  /// How many lines end in a stretch that is mostly short and mostly has none.
  private func lineBreaks(_ scanner: JSONScanner, _ range: Range<Int>) -> Int {
    let start = scanner.base + range.lowerBound
    guard memchr(start, 10, range.count) != nil else { return 0 }
    return UnsafeBufferPointer(start: start, count: range.count).count { $0 == UInt8(ascii: "\n") }
  }

  private func readElements(_ scanner: inout JSONScanner, isLast: Bool) throws(JSONScanner.Fault) {
    var row = 0
    scanner.skipBlanks()
    while scanner.place < scanner.end {
      try record(&scanner, row)
      row += 1
      scanner.skipBlanks()
      if scanner.place >= scanner.end { break }
      guard scanner.byte == UInt8(ascii: ",") else { throw scanner.noComma(closing: UInt8(ascii: "]")) }
      scanner.place += 1
      scanner.skipBlanks()
      if isLast, scanner.place >= scanner.end { throw scanner.fault(.commaBeforeEnd) }
    }
    thread.rowCount = row
  }

  // MARK: - One record

  private func record(_ scanner: inout JSONScanner, _ row: Int) throws(JSONScanner.Fault) {
    guard scanner.byte == UInt8(ascii: "{") else {
      let start = scanner.place
      _ = try scanner.value(compacting: false)
      throw JSONScanner.Fault(problem: .notAnObject, place: start)
    }
    scanner.place &+= 1
    scanner.skipBlanks()
    var (parent, previous, depth) = (0, -1, 0)
    if scanner.byte == UInt8(ascii: "}") {
      scanner.place &+= 1
      return
    }
    while true {
      let node = try key(&scanner, parent, previous)
      if scanner.byte == UInt8(ascii: "{") {
        scanner.place &+= 1
        scanner.skipBlanks()
        if scanner.byte != UInt8(ascii: "}") {
          guard depth < JSONScanner.depthLimit else { throw scanner.fault(.tooDeep) }
          stack.pointer[depth] = Int32(truncatingIfNeeded: parent)
          depth &+= 1
          (parent, previous) = (node, -1)
          continue
        }
        scanner.place &+= 1
        emptyObjects += 1
      } else {
        try value(&scanner, node, row)
      }
      previous = node
      // The ends of what the value ends, then a comma.
      while true {
        scanner.skipBlanks()
        if scanner.byte == UInt8(ascii: ",") {
          scanner.place &+= 1
          scanner.skipBlanks()
          if scanner.byte != UInt8(ascii: "\"") { throw scanner.noKey(afterComma: true) }
          break
        }
        guard scanner.byte == UInt8(ascii: "}") else { throw scanner.noComma(closing: UInt8(ascii: "}")) }
        scanner.place &+= 1
        if depth == 0 { return }
        depth &-= 1
        previous = parent
        parent = Int(stack.pointer[depth])
      }
    }
  }

  /// The node of the key at hand; the scanner goes to its value.
  @inline(__always)
  private func key(_ scanner: inout JSONScanner, _ parent: Int, _ previous: Int) throws(JSONScanner.Fault) -> Int {
    guard scanner.byte == UInt8(ascii: "\"") else { throw scanner.noKey(afterComma: false) }
    let cell = try scanner.text()
    let node = keys.node(scanner.base + Int(cell.start), cell.count, parent: parent, previous: previous)
    scanner.skipBlanks()
    guard scanner.byte == UInt8(ascii: ":") else {
      throw scanner.fault(scanner.place >= scanner.end ? .unclosed : .noColon)
    }
    scanner.place &+= 1
    scanner.skipBlanks()
    return node
  }

  @inline(__always)
  private func value(_ scanner: inout JSONScanner, _ node: Int, _ row: Int) throws(JSONScanner.Fault) {
    var column = Int(keys.nodes[node].column)
    if column < 0 { column = try addColumn(scanner, node) }
    switch scanner.byte {
    case UInt8(ascii: "\""): thread.columns.put(try scanner.text(), .text, column: column, row: row)
    case UInt8(ascii: "-"), 48...57: thread.columns.put(try scanner.number(), .number, column: column, row: row)
    case UInt8(ascii: "n") where scanner.skip("null"): thread.columns.putMissing(column: column, row: row)
    default: try otherValue(&scanner, column, row)
    }
  }

  private func otherValue(_ scanner: inout JSONScanner, _ column: Int, _ row: Int) throws(JSONScanner.Fault) {
    let start = scanner.place
    if scanner.byte == UInt8(ascii: "[") {
      thread.columns.put(try scanner.value(compacting: true), .list, column: column, row: row)
      return
    }
    let isWord =
      scanner.byte == UInt8(ascii: "t")
      ? scanner.skip("true") : scanner.byte == UInt8(ascii: "f") && scanner.skip("false")
    guard isWord else { throw scanner.noValue() }
    let cell = Cell(
      start: UInt32(truncatingIfNeeded: start), size: UInt32(truncatingIfNeeded: scanner.place &- start))
    thread.columns.put(cell, .truth, column: column, row: row)
  }

  private func addColumn(_ scanner: JSONScanner, _ node: Int) throws(JSONScanner.Fault) -> Int {
    guard thread.columns.count < JSONScanner.columnLimit else { throw scanner.fault(.tooManyColumns) }
    let column = thread.addColumn(keys.name(node), chunk: chunk, isNested: keys.nodes[node].parent > 0)
    keys.setColumn(column, of: node)
    return column
  }

  // MARK: - Columns

  /// Reads an object of arrays, each a column.
  func readColumns(_ range: Range<Int>, of source: ByteSource) throws(RowFault) {
    chunk = 0
    thread.clear()
    try thread.text.load(range, of: source)
    try thread.text.checkUTF8()
    var scanner = JSONScanner(thread.text.base, end: thread.text.count)
    do throws(JSONScanner.Fault) { try columnArrays(&scanner) } catch {
      throw RowFault(kind: .json(error.problem), offset: range.lowerBound + error.place)
    }
    loneSurrogates = scanner.loneSurrogates
  }

  private func columnArrays(_ scanner: inout JSONScanner) throws(JSONScanner.Fault) {
    scanner.skipBlanks()
    var previous = -1
    repeat {
      // The brace, then commas.
      scanner.place += 1
      scanner.skipBlanks()
      previous = try key(&scanner, 0, previous)
      let start = scanner.place
      let count = try elements(&scanner, previous)
      if thread.columns.count == 1 { thread.rowCount = count }
      guard count == thread.rowCount else { throw JSONScanner.Fault(problem: .unequalColumns, place: start) }
      scanner.skipBlanks()
    } while scanner.byte == UInt8(ascii: ",")
  }

  /// The values of the array at hand; gives how many there are.
  private func elements(_ scanner: inout JSONScanner, _ node: Int) throws(JSONScanner.Fault) -> Int {
    if keys.nodes[node].column < 0 { _ = try addColumn(scanner, node) }
    let column = Int(keys.nodes[node].column)
    scanner.place += 1
    scanner.skipBlanks()
    var row = 0
    while scanner.byte != UInt8(ascii: "]") {
      if scanner.byte == UInt8(ascii: "{") {
        thread.columns.put(try scanner.value(compacting: true), .list, column: column, row: row)
      } else {
        try value(&scanner, node, row)
      }
      row += 1
      scanner.skipBlanks()
      guard scanner.byte == UInt8(ascii: ",") else { continue }
      scanner.place += 1
      scanner.skipBlanks()
    }
    scanner.place += 1
    return row
  }
}
