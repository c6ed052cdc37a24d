import TallyText

extension RunError: DiagnosticConvertible {
  package var diagnostic: Diagnostic {
    switch self {
    case .integerOverflow(let row, let range):
      Diagnostic(
        "the result in row \(grouped(row)) is too large for an integer", at: range,
        label: "integers reach 9,223,372,036,854,775,807",
        notes: ["number(…) around one operand calculates with numbers of 15 to 16 digits instead"])
    case .assertionFailed(let text, let rows, let firstRow, let total, let unknown, let range):
      Diagnostic(
        "the assertion `\(text)` does not hold", at: range,
        label: "false for \(grouped(rows)) of \(counted(total, "row")), first in row \(grouped(firstRow))",
        notes: unknown > 0 ? ["\(counted(unknown, "more row")) could not be judged"] : [])
    case .lookupKeyRepeats(let table, let key, let keys, let example, let rows, let range):
      Diagnostic(
        "`lookup` needs a key that stands once in \(table)", at: range,
        label:
          "\(counted(keys, "key")) of \(key) stand\(keys == 1 ? "s" : "") in several rows: \(example) in \(grouped(rows))",
        notes: ["`left join \(table) on \(key)` gives a row for each of them"])
    case .keyRepeatsOnBothSides(let table, let key, let example, let left, let right, let range):
      Diagnostic(
        "\(key) repeats on both sides, so that rows would multiply", at: range,
        label: "\(example) stands in \(grouped(left)) rows here and in \(grouped(right)) of \(table)",
        fixes: [Fix(replacing: range.upperBound..<range.upperBound, with: " many to many")])
    case .negativeWeight(let row, let range):
      Diagnostic("a weight is 0 or more", at: range, label: "row \(grouped(row)) has a negative one")
    case .invalidPattern(let pattern, let reason, let range):
      Diagnostic("`\(pattern)` is no pattern that can be searched for", at: range, label: reason)
    case .tooLarge(let what, let bytes, let range):
      Diagnostic(
        "there is not enough memory for \(what)", at: range, label: Self.size(bytes),
        notes: [
          "fewer rows or columns need less: `where`, `show` or `sample` before this step",
          "`set memory` says how much may be taken",
        ])
    case .interrupted: Diagnostic("stopped")
    }
  }

  /// `about 12 GB would be needed`.
  private static func size(_ bytes: Int) -> String {
    if bytes == .max { return "" }
    let megabytes = bytes / 1_000_000
    return
      "about \(megabytes < 10_000 ? "\(grouped(max(1, megabytes))) MB" : "\(grouped(megabytes / 1000)) GB") are needed"
  }
}
