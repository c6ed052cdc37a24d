import TallyData

/// Parts of the oracle, for tests of the oracle itself.
package enum OracleProbe {
  /// Nil where the pattern cannot be read.
  package static func matches(_ pattern: String, _ text: String, ignoringCase: Bool = false) -> Bool? {
    OraclePattern(pattern, ignoringCase: ignoringCase)?.isFound(in: OracleText.scalars(text))
  }

  package static func component(_ name: String, day: Int64) -> Int64? {
    OracleCalendar.component(name, .date(day))
  }

  /// The type 7 quantile of numbers.
  package static func quantile(_ numbers: [Double], percentage: Double) -> Double? {
    OracleAggregates.quantile(numbers.map(Value.number), percentage: percentage)
  }

  /// The value of a function of known arguments; missing where the oracle says the call stops.
  package static func call(_ name: String, _ arguments: [Value], _ type: DataType) -> Value {
    (try? OracleFunctions.call(name, arguments, type)) ?? .missing
  }
}
