import CKernels
import TallyData

/// Texts searched for parts.
extension TextView {
  /// Where a part begins, at `start` or later.
  package func place(of part: TextView, from start: Int = 0) -> Int? {
    guard let base, part.count <= count - start else { return nil }
    guard part.count > 0, let sought = part.base else { return start }
    let hit = tally_find(base + start, count - start, sought, part.count)
    return hit < 0 ? nil : start + hit
  }

  /// Missing where the result would be longer than ``CallBlock/longestText``.
  func replacing(_ old: TextView, with new: TextView, in memory: BlockMemory) -> TextView {
    guard old.count > 0 else { return self }
    var hits = 0
    var place = 0
    while let hit = self.place(of: old, from: place) {
      hits += 1
      place = hit + old.count
    }
    if hits == 0 { return self }
    let (growth, overflow) = (new.count - old.count).multipliedReportingOverflow(by: hits)
    guard !overflow, count + growth <= CallBlock.longestText else { return .missing }
    return replacing(old, with: new, into: memory.bytes(count + growth))
  }

  private func replacing(
    _ old: TextView, with new: TextView, into output: UnsafeMutablePointer<UInt8>
  ) -> TextView {
    guard let base else { return .missing }
    var (place, length) = (0, 0)
    func append(_ source: UnsafePointer<UInt8>?, _ count: Int) {
      if let source { (output + length).update(from: source, count: count) }
      length += count
    }
    while let hit = self.place(of: old, from: place) {
      append(base + place, hit - place)
      append(new.base, new.count)
      place = hit + old.count
    }
    append(base + place, count - place)
    return TextView(base: UnsafePointer(output), count: length)
  }

  /// The piece numbered `number`, counted from 1, of those between separators.
  func piece(_ number: Int, between separator: TextView) -> TextView {
    guard separator.count > 0 else { return number == 1 ? self : .missing }
    var place = 0
    var left = number
    while let hit = self.place(of: separator, from: place) {
      left -= 1
      if left == 0 { return part(place, hit) }
      place = hit + separator.count
    }
    return left == 1 ? part(place, count) : .missing
  }

  /// Both texts, one after the other; missing where that is longer than ``CallBlock/longestText``.
  package func joined(_ other: TextView, in memory: BlockMemory) -> TextView {
    guard let base, let otherBase = other.base else { return .missing }
    guard count + other.count <= CallBlock.longestText else { return .missing }
    let output = memory.bytes(count + other.count)
    output.update(from: base, count: count)
    (output + count).update(from: otherBase, count: other.count)
    return TextView(base: UnsafePointer(output), count: count + other.count)
  }
}
