/// A thing that `set` changes.
package struct Setting: Sendable {
  package let name: String
  /// One sentence.
  package let summary: String
  /// The words it can be, in the order in which they are offered; `auto` is what stands for "not said".
  package let choices: [String]
  /// What it can be beside the choices: `a number of rows`; nil: nothing.
  package let otherValues: String?
  package let examples: [String]
  /// The value now, as `set` takes it.
  package let value: @Sendable (Settings) -> String
  /// False where the text, in lower case, is no value of this setting; then nothing changes.
  package let change: @Sendable (inout Settings, String) -> Bool

  /// `table, csv or a number of rows`.
  package var valuesText: String {
    let all = choices + (otherValues.map { [$0] } ?? [])
    guard let last = all.last, all.count > 1 else { return all.first ?? "" }
    return all.dropLast().joined(separator: ", ") + " or " + last
  }
}
