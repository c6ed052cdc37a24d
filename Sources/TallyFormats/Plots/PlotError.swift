import TallyText

/// Why an answer cannot be drawn as was asked.
package enum PlotError: Error, Sendable, Equatable {
  /// The columns are not those that the kind needs; nil: no kind fits them.
  case unfit(PlotKind?, columns: String)
  /// More pictures than can be told apart.
  case tooManyPanels(count: Int, columns: String)
}

extension PlotError {
  /// The error at the step that asked for the picture.
  package func diagnostic(at range: SourceRange) -> Diagnostic {
    switch self {
    case .unfit(let kind?, let columns):
      Diagnostic("`plot \(kind.rawValue)` needs \(kind.needs)", at: range, label: "the columns are \(columns)")
    case .unfit(nil, let columns):
      Diagnostic("`plot` needs a number", at: range, label: "the columns are \(columns)")
    case .tooManyPanels(let count, let columns):
      Diagnostic(
        "\(counted(count, "picture")) would be drawn, at most \(Plot.panelLimit) are", at: range,
        label: "one for each \(columns)")
    }
  }
}
