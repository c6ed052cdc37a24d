/// A part of the program that any bytes may be given to, and what holds of it whatever they are.
///
/// A broken promise is a trap, which ends the process: that is what fuzzers look for.
package struct FuzzTarget: Sendable {
  package let name: String
  /// One sentence.
  package let summary: String
  /// Inputs to begin with; a fuzzer finds the others.
  package let seeds: [String]
  package let check: @Sendable (UnsafeRawBufferPointer) -> Void

  init(
    _ name: String, summary: String, seeds: [String], check: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
  ) {
    self.name = name
    self.summary = summary
    self.seeds = seeds
    self.check = check
  }

  package static let all: [FuzzTarget] = [
    csv, json, ndjson, sqlite, parser, layout, session, completion, history, pattern, renderer,
  ]

  package static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }

  package func check(_ bytes: [UInt8]) { bytes.withUnsafeBytes { check($0) } }
}

/// Ends the process where a promise is broken.
func require(_ holds: Bool, _ promise: @autoclosure () -> String) {
  if !holds { fatalError(promise()) }
}
