/// The name and type of a column.
package struct Field: Sendable, Equatable {
  package var name: String
  package var type: DataType
  /// An integer column that was loaded with nothing but 0, 1 and missing: it may stand as a condition.
  package var isIndicator: Bool

  package init(_ name: String, _ type: DataType, isIndicator: Bool = false) {
    self.name = name
    self.type = type
    self.isIndicator = isIndicator
  }
}
