/// Up to eight characters of a cell in one word, the last in the highest byte, zeros before the first.
///
/// Reads eight bytes from the start of the cell, which the padding of a chunk allows.
struct DigitWord {
  var word: UInt64

  /// `count` is 1 to 8.
  @inline(__always)
  init(_ text: UnsafePointer<UInt8>, count: UInt64) {
    let raw = UnsafeRawPointer(text).loadUnaligned(as: UInt64.self).littleEndian
    let shift = (64 &- 8 &* count) & 63
    word = raw &<< shift | 0x3030_3030_3030_3030 & ~(~0 &<< shift)
  }

  @inline(__always)
  var areDigits: Bool {
    let high = word & 0xF0F0_F0F0_F0F0_F0F0
    let carried = (word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0
    return high | carried >> 4 == 0x3333_3333_3333_3333
  }

  /// The number that eight digits spell.
  @inline(__always)
  var value: UInt64 {
    var sum = word &- 0x3030_3030_3030_3030
    sum = sum &* 10 &+ sum >> 8
    let pairs = (sum & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let others = (sum >> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (pairs &+ others) >> 32
  }

  /// Takes out the one point, moving what is before it up; gives the digits behind it, or −1 if there is none.
  @inline(__always)
  mutating func removePoint() -> Int {
    let different = word ^ 0x2E2E_2E2E_2E2E_2E2E
    let zeros = (different &- 0x0101_0101_0101_0101) & ~different & 0x8080_8080_8080_8080
    if zeros == 0 { return -1 }
    // The lowest marked byte is a point for certain; a second one fails the test for digits.
    let place = UInt64(zeros.trailingZeroBitCount) & ~7
    let below: UInt64 = 1 &<< place &- 1
    let above = ~(below &<< 8 | 0xFF)
    word = word & above | (word & below) &<< 8 | 0x30
    return Int(7 &- place >> 3)
  }
}
