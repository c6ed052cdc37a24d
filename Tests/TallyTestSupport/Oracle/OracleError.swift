/// Why a query stops, as the oracle sees it.
package enum OracleError: Error, Equatable, Sendable {
  case integerOverflow
  /// A join's guard.
  case keyRepeats
  case negativeWeight
  case assertionFailed(rows: Int, of: Int, unknown: Int)
  /// Something whose result the language leaves open, such as which rows a sample picks.
  case leftOpen(String)
}
