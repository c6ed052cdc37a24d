/// `1 row`, `2 rows`, `1,234 rows`.
package func counted(_ count: Int, _ noun: String) -> String {
  "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}

/// `1,234,567`.
package func grouped(_ count: Int) -> String {
  var digits = String(count.magnitude)
  var parts: [Substring] = []
  while digits.count > 3 {
    parts.insert(digits.suffix(3), at: 0)
    digits = String(digits.dropLast(3))
  }
  return (count < 0 ? "-" : "") + ([digits[...]] + parts).joined(separator: ",")
}
