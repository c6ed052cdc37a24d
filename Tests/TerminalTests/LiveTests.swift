import Tally
import Testing

@testable import TallyPrompt

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What is asked of a statement in the background while it is typed.
@Suite struct LiveTests {
  private let session = Session()
  private let notes = LiveNotes()
  private let long = "inner join arrivals on sex many to many | sort by arrivals_id, id | count"

  init() {
    _ = session.completion(of: "from arrivals_by_year", at: 0)
  }

  /// Asks; true where there is nothing to wait for.
  private func ask(_ text: String) -> Bool { notes.ask(session.liveFinding(in: text), of: text) }

  private func wait(until condition: () -> Bool) {
    for _ in 0..<20_000 where !condition() { usleep(1_000) }
  }

  @Test func theNewestQuestionIsAnswered() {
    #expect(!ask(long))
    #expect(!ask("count where year = 2023"))
    wait { notes.note(for: "count where year = 2023")?.words == "196 of 3,866 rows" }
    #expect(notes.note(for: "count where year = 2023")?.words == "196 of 3,866 rows")
    #expect(ask("load \"x"))
    #expect(notes.note(for: "load \"x") == nil)
    notes.stop()
  }

  @Test func aSlowTableIsLeftAloneUntilTheNextStatement() {
    #expect(!ask(long))
    wait { notes.endWhatIsSlow() == -1 }
    #expect(ask("count where year = 2023"))
    #expect(notes.note(for: "count where year = 2023") == nil)
    #expect(!ask("from arrivals_by_year | count"))
    notes.stop()
    notes.open()
    #expect(!ask("count where year = 2023"))
    wait { notes.note(for: "count where year = 2023") != nil }
    #expect(notes.note(for: "count where year = 2023")?.words == "196 of 3,866 rows")
    notes.stop()
  }
}
