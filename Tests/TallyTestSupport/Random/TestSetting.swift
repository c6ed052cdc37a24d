import Foundation

/// How much the random tests do, from the environment.
package enum TestSetting {
  /// `TALLY_QUERIES`: how many random queries; nil: as many as the test thinks fit.
  package static let queryCount = number("TALLY_QUERIES")
  /// `TALLY_SEED`: where the seeds begin.
  package static let seed = UInt64(number("TALLY_SEED") ?? 1)

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }
}
