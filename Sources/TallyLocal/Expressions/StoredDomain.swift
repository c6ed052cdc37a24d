import TallyData
import TallyPlan

/// Everything that one column can store: the words of its dictionary, or all numbers of one or two bytes.
///
/// An expression of that column alone is worked out once for each of them, and looked up for the rows.
struct StoredDomain {
  let column: Column
  /// The stored number of the first value, which is missing; the others follow one by one.
  let first: Int64
  let values: Column

  /// Nil unless the column stores codes or narrow numbers, and much fewer than there are rows.
  init?(of column: Column) {
    self.column = column
    switch column.storage {
    case .int8:
      first = Int64(Int8.min)
      values = Self.numbers(.int8(Buffer(count: 1 << 8) { Int8($0 - 1 << 7) }), like: column, count: 1 << 8)
    case .int16:
      first = Int64(Int16.min)
      values = Self.numbers(.int16(Buffer(count: 1 << 16) { Int16($0 - 1 << 15) }), like: column, count: 1 << 16)
    case .codes8(_, let dictionary), .codes16(_, let dictionary), .codes32(_, let dictionary):
      first = 0
      let codes = Buffer<UInt32>(count: dictionary.count + 1) { UInt32(truncatingIfNeeded: $0) }
      values = Column(type: .text, storage: .codes32(codes, dictionary), count: codes.count, missingCount: 1)
    case .int32, .int64, .double, .arena: return nil
    }
  }

  private static func numbers(_ storage: ColumnStorage, like column: Column, count: Int) -> Column {
    Column(type: column.type, storage: storage, scale: column.scale, count: count, missingCount: 1)
  }

  /// The number of values that a column's domain has, without making it; nil where it has none.
  static func count(of column: Column) -> Int? {
    switch column.storage {
    case .int8: 1 << 8
    case .int16: 1 << 16
    case .codes8(_, let dictionary), .codes16(_, let dictionary), .codes32(_, let dictionary): dictionary.count + 1
    case .int32, .int64, .double, .arena: nil
    }
  }
}

extension Evaluator {
  /// The domain of the one column that an expression depends on, where working it out for the domain costs less than
  /// for the rows.
  func domain(of expression: BoundExpression) -> StoredDomain? {
    let indices = expression.columnIndices
    guard !isOverDomain, indices.count == 1, let index = indices.first else { return nil }
    let column = frame.columns[index]
    // What may lose a value is tried in vain if it does, so it must be cheap.
    let share = expression.mayLose ? 16 : column.type == .text ? 1 : 4
    guard let count = StoredDomain.count(of: column), count * share <= frame.physicalCount else { return nil }
    return StoredDomain(of: column)
  }

  /// An evaluator whose rows are the values of a domain.
  func over(_ domain: StoredDomain, for expression: BoundExpression) -> Evaluator {
    let index = expression.columnIndices.first ?? 0
    let frame = Frame(
      columns: Array(repeating: domain.values, count: index + 1), physicalCount: domain.values.count)
    return Evaluator(frame: frame, interrupt: interrupt, threads: threads, isOverDomain: true)
  }
}
