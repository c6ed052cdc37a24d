/// How the numbers of one column are shown to people: the same digits after the point in every row.
struct NumberFormat: Sendable, Equatable {
  var decimals: Int
  /// Whether commas set off thousands.
  var groups: Bool
  /// A number of which fewer digits than these would be left is written with an exponent instead.
  var fewestDigits = 1

  func text(_ number: Double) -> String {
    if number.isInfinite { return number < 0 ? "-∞" : "∞" }
    let value = DecimalText(number)
    guard let magnitude = value.magnitude else { return value.fixed(decimals: decimals, groups: false) }
    // A number that is not zero never looks like zero, and none has more zeros than an eye can count.
    let digitsLeft = magnitude + 1 + decimals
    if magnitude >= 15 || (digitsLeft < fewestDigits && value.decimals > decimals) {
      return value.scientific(digits: 4)
    }
    return value.fixed(decimals: decimals, groups: groups)
  }

  func text(_ integer: Int64) -> String { DecimalText(integer).fixed(decimals: 0, groups: groups) }
}
