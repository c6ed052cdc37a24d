import CKernels

/// The double nearest to a whole number times a power of ten, by the method of Eisel and Lemire.
///
/// Daniel Lemire, "Number Parsing at a Gigabyte per Second", Software: Practice and Experience 51 (2021).
enum NearestDouble {
  /// Nil where the method does not tell, or the power is out of its table.
  static func of(_ mantissa: UInt64, power: Int) -> Double? {
    guard mantissa > 0, power >= tally_power_first, power <= tally_power_last else {
      return nil
    }
    let zeros = mantissa.leadingZeroBitCount
    let (high, low) = product(mantissa << UInt64(zeros), power)
    if low == .max, power < -27 || power > 55 { return nil }
    let upper = Int(high >> 63)
    let shift = UInt64(upper + 9)
    var bits = high >> shift
    // (217706 × power) >> 16 is the binary exponent of 10^power.
    var exponent = (217_706 * power) >> 16 + 63 + upper - zeros + 1023
    guard exponent > 0 else { return nil }
    if low <= 1, power >= -4, power <= 23, bits & 3 == 1, bits << shift == high { bits &= ~1 }
    bits += bits & 1
    bits >>= 1
    if bits >= 1 << 53 {
      bits = 1 << 52
      exponent += 1
    }
    guard exponent < 0x7FF else { return .infinity }
    return Double(bitPattern: bits & ~(1 << 52) | UInt64(exponent) << 52)
  }

  /// The upper 128 bits of `mantissa` × 5^power, as exactly as 55 bits need.
  private static func product(_ mantissa: UInt64, _ power: Int) -> (high: UInt64, low: UInt64) {
    let (powerHigh, powerLow) = powers[power - tally_power_first]
    var (high, low) = mantissa.multipliedFullWidth(by: powerHigh)
    if high & 0x1FF == 0x1FF {
      let more = mantissa.multipliedFullWidth(by: powerLow).high
      let (sum, overflow) = low.addingReportingOverflow(more)
      low = sum
      if overflow { high += 1 }
    }
    return (high, low)
  }

  /// The table of the kernels, as pairs.
  private static var powers: UnsafePointer<(UInt64, UInt64)> {
    tally_power_table().assumingMemoryBound(to: (UInt64, UInt64).self)
  }
}
