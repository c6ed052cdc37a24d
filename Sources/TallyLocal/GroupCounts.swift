import TallyData

/// How many rows each group has of some kind: four bytes a group, none where all groups have as many.
package struct GroupCounts: RandomAccessCollection, Equatable, Sendable {
  /// Nil: each group has ``same``.
  private let counts: Buffer<UInt32>?
  private let same: Int
  package let count: Int

  package init(repeating same: Int, count: Int) {
    (counts, self.same, self.count) = (nil, same, count)
  }

  package init(_ counts: Buffer<UInt32>) {
    (self.counts, same, count) = (counts, 0, counts.count)
  }

  package init(_ counts: some Collection<Int>) {
    self.init(Buffer<UInt32>(counts.lazy.map { UInt32(truncatingIfNeeded: $0) }))
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { count }

  package subscript(group: Int) -> Int { counts.map { Int($0[group]) } ?? same }

  /// Of all groups together.
  package var total: Int {
    guard let counts else { return same * count }
    var total = 0
    for count in counts.values { total &+= Int(count) }
    return total
  }

  package var isZero: Bool {
    guard let counts else { return same == 0 || count == 0 }
    return counts.values.allSatisfy { $0 == 0 }
  }

  /// What remains of each group; `others` are no more than there are.
  package func subtracting(_ others: GroupCounts) -> GroupCounts {
    if isIdentical(to: others) { return GroupCounts(repeating: 0, count: count) }
    return GroupCounts(Buffer<UInt32>(count: count) { UInt32(truncatingIfNeeded: self[$0] &- others[$0]) })
  }

  /// The counts of some groups, in the order given.
  package func gathered(_ groups: Buffer<UInt32>) -> GroupCounts {
    guard let counts else { return GroupCounts(repeating: same, count: groups.count) }
    return GroupCounts(Buffer<UInt32>(count: groups.count) { counts[Int(groups[$0])] })
  }

  package static func == (one: GroupCounts, other: GroupCounts) -> Bool {
    one.isIdentical(to: other) || one.elementsEqual(other)
  }

  private func isIdentical(to other: GroupCounts) -> Bool {
    count == other.count && counts === other.counts && same == other.same
  }
}
