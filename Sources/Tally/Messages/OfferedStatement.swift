/// A statement that would run in place of one that failed.
package struct OfferedStatement: Sendable, Equatable {
  package let text: String
  /// A few words beside it, where there is more than one to choose from: `746 rows`.
  package let detail: String

  package init(_ text: String, detail: String = "") {
    self.text = text
    self.detail = detail
  }
}
