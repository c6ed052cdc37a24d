import TallyData
import TallyFormats

/// What `set` changes, for the rest of the session.
package struct Settings: Sendable {
  package enum Color: String, CaseIterable, Sendable {
    case auto, on, off
  }

  package enum Theme: String, CaseIterable, Sendable {
    case auto, dark, light
  }

  /// A renderer's name; nil: `table` for people at a terminal, `csv` elsewhere.
  package var format: String?
  /// Rows that a table shows at most; nil: all.
  package var rows: Int? = 40
  package var notes = RenderOptions.Notes.brief
  package var isTiming = false
  /// Digits after the point in tables for people; nil: chosen for each column.
  package var digits: Int?
  package var color = Color.auto
  /// Of the prompt's colours.
  package var theme = Theme.auto
  /// While a statement is typed, how many rows it keeps stands beside it.
  package var isLive = true
  /// At the prompt, what is longer than the screen goes through a pager.
  package var isPaging = true
  /// The prompt keeps the columns of large files, and they are read from there.
  package var keepsSnapshots = true
  package var threads = Parallel.threadCount
  /// Bytes that the process may hold at most; nil: what the machine has free.
  package var memory: Int?

  package init() {}
}
