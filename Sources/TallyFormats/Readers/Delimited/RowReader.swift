/// Reads one row after the other, exactly: what the masks of the fast scan cannot tell is decided here.
///
/// A cell that begins with a quote, after spaces or not, goes on to its closing quote; a quote elsewhere is a
/// character like any other. Rows end with LF, CRLF, CR, or the end of the text.
struct RowReader {
  enum Row: Equatable {
    /// The cells are in `cells`; the next row begins at `end`.
    case row(end: Int)
    case blank(end: Int)
    /// The text at hand ends within the row.
    case needsMore
    case textAfterQuote(at: Int, afterBackslash: Bool)
    case unclosedQuote(at: Int)
  }

  let text: UnsafePointer<UInt8>
  let count: Int
  /// The text at hand goes to the end of all text.
  let isEnd: Bool
  let dialect: Dialect
  private(set) var cells: [Cell] = []

  init(text: UnsafePointer<UInt8>, count: Int, isEnd: Bool, dialect: Dialect) {
    self.text = text
    self.count = count
    self.isEnd = isEnd
    self.dialect = dialect
  }

  /// The row that begins at `start`, which is before the end of the text.
  mutating func read(at start: Int) -> Row {
    cells.removeAll(keepingCapacity: true)
    var place = start
    while true {
      var quote = place
      while quote < count, dialect.isPadding(text[quote]) { quote += 1 }
      if quote == count, !isEnd { return .needsMore }
      if quote < count, text[quote] == UInt8(ascii: "\"") {
        switch readQuoted(at: quote) {
        case .row(let end): place = end
        case let other: return other
        }
      } else {
        let begin = place
        while place < count, !isSeparator(text[place]) { place += 1 }
        cells.append(Cell(start: UInt32(begin), size: UInt32(place - begin)))
      }
      if place == count { return isEnd ? .row(end: count) : .needsMore }
      if text[place] == dialect.delimiter {
        place += 1
        continue
      }
      return rowEnd(at: place, start: start)
    }
  }

  /// Appends the quoted cell that opens at `quote`; the end is the separator behind it.
  private mutating func readQuoted(at quote: Int) -> Row {
    var flags = Cell.quoted
    var place = quote + 1
    while place < count {
      let byte = text[place]
      if byte == UInt8(ascii: "\\"), dialect.escapesQuotes, place + 1 < count,
        text[place + 1] == UInt8(ascii: "\"") || text[place + 1] == UInt8(ascii: "\\")
      {
        flags |= Cell.escaped
        place += 2
        continue
      }
      guard byte == UInt8(ascii: "\"") else {
        place += 1
        continue
      }
      if place + 1 < count, text[place + 1] == UInt8(ascii: "\"") {
        flags |= Cell.escaped
        place += 2
        continue
      }
      let content = Cell(start: UInt32(quote + 1), size: UInt32(place - quote - 1) | flags)
      return close(content, at: place, quote)
    }
    return isEnd ? .unclosedQuote(at: quote) : .needsMore
  }

  private mutating func close(_ content: Cell, at closing: Int, _ quote: Int) -> Row {
    var place = closing + 1
    while place < count, dialect.isPadding(text[place]) { place += 1 }
    if place == count {
      guard isEnd else { return .needsMore }
    } else if !isSeparator(text[place]) {
      let afterBackslash = closing > quote + 1 && text[closing - 1] == UInt8(ascii: "\\")
      return .textAfterQuote(at: place, afterBackslash: afterBackslash)
    }
    cells.append(content)
    return .row(end: place)
  }

  private func rowEnd(at place: Int, start: Int) -> Row {
    var end = place + 1
    if text[place] == UInt8(ascii: "\r") {
      if end == count {
        guard isEnd else { return .needsMore }
      } else if text[end] == UInt8(ascii: "\n") {
        end += 1
      }
    }
    return place == start ? .blank(end: end) : .row(end: end)
  }

  @inline(__always)
  private func isSeparator(_ byte: UInt8) -> Bool {
    byte == dialect.delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
