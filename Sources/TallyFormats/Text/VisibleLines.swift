/// Passes lines on to a terminal with what would steer it spelled out, but for their own line breaks and tabs.
///
/// Machine formats carry the data as they are; shown on a terminal, an escape of the data must not be obeyed.
package final class VisibleLines {
  /// What came after the last byte that surely ends a scalar.
  private var rest: [UInt8] = []
  private let style: VisibleText.Style

  package init(style: VisibleText.Style) { self.style = style }

  /// The part of the bytes so far that can be shown; the rest comes with the next, for lines end in ASCII.
  package func take(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    rest += bytes
    guard let end = rest.lastIndex(where: { $0 < 0x80 }) else { return [] }
    let whole = rest[...end]
    defer { rest.removeSubrange(...end) }
    if whole.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 }) { return Array(whole) }
    return Array(VisibleText.of(String(decoding: whole, as: UTF8.self), keeping: ["\n", "\t"], style: style).utf8)
  }
}
