/// What keys do while a long answer is shown.
struct PagerKey: Sendable {
  /// One sentence.
  let summary: String
  /// Keys that send sequences are scalars of ``SpecialKey``.
  let keys: [Unicode.Scalar]
  let action: @Sendable (inout Pager) -> Void

  init(
    _ summary: String, keys: [Unicode.Scalar], special: [SpecialKey] = [],
    action: @escaping @Sendable (inout Pager) -> Void
  ) {
    self.summary = summary
    self.keys = keys + special.compactMap { Unicode.Scalar($0.rawValue) }
    self.action = action
  }

  /// `Space, f, Page-Down`.
  var names: String { keys.map(Self.name).joined(separator: ", ") }

  private static func name(of key: Unicode.Scalar) -> String {
    if key == " " { return "Space" }
    if key.value < 0x20, let letter = Unicode.Scalar(key.value + 0x40) { return KeyName("^" + String(letter)).text }
    return key.value < 0x80 ? String(key) : KeyName(String(key)).text
  }
}
