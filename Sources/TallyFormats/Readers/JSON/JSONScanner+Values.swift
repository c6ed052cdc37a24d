extension JSONScanner {
  /// Passes any value by, checking it; with `compacting`, an array is left without its blanks, and the cell given
  /// is its text.
  mutating func value(compacting: Bool) throws(Fault) -> Cell {
    let start = place
    var target = place
    var stack = JSONStack()
    while true {
      try enterValue(&stack, &target, compacting)
      // Behind a value: the ends of what it ends, then a comma.
      while true {
        if stack.count == 0 {
          return Cell(start: UInt32(truncatingIfNeeded: start), size: UInt32(truncatingIfNeeded: target - start))
        }
        skipBlanks()
        let closing: UInt8 = stack.isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        if byte == closing {
          keep(1, &target, compacting)
          stack.pop()
          continue
        }
        guard byte == UInt8(ascii: ",") else { throw noComma(closing: closing) }
        keep(1, &target, compacting)
        skipBlanks()
        if stack.isInObject {
          try key(&target, compacting, afterComma: true)
        } else if byte == UInt8(ascii: "]") {
          throw fault(.commaBeforeEnd)
        }
        break
      }
    }
  }

  /// Passes a scalar or an empty object or array whole, of any other its beginning up to its first scalar.
  private mutating func enterValue(_ stack: inout JSONStack, _ target: inout Int, _ compacting: Bool) throws(Fault) {
    while true {
      let start = place
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        let isObject = byte == UInt8(ascii: "{")
        guard stack.push(isObject) else { throw fault(.tooDeep) }
        keep(1, &target, compacting)
        skipBlanks()
        if byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return }
        if isObject { try key(&target, compacting, afterComma: false) }
        continue
      case UInt8(ascii: "\""): try skipText()
      case UInt8(ascii: "-"), 48...57: _ = try number()
      case UInt8(ascii: "t") where skip("true"): break
      case UInt8(ascii: "f") where skip("false"): break
      case UInt8(ascii: "n") where skip("null"): break
      default: throw noValue()
      }
      let count = place - start
      place = start
      keep(count, &target, compacting)
      return
    }
  }

  private mutating func key(_ target: inout Int, _ compacting: Bool, afterComma: Bool) throws(Fault) {
    guard byte == UInt8(ascii: "\"") else { throw noKey(afterComma: afterComma) }
    let start = place
    try skipText()
    let count = place - start
    place = start
    keep(count, &target, compacting)
    skipBlanks()
    guard byte == UInt8(ascii: ":") else { throw fault(place >= end ? .unclosed : .noColon) }
    keep(1, &target, compacting)
    skipBlanks()
  }

  /// Passes bytes and, with `compacting`, moves them to where the text has come.
  @inline(__always)
  private mutating func keep(_ count: Int, _ target: inout Int, _ compacting: Bool) {
    if compacting, target != place { (base + target).update(from: base + place, count: count) }
    target += count
    place += count
  }
}

/// The objects and arrays that are open, a bit each.
struct JSONStack {
  private var bits = [UInt64](repeating: 0, count: JSONScanner.depthLimit / 64)
  private(set) var count = 0

  /// False at the limit of depth.
  mutating func push(_ isObject: Bool) -> Bool {
    guard count < JSONScanner.depthLimit else { return false }
    let bit: UInt64 = 1 << UInt64(count & 63)
    if isObject { bits[count >> 6] |= bit } else { bits[count >> 6] &= ~bit }
    count += 1
    return true
  }

  mutating func pop() { count -= 1 }

  /// Whether the innermost is an object.
  var isInObject: Bool {
    count > 0 && bits[(count - 1) >> 6] >> UInt64((count - 1) & 63) & 1 != 0
  }
}
