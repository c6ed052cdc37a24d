import TallyData

/// A JSON file held in memory, to find where its rows are.
struct JSONDocument {
  private let buffer: Buffer<UInt8>
  private let source: ByteSource
  private let start: Int

  /// A key of the outermost object and what it holds.
  private struct Member {
    var key: String
    /// Of an array: where its bracket is.
    var array: Int?
    var holdsObjects = false
  }

  init(_ text: JSONText) throws(LoadError) {
    let bytes = text.text.bytes
    start = text.text.start
    let size = bytes.count + ChunkText.padding
    guard size <= text.memoryLimit else {
      throw .tooLarge(file: bytes.name, needed: size, available: max(0, text.memoryLimit))
    }
    buffer = Buffer(count: size)
    try bytes.read(at: 0, count: bytes.count, into: buffer.pointer)
    (buffer.pointer + bytes.count).update(repeating: 0, count: ChunkText.padding)
    source = ByteSource(name: bytes.name, owning: buffer, count: bytes.count)
  }

  /// Where the rows are.
  func layout(_ options: LoadOptions) throws(LoadError) -> JSONLayout {
    do throws(RowFault) { return try found(options) } catch {
      throw try error.loadError(in: source, available: 0)
    }
  }

  private func found(_ options: LoadOptions) throws(RowFault) -> JSONLayout {
    var scanner = JSONScanner(buffer.pointer, from: start, end: source.count)
    scanner.skipBlanks()
    let first = scanner.place
    guard first < scanner.end else { throw failure(.empty(file: source.name)) }
    switch scanner.byte {
    case UInt8(ascii: "["):
      if let table = options.table { throw failure(.notDivided(file: source.name, name: table)) }
      return try outermost(scanner, options)
    case UInt8(ascii: "{"):
      let members = try faults { (scanner) throws(JSONScanner.Fault) in try self.members(&scanner) }(&scanner)
      let end = scanner.place
      scanner.skipBlanks()
      if scanner.place >= scanner.end { return try layout(of: members, first..<end, options) }
      guard scanner.byte == UInt8(ascii: "{"), options.table == nil else {
        throw RowFault(kind: .json(.textAfterEnd), offset: scanner.place)
      }
      return try lines(options)
    default:
      _ = try faults { (scanner) throws(JSONScanner.Fault) in try scanner.value(compacting: false) }(&scanner)
      throw failure(.noRecords(file: source.name, what: "a single value"))
    }
  }

  private func failure(_ error: LoadError) -> RowFault { RowFault(kind: .source(error), offset: 0) }

  /// A way of reading whose faults are told by their place in the file.
  private func faults<Result>(
    _ read: @escaping (inout JSONScanner) throws(JSONScanner.Fault) -> Result
  ) -> (inout JSONScanner) throws(RowFault) -> Result {
    { (scanner) throws(RowFault) in
      do throws(JSONScanner.Fault) { return try read(&scanner) } catch {
        throw RowFault(kind: .json(error.problem), offset: error.place)
      }
    }
  }

  // MARK: - The outermost value

  /// The rows of an array that is the whole file.
  private func outermost(_ scanner: JSONScanner, _ options: LoadOptions) throws(RowFault) -> JSONLayout {
    var (layout, end) = JSONLayout.elements(scanner, from: scanner.place + 1, source: source, options)
    var rest = scanner
    rest.place = min(end + 1, scanner.end)
    rest.skipBlanks()
    if layout.unclosed == nil, rest.place < rest.end { layout.textBehind = rest.place }
    return layout
  }

  private func lines(_ options: LoadOptions) throws(RowFault) -> JSONLayout {
    do throws(LoadError) {
      var layout = try JSONLayout.lines(source, from: start, options)
      layout.explanations = ["the file is one object a line"]
      return layout
    } catch { throw failure(error) }
  }

  /// The members of the object at hand, which is passed.
  private func members(_ scanner: inout JSONScanner) throws(JSONScanner.Fault) -> [Member] {
    var members: [Member] = []
    scanner.place += 1
    scanner.skipBlanks()
    while scanner.byte != UInt8(ascii: "}") || !members.isEmpty {
      guard scanner.byte == UInt8(ascii: "\"") else { throw scanner.noKey(afterComma: !members.isEmpty) }
      let keyStart = scanner.place
      try scanner.skipText()
      var member = Member(key: key(keyStart..<scanner.place))
      scanner.skipBlanks()
      guard scanner.byte == UInt8(ascii: ":") else {
        throw scanner.fault(scanner.place >= scanner.end ? .unclosed : .noColon)
      }
      scanner.place += 1
      scanner.skipBlanks()
      if scanner.byte == UInt8(ascii: "[") {
        member.array = scanner.place
        var inside = scanner
        inside.place += 1
        inside.skipBlanks()
        member.holdsObjects = inside.byte == UInt8(ascii: "{")
      }
      _ = try scanner.value(compacting: false)
      members.append(member)
      scanner.skipBlanks()
      if scanner.byte == UInt8(ascii: "}") { break }
      guard scanner.byte == UInt8(ascii: ",") else { throw scanner.noComma(closing: UInt8(ascii: "}")) }
      scanner.place += 1
      scanner.skipBlanks()
    }
    scanner.place += 1
    return members
  }

  /// A key between its quotes; it is decoded in a copy, for the text is read again.
  private func key(_ range: Range<Int>) -> String {
    let copy = Buffer<UInt8>(count: range.count + ChunkText.padding)
    copy.pointer.update(from: buffer.pointer + range.lowerBound, count: range.count)
    (copy.pointer + range.count).update(repeating: 0, count: ChunkText.padding)
    var scanner = JSONScanner(copy.pointer, end: range.count)
    guard let cell = try? scanner.text() else { return "" }
    return String(decoding: cell.bytes(in: UnsafePointer(copy.pointer)), as: UTF8.self)
  }

  // MARK: - An object

  private func layout(
    of members: [Member], _ range: Range<Int>, _ options: LoadOptions
  ) throws(RowFault) -> JSONLayout {
    if members.isEmpty { throw failure(.noRecords(file: source.name, what: "an empty object")) }
    let tables = members.filter(\.holdsObjects)
    if let table = options.table {
      if tables.isEmpty { throw failure(.notDivided(file: source.name, name: table)) }
      guard let place = ColumnNames.index(of: table, in: tables.map(\.key)) else {
        throw failure(.unknownTable(file: source.name, name: table, tables: tables.map(\.key)))
      }
      return inner(tables[place], members, options)
    }
    switch tables.count {
    case 1: return inner(tables[0], members, options)
    case 2...: throw failure(.severalTables(file: source.name, tables: tables.map(\.key)))
    default: break
    }
    if members.allSatisfy({ $0.array != nil }) {
      guard range.count < RecordText.limit else { throw RowFault(kind: .tooLong, offset: range.lowerBound) }
      return JSONLayout(
        form: .columns, source: source, chunks: [range], explanations: ["each array of the object is a column"])
    }
    return JSONLayout(form: .elements, source: source, chunks: [range], explanations: ["the object is one row"])
  }

  /// The rows of an array within the outermost object.
  private func inner(_ table: Member, _ members: [Member], _ options: LoadOptions) -> JSONLayout {
    let scanner = JSONScanner(buffer.pointer, end: source.count)
    var layout = JSONLayout.elements(scanner, from: (table.array ?? 0) + 1, source: source, options).layout
    let others = members.map(\.key).filter { $0 != table.key }
    let rest = others.isEmpty ? "" : "; left out: \(others.prefix(12).joined(separator: ", "))"
    layout.explanations = ["the rows are those of `\(table.key)`\(rest)\(others.count > 12 ? ", …" : "")"]
    return layout
  }
}
