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
  private(set) var usesColor = false
  let edit: OpaquePointer
  private let screen: UnsafeMutablePointer<FILE>
  private let past: OpaquePointer?

  var view = PromptView()
  var keys = KeyReader()
  var recall = HistoryRecall([])
  var kills = KillRing()
  var undo = UndoLog()
  var lastWord = LastWord()
  /// How often the next key counts; nil: once.
  var times: Int?
  /// What was last looked for in earlier statements.
  var sought: String?
  let live = LiveNotes()
  /// The statement that was last asked about.
  var liveText: String?
  /// The last key went to libedit as the beginning of a sequence.
  var isInSequence = false
  /// Keys of a person's own may begin with any key.
  private(set) var hasOwnKeys = false
  /// Rows and columns of the screen that libedit thinks it draws on.
  var unseenSize = 0
  var menu: CompletionMenu?
  var guide = Guide()
  /// What was put on the line and not yet changed.
  var offer: Offer?
  var ending: Ending?
  /// What waits until the prompt stands on the screen.
  var idleWork: (() -> Void)?
  /// What the line begins as.
  var initial: String?

  /// Nil where libedit cannot work here.
  init?(session: Session, readsEditrc: Bool) {
    Self.chooseLocale()
    guard let screen = fopen("/dev/null", "w") else { return nil }
    guard let edit = tally_edit_open("tally", screen) else {
      fclose(screen)
      return nil
    }
    self.session = session
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

  /// Lets a person edit a statement, which begins as what is offered; `idleWork` runs once the prompt can be seen.
  func read(_ offer: Offer?, usesColor: Bool, idleWork: (() -> Void)? = nil) -> Ending {
    if isTooNarrow {
      idleWork?()
      var reader = PlainReader(prompts: Self.prompts, file: STDOUT_FILENO)
      return reader.read()
    }
    self.usesColor = usesColor
    self.offer = offer
    initial = offer?.text
    self.idleWork = idleWork
    ending = nil
    menu = nil
    recall.restart()
    undo = UndoLog(splitsWords: !isVi)
    times = nil
    liveText = nil
    live.open()
    defer { live.stop() }
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
}
