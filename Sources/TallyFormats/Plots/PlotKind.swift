/// The pictures that `plot` draws.
package enum PlotKind: String, CaseIterable, Sendable {
  /// A bar for each row, or for each different value of a column by itself.
  case bar
  /// Points joined from left to right.
  case line
  /// A point for each row.
  case scatter
  /// A bar for each range of a number, as long as the rows in it are many.
  case histogram
  /// The quartiles, the reach and the outliers of a number, in each group.
  case box

  /// What a picture of this kind is made from.
  var needs: String {
    switch self {
    case .bar: "a number, or one column to count the values of"
    case .line, .scatter: "two columns, a number or date and a number"
    case .histogram, .box: "a number"
    }
  }
}
