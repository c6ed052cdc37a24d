/// The C source that embeds the manual's pages into the program, written from their names.
package enum EmbeddedPages {
  /// Of the pages below Tests/Corpus.
  package static func source(_ names: [String]) -> String {
    let arrays = names.map { name in
      """
      static const unsigned char \(identifier(name))[] = {
      #embed "../../Tests/Corpus/\(name)"
      };

      """
    }
    let rows = names.map { "    {\"\($0)\", \(identifier($0)), sizeof \(identifier($0))},\n" }
    return """
      /* Written from the pages of Tests/Corpus: TALLY_RECORD=1 swift test --filter ManualTests */
      #include "manual.h"

      /* The compiler that comes with Swift 6 has #embed in every mode of C and says that it is of C23. */
      #pragma clang diagnostic ignored "-Wc23-extensions"

      \(arrays.joined(separator: "\n"))
      static const tally_page pages[] = {
      \(rows.joined())};

      const size_t tally_page_count = sizeof pages / sizeof *pages;

      tally_page tally_page_at(size_t place) { return pages[place]; }

      """
  }

  /// `steps/where.md` as `page_steps_where`.
  private static func identifier(_ name: String) -> String {
    "page_" + name.dropLast(3).map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
  }
}
