#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the environment says of the terminal, and bytes to it.
enum Terminal {
  struct Size: Equatable {
    var columns: Int
    var rows: Int
  }

  /// It understands no escape codes, or nothing is known of it.
  static var isDumb: Bool {
    guard let kind = variable("TERM") else { return true }
    return kind == "dumb" || kind == "unknown"
  }

  /// The locale, where one is set, is one of UTF-8.
  static var readsUTF8: Bool {
    guard let locale = variable("LC_ALL") ?? variable("LC_CTYPE") ?? variable("LANG") else { return true }
    // `en_GB.UTF-8`, `C.utf8`: looked for by hand, for searching a text takes longer to set up than a query.
    let name = locale.utf8.map { $0 | 0x20 }.filter { $0 != UInt8(ascii: "-") }
    return name.indices.contains { name[$0...].starts(with: [0x75, 0x74, 0x66, 0x38]) }
  }

  /// What `COLORFGBG` says, which many terminals set: `15;0` is white on black, by their sixteen colours. Nil: not known.
  static var hasDarkBackground: Bool? {
    guard let ground = variable("COLORFGBG")?.split(separator: ";").last.flatMap({ Int($0) }) else { return nil }
    switch ground {
    case 0...6, 8: return true
    case 7, 9...15: return false
    default: return nil
    }
  }

  /// A variable of the environment; nil where it is absent or empty.
  static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// Nil where `file` is no terminal, or one that does not know.
  static func size(of file: Int32) -> Size? {
    var size = winsize()
    guard ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
    return Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }

  /// As `write`, which goes on after a signal and waits where the reader is slow; -1 sets `errno`.
  static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Int {
    while true {
      let written = writeBytes(file, bytes)
      if written >= 0 { return written }
      if errno == EAGAIN {
        var waiting = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, -1)
      } else if errno != EINTR {
        return written
      }
    }
  }

  /// False: not all could be written.
  @discardableResult static func writeAll(_ text: String, to file: Int32) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { block in
      var rest = block[...]
      while !rest.isEmpty {
        let written = write(UnsafeRawBufferPointer(rebasing: rest), to: file)
        if written < 0 { return false }
        rest = rest.dropFirst(written)
      }
      return true
    }
  }
}

/// The system's `write`, which `Terminal` has a method of the same name beside.
private func writeBytes(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(file, bytes.baseAddress, bytes.count)
}
