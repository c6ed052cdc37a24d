import TallyData

/// Something that is sorted by the bits of a whole number.
protocol RadixElement: BitwiseCopyable, Sendable {
  var digits: UInt64 { get }
}

/// A row with its key.
protocol RowElement: RadixElement {
  /// `rowBits`: how many bits hold a row's number where key and row share a whole number.
  func row(_ rowBits: Int) -> UInt32
  func key(_ rowBits: Int) -> UInt64
}

/// A row and its key, apart.
struct KeyedRow: RowElement {
  var key: UInt64
  var row: UInt32
  @inline(__always) var digits: UInt64 { key }
  @inline(__always) func row(_ rowBits: Int) -> UInt32 { row }
  @inline(__always) func key(_ rowBits: Int) -> UInt64 { key }
}

/// A key and, in its lowest bits, a row.
extension UInt64: RowElement {
  @inline(__always) var digits: UInt64 { self }
  @inline(__always) func row(_ rowBits: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: self & ((1 &<< UInt64(rowBits)) &- 1))
  }
  @inline(__always) func key(_ rowBits: Int) -> UInt64 { self &>> UInt64(rowBits) }
}

/// Sorts by some bits of the elements' digits; elements that are equal in them keep their order.
///
/// One pass on the highest bits cuts the elements into buckets that fit the cache; threads sort those from their
/// lowest byte to their highest.
struct RadixSort: Sendable {
  /// The lowest bit that counts, and how many do.
  let lowestBit: Int
  let bits: Int
  let workers: Workers

  private static let smallCount = 1 << 15
  private static let topBits = 10

  func sort<E: RadixElement>(_ elements: Buffer<E>) throws(RunError) -> Buffer<E> {
    guard bits > 0, elements.count > 1 else { return elements }
    try MemoryLimit.check(elements.count, 2 * MemoryLayout<E>.stride, for: "sorting")
    let scratch = Buffer<E>(count: elements.count)
    if elements.count <= Self.smallCount {
      let sort = self
      try workers.forEach(1) { _ in
        sort.sortBucket(elements.pointer, scratch.pointer, elements.count, bits: sort.bits)
      }
      return elements
    }
    let starts = try scatter(elements, to: scratch)
    let rest = bits - min(bits, Self.topBits)
    let sort = self
    try workers.forEach(starts.count - 1) { bucket in
      let (start, end) = (starts[bucket], starts[bucket + 1])
      if end > start + 1 {
        sort.sortBucket(scratch.pointer + start, elements.pointer + start, end - start, bits: rest)
      }
    }
    return scratch
  }

  /// Moves each element to the bucket of its highest bits; gives where the buckets start.
  private func scatter<E: RadixElement>(_ elements: Buffer<E>, to target: Buffer<E>) throws(RunError) -> [Int] {
    let topBits = min(bits, Self.topBits)
    let bucketCount = 1 << topBits
    let shift = UInt64(lowestBit + bits - topBits)
    let lowMask = UInt64(bucketCount - 1)
    let parts = RowParts(rowCount: elements.count)
    let places = Buffer<Int>(count: parts.count * bucketCount)
    try workers.forEach(parts.count) { part in
      let counts = places.pointer + part * bucketCount
      counts.initialize(repeating: 0, count: bucketCount)
      let source = elements.pointer
      for row in parts[part] { counts[Int((source[row].digits &>> shift) & lowMask)] &+= 1 }
    }
    var starts = [0]
    var place = 0
    for bucket in 0..<bucketCount {
      for part in 0..<parts.count {
        let count = places.pointer[part * bucketCount + bucket]
        places.pointer[part * bucketCount + bucket] = place
        place += count
      }
      starts.append(place)
    }
    try workers.forEach(parts.count) { part in
      let next = places.pointer + part * bucketCount
      let (from, to) = (elements.pointer, target.pointer)
      for row in parts[part] {
        let element = from[row]
        let bucket = Int((element.digits &>> shift) & lowMask)
        to[next[bucket]] = element
        next[bucket] &+= 1
      }
    }
    return starts
  }

  /// Sorts `count` elements in place by their lowest `bits`, with `scratch` as room of the same size.
  private func sortBucket<E: RadixElement>(
    _ elements: UnsafeMutablePointer<E>, _ scratch: UnsafeMutablePointer<E>, _ count: Int, bits: Int
  ) {
    guard bits > 0, count > 1 else { return }
    if count <= 40 { return insertionSort(elements, count, bits: bits) }
    var (source, target) = (elements, scratch)
    var done = 0
    while done < bits {
      if workers.interrupt.isRaised { return }
      let width = min(8, bits - done)
      if pass(from: source, to: target, count, shift: UInt64(lowestBit + done), mask: (1 << UInt64(width)) - 1) {
        swap(&source, &target)
      }
      done += width
    }
    if source != elements { elements.update(from: source, count: count) }
  }

  /// One counting pass; false where all elements have the same digit, which moves nothing.
  private func pass<E: RadixElement>(
    from source: UnsafeMutablePointer<E>, to target: UnsafeMutablePointer<E>, _ count: Int, shift: UInt64, mask: UInt64
  ) -> Bool {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { places in
      guard let next = places.baseAddress else { return false }
      next.initialize(repeating: 0, count: 256)
      var index = 0
      while index < count {
        next[Int((source[index].digits &>> shift) & mask)] &+= 1
        index &+= 1
      }
      if next[Int((source[0].digits &>> shift) & mask)] == count { return false }
      var place = 0
      for digit in 0..<256 {
        let size = next[digit]
        next[digit] = place
        place &+= size
      }
      index = 0
      while index < count {
        if index & 0xFFFF == 0, workers.interrupt.isRaised { return false }
        let element = source[index]
        let digit = Int((element.digits &>> shift) & mask)
        target[next[digit]] = element
        next[digit] &+= 1
        index &+= 1
      }
      return true
    }
  }

  private func insertionSort<E: RadixElement>(_ elements: UnsafeMutablePointer<E>, _ count: Int, bits: Int) {
    let mask = Bitmap.word(ofOnes: bits) << UInt64(lowestBit)
    for index in 1..<count {
      let element = elements[index]
      let key = element.digits & mask
      var place = index
      while place > 0, elements[place - 1].digits & mask > key {
        elements[place] = elements[place - 1]
        place -= 1
      }
      elements[place] = element
    }
  }
}
