import TallyData
import TallyFormats
import TallyLocal
import TallyText

/// The answer of `why`: a table, which people read as lines.
///
///     344 rows
///       sex != "male"     kept 165    failed 168    unknown 11
struct FunnelAnswer {
  private let lines: [FunnelLine]
  private let sourceRows: Int

  init(_ lines: [FunnelLine], sourceRows: Int) {
    self.lines = lines
    self.sourceRows = sourceRows
  }

  var answer: Answer {
    let counts = ["rows", "kept", "failed", "unknown", "added", "left"]
    let rows = lines.map { line -> [Value] in
      let outcome = line.outcome
      let numbers = [line.rowsIn, outcome?.kept, outcome?.failed, outcome?.unknown, line.added, line.left]
      return [.text(line.table), .text(Self.words(line))] + numbers.map { $0.map { .integer(Int64($0)) } ?? .missing }
    }
    let fields = [Field("table", .text), Field("step", .text)] + counts.map { Field($0, .integer) }
    return Answer(table: Table(name: "why", fields: fields, rows: rows), sentence: sentence)
  }

  private static func words(_ line: FunnelLine) -> String {
    switch line.kind {
    case .dropping: "drop where " + line.text
    case .assert: "assert " + line.text
    case .condition, .together, .join, .joined, .when, .values, .share, .cut, .append, .reshaped: line.text
    }
  }

  private var sentence: String {
    guard !lines.isEmpty else { return "\(counted(sourceRows, "row")), no condition" }
    let judged = lines.filter { $0.kind != .reshaped }
    let starts = judged.map { String(repeating: " ", count: 2 + 2 * $0.depth) + Self.words($0) }
    let width = starts.map { DisplayWidth.of($0) }.max() ?? 0
    let columns = Self.columns(judged)
    var text = [counted(sourceRows, "row")]
    // The tables whose rows are being told, the joined ones by their depth.
    var opened: Set<Int> = [0]
    var row = 0
    for line in lines {
      let indent = String(repeating: " ", count: 2 * line.depth)
      if line.kind != .joined, opened.insert(line.depth).inserted {
        text.append("\(indent)\(line.table): \(counted(line.rowsIn, "row"))")
      }
      if line.kind == .reshaped {
        text.append("\(indent)\(counted(line.left ?? 0, "row")): \(line.text)")
        continue
      }
      if line.kind == .joined { opened.remove(line.depth) }
      let gap = String(repeating: " ", count: width - DisplayWidth.of(starts[row]) + 5)
      let cells = columns.map { $0[row] }.joined(separator: "    ")
      text.append((starts[row] + gap + cells).trimmedAtEnd)
      row += 1
    }
    return text.joined(separator: "\n")
  }

  /// The aligned cells of each column; columns that say nothing are left out.
  private static func columns(_ lines: [FunnelLine]) -> [[String]] {
    let words = lines.map { OutcomeWords($0.kind) }
    func column(_ word: (OutcomeWords) -> String, _ count: (FunnelLine) -> Int?) -> [String] {
      aligned(words.map(word), lines.map(count))
    }
    var columns = [
      column(\.kept) { $0.outcome?.kept }, column(\.failed) { $0.outcome?.failed },
      column(\.unknown) { $0.outcome?.unknown },
    ]
    if lines.contains(where: { $0.added > 0 }) {
      columns.append(column({ _ in "added" }) { $0.added > 0 ? $0.added : nil })
    }
    if lines.count > 1 { columns.append(column({ _ in "left" }, \.left)) }
    return columns.filter { cells in cells.contains { !$0.isEmpty } }
  }

  /// `kept 165`, `kept  10`; blank where a line has no word for the count.
  private static func aligned(_ words: [String], _ counts: [Int?]) -> [String] {
    let texts = zip(words, counts).map { word, count in word.isEmpty ? nil : count.map { grouped($0) } }
    let width = texts.map { $0?.count ?? 0 }.max() ?? 0
    let wordWidth = zip(words, texts).map { $1 == nil ? 0 : $0.count }.max() ?? 0
    if width == 0 { return words.map { _ in "" } }
    return zip(words, texts).map { word, text in
      guard let text else { return String(repeating: " ", count: wordWidth + 1 + width) }
      let gap = wordWidth - word.count + 1 + width - text.count
      return word + String(repeating: " ", count: gap) + text
    }
  }
}

/// What kept, failed and unknown rows are called.
private struct OutcomeWords {
  let kept: String
  let failed: String
  let unknown: String

  init(_ kind: FunnelLine.Kind) {
    (kept, failed, unknown) =
      switch kind {
      case .condition, .together: ("kept", "failed", "unknown")
      case .dropping: ("kept", "dropped", "unknown")
      case .assert: ("passed", "failed", "unknown")
      case .join(removes: .matched): ("unmatched", "matched", "no key")
      case .join(removes: .none), .join(removes: .unmatched), .joined: ("matched", "unmatched", "no key")
      case .when: ("taken", "failed", "unknown")
      case .values: ("known", "", "missing")
      case .share: ("true", "false", "unknown")
      case .cut: ("kept", "cut", "")
      case .append, .reshaped: ("", "", "")
      }
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
