import TallyFormats

extension Setting {
  /// Every setting, in the order in which `set` lists them.
  package static let all: [Setting] = [
    format, rows, notes, timing, digits, color, theme, live, pager, threads, memory, snapshots,
  ]

  package static func named(_ name: String) -> Setting? {
    let lowered = name.lowercased()
    return all.first { $0.name == lowered }
  }

  private static let automatic = "auto"
  private static let everything = "all"
  private static let switches = ["on", "off"]

  static let format = Setting(
    name: "format", summary: "How answers are written; auto is table at a terminal and csv elsewhere.",
    choices: [automatic] + Renderer.all.map(\.name), otherValues: nil, examples: ["set format markdown"],
    value: { $0.format ?? automatic },
    change: { settings, text in
      if text == automatic {
        settings.format = nil
      } else if Renderer.named(text) != nil {
        settings.format = text
      } else {
        return false
      }
      return true
    })

  static let rows = Setting(
    name: "rows", summary: "How many rows a table shows at a terminal before it is cut.",
    choices: [everything], otherValues: "a number of rows", examples: ["set rows 100", "set rows all"],
    value: { $0.rows.map(String.init) ?? everything },
    change: { settings, text in
      if text == everything {
        settings.rows = nil
      } else if let count = Int(text), count > 0 {
        settings.rows = count
      } else {
        return false
      }
      return true
    })

  static let notes = Setting(
    name: "notes", summary: "What is said beside the data: nothing, what must be known, or also what can be learnt.",
    choices: RenderOptions.Notes.allCases.map(\.rawValue), otherValues: nil, examples: ["set notes teach"],
    value: { $0.notes.rawValue },
    change: { settings, text in
      guard let notes = RenderOptions.Notes(rawValue: text) else { return false }
      settings.notes = notes
      return true
    })

  static let timing = Setting(
    name: "timing", summary: "Whether the milliseconds of each statement are written to standard error.",
    choices: switches, otherValues: nil, examples: ["set timing on"],
    value: { $0.isTiming ? switches[0] : switches[1] },
    change: { settings, text in
      guard switches.contains(text) else { return false }
      settings.isTiming = text == switches[0]
      return true
    })

  static let digits = Setting(
    name: "digits", summary: "Digits after the point in tables; auto chooses for each column.",
    choices: [automatic], otherValues: "a number from 0 to 15", examples: ["set digits 2"],
    value: { $0.digits.map(String.init) ?? automatic },
    change: { settings, text in
      if text == automatic {
        settings.digits = nil
      } else if let digits = Int(text), (0...15).contains(digits) {
        settings.digits = digits
      } else {
        return false
      }
      return true
    })

  static let color = Setting(
    name: "color", summary: "Whether answers and errors are coloured; auto is at a terminal and without NO_COLOR.",
    choices: Settings.Color.allCases.map(\.rawValue), otherValues: nil, examples: ["set color off"],
    value: { $0.color.rawValue },
    change: { settings, text in
      guard let color = Settings.Color(rawValue: text) else { return false }
      settings.color = color
      return true
    })

  static let theme = Setting(
    name: "theme",
    summary: "Colours of the prompt for a dark or a light background; auto follows COLORFGBG, or suits both.",
    choices: Settings.Theme.allCases.map(\.rawValue), otherValues: nil, examples: ["set theme dark"],
    value: { $0.theme.rawValue },
    change: { settings, text in
      guard let theme = Settings.Theme(rawValue: text) else { return false }
      settings.theme = theme
      return true
    })

  static let live = Setting(
    name: "live", summary: "Whether the prompt shows how many rows a statement keeps while it is typed.",
    choices: switches, otherValues: nil, examples: ["set live off"],
    value: { $0.isLive ? switches[0] : switches[1] },
    change: { settings, text in
      guard switches.contains(text) else { return false }
      settings.isLive = text == switches[0]
      return true
    })

  static let pager = Setting(
    name: "pager", summary: "Whether the prompt shows what is longer than the screen in a pager.",
    choices: switches, otherValues: nil, examples: ["set pager off"],
    value: { $0.isPaging ? switches[0] : switches[1] },
    change: { settings, text in
      guard switches.contains(text) else { return false }
      settings.isPaging = text == switches[0]
      return true
    })

  static let threads = Setting(
    name: "threads", summary: "How many threads work on one statement at most.",
    choices: [], otherValues: "a number from 1 to 256", examples: ["set threads 1"],
    value: { String($0.threads) },
    change: { settings, text in
      guard let threads = Int(text), (1...256).contains(threads) else { return false }
      settings.threads = threads
      return true
    })

  static let memory = Setting(
    name: "memory",
    summary: "How much memory tables and queries may take at most; auto is what the machine has free.",
    choices: [automatic], otherValues: "a size from 100 MB on", examples: ["set memory 4 GB", "set memory auto"],
    value: { $0.memory.map { MemorySize.text($0) } ?? automatic },
    change: { settings, text in
      if text == automatic {
        settings.memory = nil
      } else if let size = MemorySize.bytes(of: text), size >= 100_000_000 {
        settings.memory = size
      } else {
        return false
      }
      return true
    })

  static let snapshots = Setting(
    name: "snapshots",
    summary: "Whether the prompt keeps the columns of large files in the cache folder, for the next start.",
    choices: switches, otherValues: nil, examples: ["set snapshots off"],
    value: { $0.keepsSnapshots ? switches[0] : switches[1] },
    change: { settings, text in
      guard switches.contains(text) else { return false }
      settings.keepsSnapshots = text == switches[0]
      return true
    })
}
