import CSamples

/// A file of the built-in sample; its bytes live as long as the program.
struct EmbeddedSample {
  let name: String
  let bytes: UnsafeRawBufferPointer

  /// In the order in which they are offered.
  static var all: [EmbeddedSample] {
    (0..<tally_sample_count).map { place in
      let sample = tally_sample_at(place)
      return EmbeddedSample(
        name: String(cString: sample.name), bytes: UnsafeRawBufferPointer(start: sample.bytes, count: sample.count))
    }
  }
}
