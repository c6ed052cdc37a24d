import TallyData

/// The different combinations of some keys, numbered from 1 in their order.
struct Factors: Sendable {
  /// The packed keys of each combination.
  let keys: Buffer<UInt64>
  /// How many rows each has, and the first of them.
  let counts: Buffer<UInt32>
  let firsts: Buffer<UInt32>
  private let rowNumbers: RowNumbers

  var count: Int { keys.count }

  init(keys: Buffer<UInt64>, counts: Buffer<UInt32>, firsts: Buffer<UInt32>, rowNumbers: RowNumbers) {
    self.keys = keys
    self.counts = counts
    self.firsts = firsts
    self.rowNumbers = rowNumbers
  }

  /// The number of each row's combination; 0 for a row that does not count.
  func numbers() throws(RunError) -> Buffer<UInt32> { try rowNumbers.all() }

  /// The numbers as a key.
  func key() throws(RunError) -> KeyCode { KeyCode(numbers: try numbers(), count: count) }

  /// Of rows that are sorted by their keys.
  init<E: RowElement>(sorted: Buffer<E>, rowBits: Int, sweep: Sweep) throws(RunError) {
    let runs = RowParts(rowCount: sorted.count)
    let found = Buffer<Int>(count: runs.count)
    let workers = sweep.workers
    try workers.forEach(runs.count) { part in
      var starts = 0
      let source = sorted.pointer
      for place in runs[part] { starts &+= bit(source.isStart(place, rowBits)) }
      found.pointer[part] = starts
    }
    var before = [0]
    for part in 0..<runs.count { before.append(before[part] + found.pointer[part]) }
    let firstNumbers = before
    let count = before[runs.count]
    let (keys, counts, firsts) = (
      Buffer<UInt64>(count: count), Buffer<UInt32>(count: count), Buffer<UInt32>(count: count)
    )
    try workers.forEach(runs.count) { part in
      var number = firstNumbers[part]
      let source = sorted.pointer
      let (keys, counts, firsts) = (keys.pointer, counts.pointer, firsts.pointer)
      for place in runs[part] where source.isStart(place, rowBits) {
        keys[number] = source[place].key(rowBits)
        firsts[number] = source[place].row(rowBits)
        // Where it starts; how many there are follows from where the next does.
        counts[number] = UInt32(truncatingIfNeeded: place)
        number &+= 1
      }
    }
    let starts = counts.pointer
    for number in 0..<count {
      let end = number + 1 < count ? starts[number + 1] : UInt32(truncatingIfNeeded: sorted.count)
      starts[number] = end &- starts[number]
    }
    self.init(
      keys: keys, counts: counts, firsts: firsts,
      rowNumbers: RowNumbers { () throws(RunError) in
        let numbers = Buffer<UInt32>(count: sweep.rowCount)
        if sweep.mask != nil { numbers.pointer.initialize(repeating: 0, count: sweep.rowCount) }
        try workers.forEach(runs.count) { part in
          var number = UInt32(truncatingIfNeeded: firstNumbers[part])
          let (source, target) = (sorted.pointer, numbers.pointer)
          for place in runs[part] {
            number &+= bit(source.isStart(place, rowBits))
            target[Int(source[place].row(rowBits))] = number
          }
        }
        return numbers
      })
  }
}

extension UnsafeMutablePointer where Pointee: RowElement {
  /// Whether the key at a place is another than before it.
  @inline(__always)
  fileprivate func isStart(_ place: Int, _ rowBits: Int) -> Bool {
    place == 0 || self[place].key(rowBits) != self[place &- 1].key(rowBits)
  }
}

/// The number of each row, worked out once somebody asks: who only counts does not.
///
/// The thread that runs the plan asks alone.
final class RowNumbers: @unchecked Sendable {
  private let make: @Sendable () throws(RunError) -> Buffer<UInt32>
  private var made: Buffer<UInt32>?

  init(_ make: @escaping @Sendable () throws(RunError) -> Buffer<UInt32>) { self.make = make }

  init(_ numbers: Buffer<UInt32>) {
    make = { numbers }
    made = numbers
  }

  func all() throws(RunError) -> Buffer<UInt32> {
    if let made { return made }
    let numbers = try make()
    made = numbers
    return numbers
  }
}
