import TallyData

/// A scalar function: a value for each row from the row's arguments.
package struct Function: Sendable {
  /// What a call of given argument types becomes.
  package struct Binding: Sendable {
    /// What each argument is converted to before the call: itself, or `number` for an integer.
    package let arguments: [DataType]
    package let result: DataType

    package init(arguments: [DataType], result: DataType) {
      self.arguments = arguments
      self.result = result
    }
  }

  package let name: String
  /// One sentence.
  package let summary: String
  /// `round(x [, n])`.
  package let signature: String
  package let examples: [String]
  /// Nil where the function does not take these types, or as many arguments.
  package let bind: @Sendable ([DataType]) -> Binding?
}
