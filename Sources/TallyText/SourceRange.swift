/// A stretch of source text, in UTF-8 bytes from its beginning.
package typealias SourceRange = Range<Int>

extension Range where Bound == Int {
  /// The smallest range that holds both.
  package func union(_ other: Range<Int>) -> Range<Int> {
    Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
  }
}
