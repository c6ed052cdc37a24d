import TallyPlan
import TallyText

extension Command {
  static let use = Command(
    "use", summary: "Makes a table the current one, which queries without `from` read.", signature: "use TABLE",
    examples: ["use arrivals_by_year"]
  ) { session, turn throws(Stop) in
    guard case .use(let name) = turn.statement.kind else { return }
    let index = try session.tableIndex(name)
    session.state.shelf.current = session.state.shelf.names[index]
  }
}
