import TallyData
import TallyFormats
import TallySyntax
import TallyText

extension Command {
  static let set = Command(
    "set", summary: "Changes a setting for the rest of the session, or lists them all.",
    signature: "set [NAME VALUE]", examples: ["set", "set rows 20"]
  ) { session, turn throws(Stop) in
    guard case .set(let name, let value) = turn.statement.kind else { return }
    guard let name else { return try session.listSettings(turn) }
    guard let setting = Setting.named(name.text) else {
      throw .failed(SessionError.unknownSetting(name).diagnostic)
    }
    guard let value else {
      throw .failed(SessionError.settingWithoutValue(setting, turn.statement.range).diagnostic)
    }
    guard setting.change(&session.state.settings, value.text.lowercased()) else {
      throw .failed(SessionError.wrongSettingValue(setting, value).diagnostic)
    }
    if turn.mode == .running { MemoryBudget.choose(session.settings.memory) }
  }
}

extension Session {
  fileprivate func listSettings(_ turn: Turn) throws(Stop) {
    let rows = Setting.all.map { setting -> [Value] in
      [.text(setting.name), .text(setting.value(settings)), .text(setting.valuesText)]
    }
    let fields = [Field("setting", .text), Field("value", .text), Field("can be", .text)]
    try write(Answer(table: Table(name: "settings", fields: fields, rows: rows)), turn)
  }
}
