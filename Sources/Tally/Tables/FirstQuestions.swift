import TallyData
import TallyPlan

/// Three questions that a table can be asked by someone who has not seen it yet.
///
///     count by species with percent
///     mean body_mass_g by species
///     describe
enum FirstQuestions {
  private static let count = 3
  /// A text column of as many values at most is worth counting by.
  private static let fewValues = 2...20

  static func of(_ table: Table) -> [String] {
    var questions: [String] = []
    let group = table.fields.indices.first { isGroup(table.columns[$0]) }.map { name(table.fields[$0]) }
    if let group { questions.append("count by \(group) with percent") }
    if let measure = measure(of: table).map(name) {
      questions.append("mean \(measure)" + (group.map { " by \($0)" } ?? ""))
    }
    return Array((questions + ["describe", "first 5", "count"]).prefix(count))
  }

  private static func name(_ field: Field) -> String { CompletionContext.spelled(field.name) }

  private static func isGroup(_ column: Column) -> Bool {
    if case .codes8(_, let words) = column.storage { fewValues.contains(words.count) } else { false }
  }

  /// A column whose mean says something; whole numbers may be marks or years.
  private static func measure(of table: Table) -> Field? {
    table.fields.first { $0.type == .number }
      ?? table.fields.first { field in
        let name = field.name.lowercased()
        return field.type == .integer && name != "year" && name != "id" && !name.hasSuffix("_id")
      }
  }
}
