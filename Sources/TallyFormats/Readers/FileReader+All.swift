extension FileReader {
  /// Every kind of file Tally reads, the usual one first.
  package static let all: [FileReader] = [.csv, .tsv, .json, .ndjson, .sqlite]
}
