import Foundation

/// How much the random tests do, from the environment.
package enum TestSetting {
  /// `TALLY_QUERIES`: how many random queries; nil: as many as the test thinks fit.
  package static let queryCount = number("TALLY_QUERIES")
  /// `TALLY_SEED`: where the seeds begin.
  package static let seed = UInt64(number("TALLY_SEED") ?? 1)

  /// `TALLY_SESSIONS`: how many random sessions at the prompt.
  package static let sessionCount = number("TALLY_SESSIONS")
  /// `TALLY_SHOW`: whether tests say what they did.
  package static let isTalkative = ProcessInfo.processInfo.environment["TALLY_SHOW"] != nil

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }
}
