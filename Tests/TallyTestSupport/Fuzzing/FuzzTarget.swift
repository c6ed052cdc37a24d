/// A part of the program that any bytes may be given to, and what holds of it whatever they are.
///
/// A broken promise is a trap, which ends the process: that is what fuzzers look for.
package struct FuzzTarget: Sendable {
  package let name: String
  /// One sentence.
  package let summary: String
  /// Inputs to begin with; a fuzzer finds the others.
  package let seeds: [[UInt8]]
  /// Bytes that a fuzzer gives it at most: what longer ones find, shorter ones find sooner.
  package let largestCount: Int
  package let check: @Sendable (UnsafeRawBufferPointer) -> Void

  init(
    _ name: String, summary: String, largestCount: Int, seeds: [String], moreSeeds: [[UInt8]] = [],
    check: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
  ) {
    self.name = name
    self.summary = summary
    self.largestCount = largestCount
    self.seeds = seeds.map { Array($0.utf8) } + moreSeeds
    self.check = check
  }

  package static let all: [FuzzTarget] = [
    csv, json, ndjson, sqlite, parser, layout, session, completion, history, pattern, renderer,
  ]

  package static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }

  /// What a fuzzer puts together: the words of the seeds, and what means something to many readers.
  package var words: [String] {
    let words = seeds.flatMap { String(decoding: $0, as: UTF8.self).split(whereSeparator: \.isWhitespace) }
    return Set(words.map(String.init) + InputMutator.pieces).filter { 1...24 ~= $0.utf8.count }.sorted()
  }

  package func check(_ bytes: [UInt8]) { bytes.withUnsafeBytes { check($0) } }
}

/// Ends the process where a promise is broken.
func require(_ holds: Bool, _ promise: @autoclosure () -> String) {
  if !holds { fatalError(promise()) }
}
