import TallyData
import TallyPlan
import TallySyntax
import TallyText

extension Command {
  static let param = Command(
    "param", summary: "Gives a script a value that `tally run --set` can change, used as `$name`.",
    signature: "param NAME = VALUE", examples: ["param year = 2023"]
  ) { session, turn throws(Stop) in
    guard case .param(let name, let expression) = turn.statement.kind else { return }
    let value = try session.parameterValue(name, expression, turn)
    session.state.parameters.removeAll { $0.name == name.text }
    session.state.parameters.append((name.text, value))
  }
}

extension Session {
  /// The value that was set from outside, else the one of the statement.
  fileprivate func parameterValue(
    _ name: NameSyntax, _ expression: ExpressionSyntax, _ turn: Turn
  ) throws(Stop) -> Value {
    let own: Value
    do throws(BindError) {
      own = try Binder.constant(expression, source: turn.source, catalog: catalog, clock: turn.clock)
    } catch {
      guard case .unknownColumn(let column, _, _, _) = error else { throw .failed(error.diagnostic) }
      throw .failed(
        Diagnostic(
          "a parameter is a value, not a column", at: column.range, label: "text stands in quotes",
          fixes: [Fix(replacing: column.range, with: "\"\(column.text)\"")]))
    }
    guard let text = parameterOverrides.last(where: { $0.name == name.text })?.value else { return own }
    if own.type == .text { return .text(text) }
    guard let value = constant(text, turn), own.type.map({ value.fits($0) }) ?? true else {
      throw .failed(
        SessionError.unfitParameter(name.text, value: text, type: own.type ?? .text, name.range).diagnostic)
    }
    return value
  }

  /// The constant that a text is; nil for any other text.
  private func constant(_ text: String, _ turn: Turn) -> Value? {
    let source = SourceText("param value = \(text)")
    guard let statement = try? Parser.statement(in: source, range: 0..<source.bytes.count),
      case .param(_, let expression) = statement.kind
    else { return nil }
    return try? Binder.constant(expression, source: source, catalog: Catalog(), clock: turn.clock)
  }
}

extension Value {
  /// Whether it can stand where a value of a type is used.
  fileprivate func fits(_ type: DataType) -> Bool {
    isMissing || self.type == type || (self.type == .integer && type == .number)
  }
}
