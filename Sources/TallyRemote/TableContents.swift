import TallyData
import TallyPlan

/// What is known of the values a query reads, so that a guard stands in its SQL only where one of them needs it.
struct TableContents: Sendable {
  /// Every text is ASCII: engines, which know different letters, fold these alike.
  let isASCII: Bool
  /// No text has white space other than the plain one, which is all that SQL's `trim` takes.
  let hasPlainSpaces: Bool
  /// Every day is so far from the ends of the calendar that no shift written in a query leaves it.
  let isInMidCalendar: Bool

  private static let middle =
    CalendarDate.days(year: 1000, month: 1, day: 1)...CalendarDate.days(year: 8999, month: 12, day: 31)
  /// Days a shift may be long.
  static let longestShift: Int64 = 36_525

  init(of plan: LogicalPlan) {
    let columns = plan.tables.flatMap(\.columns)
    func holds(_ types: [DataType], _ test: (Value) -> Bool) -> Bool {
      columns.allSatisfy { column in
        !types.contains(column.type) || (0..<column.count).allSatisfy { test(column[$0]) }
      }
    }
    isASCII = holds([.text], Self.isASCII)
    hasPlainSpaces = holds([.text], Self.hasPlainSpaces)
    isInMidCalendar = holds([.date, .datetime], Self.isInMidCalendar)
  }

  static func isASCII(_ value: Value) -> Bool {
    if case .text(let text) = value { text.utf8.allSatisfy { $0 < 0x80 } } else { true }
  }

  static func hasPlainSpaces(_ value: Value) -> Bool {
    guard case .text(let text) = value else { return true }
    return text.unicodeScalars.allSatisfy { $0 == " " || !$0.properties.isWhitespace }
  }

  static func isInMidCalendar(_ value: Value) -> Bool {
    switch value {
    case .date(let days): middle.contains(Int(days))
    case .datetime(let instant):
      middle.contains(Int(CalendarText.dividedDown(instant, by: Microseconds.day).quotient))
    case .missing, .integer, .number, .text, .boolean, .duration: true
    }
  }
}

extension LogicalPlan {
  /// Every table it reads.
  package var tables: [Table] {
    let others = nodes.flatMap { node -> [LogicalPlan] in
      switch node.step {
      case .join(let join): [join.right]
      case .append(let append): [append.lower]
      case .filter, .project, .extend, .sort, .first, .last, .sample, .top, .distinct, .describe, .summarize, .window,
        .pivot, .unpivot, .assert:
        []
      }
    }
    return [source] + others.flatMap(\.tables)
  }
}
