import TallyFormats
import TallyPlan
import TallySyntax
import TallyText

extension Command {
  static let letName = Command(
    "let", summary: "Names an expression, used like a column, or a query, used like a table.",
    signature: "let NAME = EXPRESSION | let NAME = from TABLE | …",
    examples: ["let recent = year >= 2022", "let women = from arrivals | where sex = \"female\""]
  ) { session, turn throws(Stop) in
    if case .letExpression(let name, let expression) = turn.statement.kind {
      try session.define(name, .expression(expression), turn)
    } else if case .letQuery(let name, let query) = turn.statement.kind {
      try session.define(name, .query(query, current: session.state.shelf.current), turn)
    }
  }
}

extension Session {
  /// Keeps a definition that can be resolved over the current table; a later one of the same name replaces it.
  fileprivate func define(_ name: NameSyntax, _ body: LetDefinition.Body, _ turn: Turn) throws(Stop) {
    let definition = LetDefinition(name: name.text, body: body, source: turn.source)
    let earlier = state.lets
    let others = earlier.filter { $0.name != name.text }
    do throws(Stop) {
      try checkDefinition(body, among: others + [definition], turn)
    } catch {
      // A name that is unknown is not told that it resembles the one being defined.
      if case .failed(let diagnostic) = error, diagnostic.range.map({ turn.source[$0] }) != name.text {
        try checkDefinition(body, among: others, turn)
        state.lets = earlier
      }
      throw error
    }
    noteShadowing(name, body, turn)
  }

  private func checkDefinition(_ body: LetDefinition.Body, among lets: [LetDefinition], _ turn: Turn) throws(Stop) {
    let earlier = state.lets
    state.lets = lets
    do throws(Stop) {
      switch body {
      case .expression(let expression): try checkExpression(expression, turn)
      case .query(let query, _): _ = try bind(query.steps, continuing: nil, isOpen: true, turn)
      }
    } catch {
      state.lets = earlier
      throw error
    }
  }

  private func checkExpression(_ expression: ExpressionSyntax, _ turn: Turn) throws(Stop) {
    try loadTables(of: [], startsAtCurrent: true, isOpen: true, turn)
    do throws(BindError) {
      try Binder.check(expression, source: turn.source, catalog: catalog, clock: turn.clock)
    } catch {
      if try fillPartlyRead(at: turn.statement.range, to: turn.output) { return try checkExpression(expression, turn) }
      throw .failed(error.diagnostic)
    }
  }

  /// A column wins over a let of the same name; who declares one is told.
  private func noteShadowing(_ name: NameSyntax, _ body: LetDefinition.Body, _ turn: Turn) {
    guard turn.mode == .running, settings.notes != .off else { return }
    switch body {
    case .expression:
      guard let table = catalog.currentTable,
        case .found(let index) = NameMatching.match(name.text, in: table.fields.map(\.name))
      else { return }
      turn.output.writeLine(
        "\(table.name) has a column `\(table.fields[index].name)`, which is used there in place of this `let`")
    case .query:
      guard let index = state.shelf.index(of: name.text) else { return }
      turn.output.writeLine("a table is named `\(state.shelf.names[index])`: it is used in place of this `let`")
    }
  }
}
