import TallyPlan
import TallyText

extension Command {
  static let run = Command(
    "run", summary: "Runs a script in this session.", signature: "run \"FILE\"",
    examples: ["run \"Samples/factcheck.tally\""]
  ) { session, turn throws(Stop) in
    guard case .run(let path) = turn.statement.kind else { return }
    if session.options.isSafe {
      throw .failed(SessionError.refusedWhenSafe(what: "`run`", path.range).diagnostic)
    }
    guard turn.depth < Session.scriptDepthLimit else {
      throw .failed(SessionError.scriptsTooDeep(limit: Session.scriptDepthLimit, path.range).diagnostic)
    }
    let script = try session.readScript(path.text, at: path.range)
    let outcome = session.run(script, to: turn.output, mode: turn.mode, depth: turn.depth + 1)
    if outcome != .done { throw .ended(outcome) }
  }
}
