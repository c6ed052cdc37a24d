import TallySyntax
import TallyText

/// The statements of a session as a script that runs, with what each printed as comments.
struct HistoryScript {
  let text: String

  init(_ statements: [PastStatement]) {
    text = statements.compactMap { past in
      past.output.map { output in
        let lines = output.isEmpty ? [] : output.split(separator: "\n", omittingEmptySubsequences: false)
        return past.text + "\n"
          + lines.dropLast(output.hasSuffix("\n") ? 1 : 0).map { $0.isEmpty ? "#\n" : "# \($0)\n" }.joined()
      }
    }.joined(separator: "\n")
  }
}
