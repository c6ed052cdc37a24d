/// A database as SQLite writes it, with one table of three rows, for the fuzzer to begin with.
enum FuzzDatabase {
  static let bytes: [UInt8] = {
    var bytes = [UInt8](repeating: 0, count: 1024)
    for (start, digits) in parts {
      for (place, pair) in stride(from: 0, to: digits.count, by: 2).enumerated() {
        bytes[start + place] = UInt8(digits.dropFirst(pair).prefix(2), radix: 16) ?? 0
      }
    }
    return bytes
  }()

  /// What is not zero in its two pages of 512 bytes, in hexadecimal digits.
  private static let parts: [(start: Int, digits: String)] = [
    (0, "53514c69746520666f726d617420330002000101004020200000000300000002"),
    (43, "0200000004"),
    (59, "01"),
    (95, "03002e63010d0000000101c40001c4"),
    (
      452,
      "3a0106170f0f01657461626c65747402435245415445205441424c452074286920696e74656765722c2072207265616c"
        + "2c207320746578742c2064290d0000000301c20001e601dd01c2"
    ),
    (962, "190305060711107fffffffffffffff3fb999999999999ac3a500ff07020501000d0ffb7918010509070f213ff8"),
    (1013, "78323032332d30312d3331"),
  ]
}
