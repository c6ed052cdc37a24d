import CLibedit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension LineEditor {
  /// A locale in which libedit reads UTF-8, whatever the environment says.
  static func chooseLocale() {
    setlocale(LC_CTYPE, "")
    let codes = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) }
    if codes != "UTF-8", setlocale(LC_CTYPE, "C.UTF-8") == nil { setlocale(LC_CTYPE, "en_US.UTF-8") }
  }

  /// Keys with which libedit asks for a command: nobody would see it.
  private static let promptingKeys = (emacs: ["^[x", "^[X", "^[-"], vi: [":"])

  func bindKeys() {
    for function in EditorFunction.all {
      for key in function.keys { parse("bind", key, function.name) }
    }
    guard isVi else {
      for key in Self.promptingKeys.emacs { parse("bind", key, "ed-unassigned") }
      return
    }
    for key in Self.promptingKeys.vi { parse("bind", "-a", key, "ed-unassigned") }
    parse("bind", SpecialKey.escape.text, "vi-command-mode")
    for function in EditorFunction.all {
      for key in function.viCommandKeys { parse("bind", "-a", key, function.name) }
    }
  }

  func parse(_ words: String...) {
    let copies = words.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    var arguments: [UnsafePointer<CChar>?] = copies.map { UnsafePointer($0) } + [nil]
    _ = el_parse(edit, Int32(words.count), &arguments)
  }
}
