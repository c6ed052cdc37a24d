import TallyText

/// The lets that a query uses while it is bound, and those that they use.
///
/// A let that uses another twice doubles what stands for it, and so does the next: they are counted, for a few dozen
/// short ones would fill any memory.
struct LetExpansion {
  static let depthLimit = 100
  static let countLimit = 5000

  /// The lets being expanded, outermost first: one that comes again refers to itself.
  private var open: [String] = []
  private var count = 0

  /// Within one more.
  func opening(_ name: String, at range: SourceRange) throws(BindError) -> LetExpansion {
    if open.contains(name) { throw .letLoop(name: name, range: range) }
    var inner = self
    inner.open.append(name)
    inner.count += 1
    if inner.open.count > Self.depthLimit || inner.count > Self.countLimit {
      throw .letsTooMany(name: name, range: range)
    }
    return inner
  }

  /// Back from another, which counted on.
  mutating func close(_ inner: LetExpansion) { count = inner.count }

  /// What went wrong in the let of this name.
  static func failure(in name: String, at range: SourceRange, _ error: BindError) -> BindError {
    // Of lets within lets, the outermost is the one that was asked for.
    if case .letsTooMany = error { return .letsTooMany(name: name, range: range) }
    return .insideLet(name: name, range: range, error.diagnostic)
  }
}
