import CLibedit
import Tally
import TallyText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One editable statement after the other: libedit keeps text, keys and kill ring, a view draws them.
///
/// libedit's own drawing goes to /dev/null. It asks `readKey` for each key, and that is where everything is drawn.
final class LineEditor {
  /// How the editing of a statement ended.
  enum Ending {
    case entered(String)
    /// Control-C: nothing is run.
    case cleared
    /// Control-D.
    case left
    /// The terminal went away.
    case vanished
    /// A signal asks the process to end.
    case stopped
  }

  static let prompts = (first: "tally> ", others: "   ...> ")

  let session: Session
  let usesColor: Bool
  let edit: OpaquePointer
  private let screen: UnsafeMutablePointer<FILE>
  private let past: OpaquePointer?

  var view = PromptView()
  var keys = KeyReader()
  var recall = HistoryRecall([])
  var kills = KillRing()
  private var undo = UndoLog()
  /// The last key went to libedit as the beginning of a sequence.
  private var isInSequence = false
  /// Keys of a person's own may begin with any key.
  private var hasOwnKeys = false
  /// Rows and columns of the screen that libedit thinks it draws on.
  private var unseenSize = 0
  var menu: CompletionMenu?
  /// A statement that was proposed and not yet changed.
  var proposal: String?
  var ending: Ending?
  /// What waits until the prompt stands on the screen.
  private var idleWork: (() -> Void)?
  private var initial: String?

  /// Nil where libedit cannot work here.
  init?(session: Session, usesColor: Bool, readsEditrc: Bool) {
    Self.chooseLocale()
    guard let screen = fopen("/dev/null", "w") else { return nil }
    guard let edit = tally_edit_open("tally", screen) else {
      fclose(screen)
      return nil
    }
    self.session = session
    self.usesColor = usesColor
    self.edit = edit
    self.screen = screen
    past = history_init()
    tally_edit_set_owner(edit, Unmanaged.passUnretained(self).toOpaque())
    _ = tally_edit_set_text(edit, EL_EDITOR, "emacs")
    _ = tally_edit_set_reader(edit) { edit, target in LineEditor.of(edit)?.readKey(into: target) ?? 0 }
    if let past {
      _ = tally_history_set(past, H_SETSIZE, Int32(HistoryFile.keptCount))
      _ = tally_history_set(past, H_SETUNIQUE, 1)
      _ = tally_edit_set_history(edit, past)
    }
    // Control keys are keys here; while a statement runs they are signals again.
    parse("setty", "-d", "-isig", "-ixon")
    for function in EditorFunction.all {
      _ = tally_edit_add_function(edit, function.name, function.summary, function.action)
    }
    bindKeys()
    if readsEditrc, let file = KeyFile(), el_source(edit, nil) == 0 {
      // Without editing no key would come here.
      _ = tally_edit_set_flag(edit, EL_EDITMODE, 1)
      bindKeys()
      file.bindKeys(of: edit)
      hasOwnKeys = true
    }
  }

  deinit {
    el_end(edit)
    if let past { history_end(past) }
    fclose(screen)
  }

  static func of(_ edit: OpaquePointer?) -> LineEditor? {
    guard let edit, let owner = tally_edit_owner(edit) else { return nil }
    return Unmanaged<LineEditor>.fromOpaque(owner).takeUnretainedValue()
  }

  /// Lets a person edit a statement, which begins as `proposal`; `idleWork` runs once the prompt can be seen.
  func read(proposal: String?, idleWork: (() -> Void)? = nil) -> Ending {
    if isTooNarrow {
      idleWork?()
      var reader = PlainReader(prompts: Self.prompts, file: STDOUT_FILENO)
      return reader.read()
    }
    self.proposal = proposal
    initial = proposal
    self.idleWork = idleWork
    ending = nil
    menu = nil
    recall.restart()
    undo = UndoLog()
    isInSequence = false
    unseenSize = 0
    _ = Signals.takeWakes()
    session.interrupt.clear()
    // Raw before the prompt shows, or keys typed at once would be echoed twice.
    _ = tally_edit_set_flag(edit, EL_PREP_TERM, 1)
    Terminal.writeAll("\u{1B}[?2004h", to: STDOUT_FILENO)
    defer {
      _ = tally_edit_set_flag(edit, EL_PREP_TERM, 0)
      Terminal.writeAll("\u{1B}[?2004l", to: STDOUT_FILENO)
    }
    // libedit takes the size of the terminal here, and must not in the midst of a line: its own, unseen drawing
    // then writes past its rows.
    var count: Int32 = 0
    let line = el_gets(edit, &count)
    if let ending { return ending }
    // A function of libedit's that someone bound to a key ended the line.
    guard line != nil, count > 0 else { return .vanished }
    let text = edited.text
    finish()
    return .entered(text)
  }

  /// Remembers a statement for going back to it.
  func remember(_ statement: String) {
    recall.add(statement)
    if let past { _ = tally_history_enter(past, statement) }
  }

  func remember(earlier statements: [String]) {
    recall = HistoryRecall(statements)
    guard let past else { return }
    for statement in statements { _ = tally_history_enter(past, statement) }
  }

  var isVi: Bool { tally_edit_editor(edit).map { String(cString: $0) } == "vi" }

  // MARK: - The text

  var edited: EditedText {
    get {
      guard let line = el_wline(edit)?.pointee, let start = line.buffer else { return EditedText("") }
      let count = line.lastchar - start
      let scalars = (0..<count).map { Unicode.Scalar(UInt32(bitPattern: Int32(start[$0]))) ?? "\u{FFFD}" }
      return EditedText(scalars: scalars, cursor: line.cursor - start)
    }
    set {
      let old = edited
      if old.scalars != newValue.scalars {
        _ = el_cursor(edit, Int32(clamping: old.scalars.count - old.cursor))
        el_deletestr(edit, Int32(clamping: old.scalars.count))
        insert(newValue.text)
        _ = el_cursor(edit, Int32(clamping: newValue.cursor - newValue.scalars.count))
      } else {
        _ = el_cursor(edit, Int32(clamping: newValue.cursor - old.cursor))
      }
    }
  }

  /// Cuts a stretch of the statement out.
  func cut(_ range: (EditedText) -> Range<Int>) {
    var changed = edited
    kills.cut(range(changed), from: &changed)
    edited = changed
  }

  func takeBack() {
    if let before = undo.back() { edited = before }
  }

  func insert(_ text: String) {
    if text.isEmpty { return }
    _ = el_insertstr(edit, text.replacing("\0", with: ""))
  }

  // MARK: - Keys

  /// Called by libedit for each key; 1: there is one, 0: there are no more.
  private func readKey(into target: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    guard let target, ending == nil else { return 0 }
    if let text = initial {
      initial = nil
      insert(text)
    }
    while ending == nil {
      undo.note(edited)
      if Signals.ending.load(ordering: .relaxed) != 0 {
        woken(.stopped)
        return 0
      }
      if !keys.hasMore { draw() }
      if let work = idleWork, !keys.hasMore {
        idleWork = nil
        work()
        draw()
      }
      if let scalar = scalar(of: keys.next(escapePrefixes: !isVi)), !types(scalar) {
        makeRoom()
        target.pointee = wchar_t(bitPattern: scalar.value)
        return 1
      }
    }
    return 0
  }

  /// What libedit is given for an event; nil: it was for the prompt alone.
  private func scalar(of event: KeyReader.Event) -> Unicode.Scalar? {
    switch event {
    case .special(.down) where menu != nil: complete(step: 1)
    case .special(.up) where menu != nil: complete(step: -1)
    // What was chosen stands in the statement; to run it is for the next Enter.
    case .scalar("\r") where menu?.selected != nil: menu = nil
    case .scalar(let scalar):
      if scalar != "\t" { menu = nil }
      return scalar
    case .special(.escape): return escape()
    case .special(let key):
      if key != .backTab { menu = nil }
      return Unicode.Scalar(key.rawValue)
    case .woken(let wakes):
      for wake in wakes { woken(wake) }
      if wakes.contains(.interrupted) { return "\u{3}" }
    case .ended: ending = .vanished
    }
    return nil
  }

  /// Puts a letter in without libedit, which has more to do for one, and draws it; false for all that may be a command.
  private func types(_ scalar: Unicode.Scalar) -> Bool {
    defer { isInSequence = Self.prefixes.contains(scalar) && !isInSequence }
    if isVi || hasOwnKeys || isInSequence || scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) {
      return false
    }
    insert(String(scalar))
    return true
  }

  /// Begins the keys of two: Escape is sent for Alt.
  private static let prefixes: Set<Unicode.Scalar> = ["\u{1B}", "\u{18}"]

  /// libedit draws unseen, and writes past its rows where a statement does not fit them: it is told of enough.
  private func makeRoom() {
    let needed = edited.scalars.count { $0 == "\n" } + 2 * Int(Double(edited.scalars.count).squareRoot())
    guard needed >= unseenSize else { return }
    unseenSize = 2 * needed + 100
    // Both, for there are versions that take one for the other.
    for name in ["co", "li"] { _ = tally_edit_set_capability(edit, name, String(unseenSize)) }
  }

  /// The Escape key by itself: closes the menu, clears a proposal, else it is libedit's.
  private func escape() -> Unicode.Scalar? {
    if let menu {
      if menu.selected != nil { edited = menu.original }
      self.menu = nil
    } else if let proposal, edited.text == proposal {
      self.proposal = nil
      edited = EditedText("")
    } else {
      return isVi ? Unicode.Scalar(SpecialKey.escape.rawValue) : "\u{1B}"
    }
    return nil
  }

  private func woken(_ wake: Signals.Wake) {
    switch wake {
    case .resized, .interrupted: break
    case .continued:
      _ = tally_edit_set_flag(edit, EL_PREP_TERM, 0)
      _ = tally_edit_set_flag(edit, EL_PREP_TERM, 1)
      view.forget()
    case .stopped:
      view.finish(frame(isFinal: true), size: size)
      ending = .stopped
    }
  }

  // MARK: - Setting up

  /// A locale in which libedit reads UTF-8, whatever the environment says.
  private static func chooseLocale() {
    setlocale(LC_CTYPE, "")
    let codes = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) }
    if codes != "UTF-8", setlocale(LC_CTYPE, "C.UTF-8") == nil { setlocale(LC_CTYPE, "en_US.UTF-8") }
  }

  /// Keys with which libedit asks for a command or for a count, or starts an editor: nobody would see it.
  private static let promptingKeys = (
    emacs: ["^[x", "^[X", "^[-"] + (0...9).map { "^[\($0)" }, vi: [":", "v"]
  )

  private func bindKeys() {
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

  private func parse(_ words: String...) {
    let copies = words.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    var arguments: [UnsafePointer<CChar>?] = copies.map { UnsafePointer($0) } + [nil]
    _ = el_parse(edit, Int32(words.count), &arguments)
  }
}
