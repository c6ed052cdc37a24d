#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads the words of JSON from bytes in memory, strictly by RFC 8259.
///
/// Behind the end of the text stand zeros, so a look at the next byte is never out of bounds.
struct JSONScanner {
  /// Objects and arrays within each other.
  static let depthLimit = 512
  static let columnLimit = 1 << 14

  let base: UnsafeMutablePointer<UInt8>
  let end: Int
  var place: Int
  /// Halves of surrogate pairs without the other half.
  var loneSurrogates = 0

  init(_ base: UnsafeMutablePointer<UInt8>, from start: Int = 0, end: Int) {
    self.base = base
    self.end = end
    place = start
  }

  struct Fault: Error {
    let problem: JSONProblem
    let place: Int
  }

  func fault(_ problem: JSONProblem) -> Fault { Fault(problem: problem, place: place) }

  @inline(__always)
  var byte: UInt8 { base[place] }

  @inline(__always)
  mutating func skipBlanks() {
    while base[place] <= 0x20, isBlank(base[place]) { place &+= 1 }
  }

  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  // MARK: - Texts

  /// The text whose opening quote is at hand, decoded in place.
  @inline(__always)
  mutating func text() throws(Fault) -> Cell {
    let start = place &+ 1
    place = start
    findEnd()
    if base[place] == UInt8(ascii: "\"") {
      let cell = Cell(
        start: UInt32(truncatingIfNeeded: start), size: UInt32(truncatingIfNeeded: place &- start) | Cell.quoted)
      place &+= 1
      return cell
    }
    return try escapedText(from: start)
  }

  /// Goes to the next quote, backslash or control character.
  @inline(__always)
  mutating func findEnd() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    while true {
      let word = UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self).littleEndian
      let quotes = word ^ (ones &* 0x22)
      let backslashes = word ^ (ones &* 0x5C)
      // The lowest marked byte is one for certain: borrows only go up.
      let marks =
        ((quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | (word &- ones &* 0x20) & ~word)
        & (ones &* 0x80)
      if marks != 0 {
        place &+= marks.trailingZeroBitCount >> 3
        return
      }
      place &+= 8
    }
  }

  @inline(never)
  private mutating func escapedText(from start: Int) throws(Fault) -> Cell {
    var target = place
    while true {
      let run = place
      findEnd()
      if target != run { memmove(base + target, base + run, place - run) }
      target += place - run
      switch base[place] {
      case UInt8(ascii: "\""):
        place += 1
        return Cell(
          start: UInt32(truncatingIfNeeded: start), size: UInt32(truncatingIfNeeded: target - start) | Cell.quoted)
      case UInt8(ascii: "\\"): target += try unescape(to: base + target)
      default: throw brokenText(from: start)
      }
    }
  }

  /// The fault of a text that meets the end or a control character.
  private func brokenText(from start: Int) -> Fault {
    place >= end ? Fault(problem: .unclosedString, place: start - 1) : fault(.controlCharacter)
  }

  /// Writes what the escape at hand means; gives the bytes it took, always fewer than the escape has.
  private mutating func unescape(to target: UnsafeMutablePointer<UInt8>) throws(Fault) -> Int {
    let plain: UInt8
    switch base[place + 1] {
    case UInt8(ascii: "\""): plain = 0x22
    case UInt8(ascii: "\\"): plain = 0x5C
    case UInt8(ascii: "/"): plain = 0x2F
    case UInt8(ascii: "b"): plain = 8
    case UInt8(ascii: "f"): plain = 12
    case UInt8(ascii: "n"): plain = 10
    case UInt8(ascii: "r"): plain = 13
    case UInt8(ascii: "t"): plain = 9
    case UInt8(ascii: "u"): return write(try scalar(), to: target)
    default: throw fault(place + 1 >= end ? .unclosedString : .badEscape)
    }
    target[0] = plain
    place += 2
    return 1
  }

  /// The scalar of the one or two `\u` escapes at hand; half of a pair alone is U+FFFD.
  private mutating func scalar() throws(Fault) -> UInt32 {
    guard let unit = unit(at: place) else { throw fault(place + 6 > end ? .unclosedString : .badEscape) }
    place += 6
    guard unit & 0xF800 == 0xD800 else { return unit }
    if unit < 0xDC00, base[place] == UInt8(ascii: "\\"), base[place + 1] == UInt8(ascii: "u"),
      let low = self.unit(at: place), low & 0xFC00 == 0xDC00
    {
      place += 6
      return 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
    }
    loneSurrogates += 1
    return 0xFFFD
  }

  private func unit(at place: Int) -> UInt32? {
    var value: UInt32 = 0
    for index in place + 2..<place + 6 {
      let byte = base[index]
      let digit = byte &- 48 < 10 ? byte &- 48 : (byte | 0x20) &- 97 < 6 ? (byte | 0x20) &- 87 : 16
      guard digit < 16 else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private func write(_ scalar: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
    guard let encoded = Unicode.Scalar(scalar).flatMap(UTF8.encode) else { return 0 }
    for (index, unit) in encoded.enumerated() { target[index] = unit }
    return encoded.count
  }

  /// Passes the text at hand by, as it is written.
  mutating func skipText() throws(Fault) {
    let start = place + 1
    place = start
    while true {
      findEnd()
      switch base[place] {
      case UInt8(ascii: "\""):
        place += 1
        return
      case UInt8(ascii: "\\"):
        try skipEscape()
      default: throw brokenText(from: start)
      }
    }
  }

  private mutating func skipEscape() throws(Fault) {
    let letter = base[place + 1]
    if letter == UInt8(ascii: "u") {
      guard unit(at: place) != nil else { throw fault(place + 6 > end ? .unclosedString : .badEscape) }
      place += 6
      return
    }
    guard "\"\\/bfnrt".utf8.contains(letter) else { throw fault(place + 1 >= end ? .unclosedString : .badEscape) }
    place += 2
  }

  // MARK: - Numbers and words

  /// The number at hand.
  @inline(__always)
  mutating func number() throws(Fault) -> Cell {
    let start = place
    if byte == UInt8(ascii: "-") { place &+= 1 }
    if byte == UInt8(ascii: "0") {
      place &+= 1
      if byte &- 48 < 10 { throw Fault(problem: .leadingZero, place: start) }
    } else if byte &- 48 < 10 {
      skipDigits()
    } else {
      throw badNumber(from: start)
    }
    if byte == UInt8(ascii: ".") {
      place &+= 1
      guard byte &- 48 < 10 else { throw Fault(problem: .bareFraction, place: start) }
      skipDigits()
    }
    if byte | 0x20 == UInt8(ascii: "e") {
      place &+= 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { place &+= 1 }
      guard byte &- 48 < 10 else { throw Fault(problem: .badNumber, place: start) }
      skipDigits()
    }
    return Cell(start: UInt32(truncatingIfNeeded: start), size: UInt32(truncatingIfNeeded: place &- start))
  }

  private func badNumber(from start: Int) -> Fault {
    let problem: JSONProblem =
      switch byte {
      case UInt8(ascii: "."): .bareFraction
      case UInt8(ascii: "I"): .infinite
      case UInt8(ascii: "N"): .notANumber
      default: .badNumber
      }
    return Fault(problem: problem, place: start)
  }

  @inline(__always)
  private mutating func skipDigits() { while base[place] &- 48 < 10 { place &+= 1 } }

  /// Whether one of JSON's words is at hand, which is passed.
  @inline(__always)
  mutating func skip(_ word: StaticString) -> Bool {
    guard memcmp(base + place, word.utf8Start, word.utf8CodeUnitCount) == 0 else { return false }
    place &+= word.utf8CodeUnitCount
    return true
  }

  /// The fault of a byte that begins no value.
  func noValue() -> Fault {
    if place >= end { return fault(.unclosed) }
    let rest = UnsafeBufferPointer(start: base + place, count: min(8, end - place))
    let problem: JSONProblem =
      switch byte {
      case UInt8(ascii: "'"): .singleQuote
      case UInt8(ascii: "/"), UInt8(ascii: "#"): .comment
      case UInt8(ascii: "+"): .plusSign
      case UInt8(ascii: "."): .bareFraction
      case UInt8(ascii: ","), UInt8(ascii: ":"): .noValue
      case UInt8(ascii: "}"), UInt8(ascii: "]"): .noValue
      case _ where rest.starts(with: "NaN".utf8) || rest.starts(with: "nan".utf8): .notANumber
      case _ where rest.starts(with: "Infinity".utf8) || rest.starts(with: "inf".utf8): .infinite
      default: .otherWord
      }
    return fault(problem)
  }

  /// The fault of a byte that does not go on an object or array after a value.
  func noComma(closing: UInt8) -> Fault {
    if place >= end { return fault(.unclosed) }
    return switch byte {
    case UInt8(ascii: "]"), UInt8(ascii: "}"): fault(.wrongBracket)
    case UInt8(ascii: "/"), UInt8(ascii: "#"): fault(.comment)
    case UInt8(ascii: ":"): fault(.noKey)
    default: fault(.noComma)
    }
  }

  /// The fault of a byte where a key should begin; `afterComma` where one had to.
  func noKey(afterComma: Bool) -> Fault {
    if place >= end { return fault(.unclosed) }
    return switch byte {
    case UInt8(ascii: "'"): fault(.singleQuote)
    case UInt8(ascii: "/"), UInt8(ascii: "#"): fault(.comment)
    case UInt8(ascii: "}") where afterComma: fault(.commaBeforeEnd)
    case UInt8(ascii: "]"): fault(.wrongBracket)
    default: fault(.noKey)
    }
  }
}
