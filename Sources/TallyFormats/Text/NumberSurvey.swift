/// Looks at the numbers of a column and chooses their format.
struct NumberSurvey: Sendable {
  private var largest: Int?
  private var smallest: Int?
  /// Digits after the point of the value that has most.
  private var decimals = 0

  mutating func add(_ number: Double) {
    if number.isFinite { add(DecimalText(number)) }
  }

  mutating func add(_ integer: Int64) { add(DecimalText(integer)) }

  private mutating func add(_ value: DecimalText) {
    guard let magnitude = value.magnitude else { return }
    decimals = max(decimals, value.decimals)
    largest = max(largest ?? magnitude, magnitude)
    smallest = min(smallest ?? magnitude, magnitude)
  }

  /// Of doubles: `digits` after the point where a person said so, else what the values need, at most four digits that
  /// count in the largest and two in the smallest; hundredths are always kept.
  func numberFormat(digits: Int?) -> NumberFormat {
    if let digits { return NumberFormat(decimals: digits, groups: true) }
    guard let largest, let smallest, decimals > 2 else { return NumberFormat(decimals: decimals, groups: true) }
    let forLargest = min(max(3 - largest, 1), 6)
    let forSmallest = min(1 - smallest, 4)
    return NumberFormat(decimals: min(decimals, max(forLargest, forSmallest)), groups: true, fewestDigits: 2)
  }

  /// Of whole numbers: commas from 10,000 on, so that a year stays a year.
  var integerFormat: NumberFormat { NumberFormat(decimals: 0, groups: (largest ?? 0) >= 4) }
}
