import TallyData

/// What is wrong with the text of a file, by its place in it.
///
/// A fault is told by a byte; the line is counted when the fault is reported.
struct RowFault: Error, Sendable {
  enum Kind: Sendable {
    case ragged(expected: Int, actual: Int)
    case textAfterQuote(afterBackslash: Bool)
    case unclosedQuote
    case tooLong
    case invalidUTF8(UInt8)
    case json(JSONProblem)
    case misfit(column: String, cell: String, type: DataType)
    /// Of the source, not of the text.
    case source(LoadError)
    case interrupted
    case tooLarge(needed: Int)
  }

  var kind: Kind
  /// From the beginning of the text's source.
  var offset: Int
}

extension RowFault {
  /// The fault with its line, in the words of people; `available` is the memory that the table may take.
  func loadError(in source: ByteSource, available: Int) throws(LoadError) -> LoadError {
    let line = try LineCounter.lines(at: [offset], in: source)[0]
    let place = LoadError.Place(file: source.name, line: line, byteOffset: offset)
    return switch kind {
    case .source(let error): error
    case .interrupted: .interrupted(file: source.name)
    case .tooLarge(let needed): .tooLarge(file: source.name, needed: needed, available: max(0, available))
    case .ragged(let expected, let actual): .ragged(place, expected: expected, actual: actual)
    case .textAfterQuote: .textAfterQuote(place)
    case .unclosedQuote: .unclosedQuote(place)
    case .tooLong: .rowTooLong(place)
    case .invalidUTF8(let byte): .invalidUTF8(place, byte: byte)
    case .json(let problem): .json(place, problem)
    case .misfit(let column, let cell, let type): .misfit(place, column: column, cell: cell, type: type)
    }
  }
}
