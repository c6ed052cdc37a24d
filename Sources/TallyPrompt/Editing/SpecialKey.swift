/// A key that terminals send as an escape sequence, as one scalar that libedit can bind.
///
/// The scalars are the C1 control characters, which no keyboard types; `KeyReader` drops real ones.
enum SpecialKey: UInt32, CaseIterable {
  case up = 0x80
  case down, left, right, wordLeft, wordRight, home, end, delete, backTab, paste
  /// The Escape key by itself.
  case escape
  /// The screen must be drawn afresh; nobody pressed anything.
  case refresh
  case pageUp, pageDown

  /// What it is bound under.
  var text: String { Unicode.Scalar(rawValue).map { String($0) } ?? "" }

  /// The key of `ESC [ parameters final`; nil for keys that mean nothing here.
  init?(parameters: String, final: Unicode.Scalar) {
    let modifier = parameters.split(separator: ";").dropFirst().first.flatMap { UInt8($0) } ?? 1
    // Modifiers are one more than the sum of Shift 1, Alt 2, Control 4.
    let movesByWord = modifier > 2 || parameters == "5"
    switch (final, parameters.split(separator: ";").first ?? "") {
    case ("A", _): self = .up
    case ("B", _): self = .down
    case ("C", _): self = movesByWord ? .wordRight : .right
    case ("D", _): self = movesByWord ? .wordLeft : .left
    case ("H", _), ("~", "1"), ("~", "7"): self = .home
    case ("F", _), ("~", "4"), ("~", "8"): self = .end
    case ("Z", _): self = .backTab
    case ("~", "3"): self = .delete
    case ("~", "5"): self = .pageUp
    case ("~", "6"): self = .pageDown
    case ("~", "200"): self = .paste
    default: return nil
    }
  }
}
