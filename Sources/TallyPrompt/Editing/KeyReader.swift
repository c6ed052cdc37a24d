#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Keys out of the bytes of a terminal: scalars, and escape sequences as ``SpecialKey``.
struct KeyReader {
  enum Event {
    case scalar(Unicode.Scalar)
    case special(SpecialKey)
    case woken([Signals.Wake])
    /// The terminal went away, or Control-D was typed where the terminal reads lines itself.
    case ended
  }

  /// Bytes of one escape sequence come together; a person's next key does not come so soon.
  private static let sequenceMilliseconds: Int32 = 30
  /// Longer ones are noise, not keys.
  private static let longestSequence = 64
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  private var waiting: [UInt8] = []
  private var place = 0
  private var returned: [Event] = []

  /// Gives a key back, to be read again.
  mutating func put(back event: Event) { returned.append(event) }

  /// A key was typed that nobody has read yet.
  var hasMore: Bool { !returned.isEmpty || place < waiting.count }

  /// The next key. `escapePrefixes`: a key right after Escape belongs to it (Alt sends so); both are given as they came.
  /// `timeout`: milliseconds after which nothing has woken it; -1: never.
  mutating func next(escapePrefixes: Bool, timeout: Int32 = -1) -> Event {
    if let event = returned.popLast() { return event }
    while true {
      switch fill(timeout: timeout, isLong: true) {
      case .bytes: break
      case .woken(let wakes): return .woken(wakes)
      case .ended: return .ended
      case .nothing:
        if timeout >= 0 { return .woken([]) }
        continue
      }
      let byte = take()
      if byte == 0x1B {
        if let event = escape(prefixes: escapePrefixes) { return event }
      } else if byte < 0x80 {
        return .scalar(Unicode.Scalar(byte))
      } else if let scalar = scalar(startingWith: byte) {
        return .scalar(scalar)
      }
    }
  }

  /// The text of a paste, up to the sequence that ends it; line breaks are `\n`, other control characters go.
  mutating func paste() -> String {
    var bytes: [UInt8] = []
    while !bytes.ends(with: Self.pasteEnd) {
      // A paste that lost its end gives the keyboard back after a while.
      guard case .bytes = fill(timeout: 2_000) else { return Self.plain(bytes) }
      bytes.append(take())
    }
    return Self.plain(bytes.dropLast(Self.pasteEnd.count))
  }

  static func plain(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    var last: Unicode.Scalar = " "
    for scalar in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\r": text.append("\n")
      case "\n": if last != "\r" { text.append("\n") }
      case "\t": text.append(" ")
      default: if scalar.value >= 0x20, !(0x7F..<0xA0).contains(scalar.value) { text.append(scalar) }
      }
      last = scalar
    }
    return String(text)
  }

  private enum Filled { case bytes, nothing, ended, woken([Signals.Wake]) }

  /// Makes sure that a byte waits; `timeout` in milliseconds, -1 for ever. A wait that is not long is for the rest of a
  /// key: what woke is seen by the next long one.
  private mutating func fill(timeout: Int32, isLong: Bool = false) -> Filled {
    if place < waiting.count { return .bytes }
    var files = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: Signals.wakeFile, events: Int16(POLLIN), revents: 0),
    ]
    let ready = poll(&files, 2, timeout)
    if ready == 0 { return .nothing }
    if isLong, files[1].revents != 0 || (ready < 0 && errno == EINTR) {
      let wakes = Signals.takeWakes()
      return wakes.isEmpty ? .nothing : .woken(wakes)
    }
    guard files[0].revents != 0 else { return .nothing }
    var block = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &block, block.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return .nothing }
    guard count > 0 else { return .ended }
    waiting = Array(block[..<count])
    place = 0
    return .bytes
  }

  private mutating func take() -> UInt8 {
    defer { place += 1 }
    return waiting[place]
  }

  private mutating func peek() -> UInt8? {
    guard case .bytes = fill(timeout: Self.sequenceMilliseconds) else { return nil }
    return waiting[place]
  }

  /// What an Escape begins; nil for a sequence that no key here sends.
  private mutating func escape(prefixes: Bool) -> Event? {
    guard let next = peek() else { return .special(.escape) }
    switch next {
    case UInt8(ascii: "["):
      place += 1
      return sequence()
    case UInt8(ascii: "O"):
      place += 1
      guard let final = peek() else { return nil }
      place += 1
      return SpecialKey(parameters: "", final: Unicode.Scalar(final)).map(Event.special)
    default:
      return prefixes ? .scalar("\u{1B}") : .special(.escape)
    }
  }

  private mutating func sequence() -> Event? {
    var parameters = ""
    while let byte = peek(), parameters.utf8.count < Self.longestSequence {
      place += 1
      if (0x40...0x7E).contains(byte) {
        return SpecialKey(parameters: parameters, final: Unicode.Scalar(byte)).map(Event.special)
      }
      parameters.unicodeScalars.append(Unicode.Scalar(byte))
    }
    return nil
  }

  /// The scalar whose first UTF-8 byte was read; U+FFFD for bytes that are none, nil for a control character.
  private mutating func scalar(startingWith first: UInt8) -> Unicode.Scalar? {
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    var bytes = [first]
    while bytes.count < length, let byte = peek(), byte & 0xC0 == 0x80 {
      place += 1
      bytes.append(byte)
    }
    guard let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else { return nil }
    return (0x80..<0xA0).contains(scalar.value) ? nil : scalar
  }
}

extension Array where Element: Equatable {
  fileprivate func ends(with tail: [Element]) -> Bool { suffix(tail.count).elementsEqual(tail) }
}
