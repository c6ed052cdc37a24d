import TallyData

/// One call of a function: the arguments of a block of rows, and the memory for its results.
package struct CallBlock {
  package let arguments: [Vector]
  package let count: Int
  package let memory: BlockMemory
  /// 1 for each row that counts; the others may be computed but neither lose values nor overflow.
  package let active: UnsafePointer<UInt8>
  /// The first row that counts and whose result no 64-bit integer holds.
  package private(set) var overflowRow: Int?

  /// A text longer than this is not made: its row is missing, and counted.
  package static let longestText = 1 << 24

  package init(arguments: [Vector], count: Int, memory: BlockMemory, active: UnsafePointer<UInt8>) {
    self.arguments = arguments
    self.count = count
    self.memory = memory
    self.active = active
  }

  package mutating func noteOverflow(_ row: Int) {
    if active[row] != 0, overflowRow.map({ row < $0 }) ?? true { overflowRow = row }
  }
}

/// The loops of functions of one argument; each body sees known values only, or its result is not used.
extension CallBlock {
  /// Numbers to numbers; what is not finite becomes missing.
  @inline(__always)
  func numbers(_ body: (Double) -> Double) -> Vector {
    let input = arguments[0].numbers
    let output = memory.numbers()
    for row in 0..<count {
      let value = body(input[row])
      output[row] = value - value == 0 ? value : .nan
    }
    return .numbers(output)
  }

  /// Numbers to whole numbers: what 64 bits do not hold becomes missing.
  @inline(__always)
  func wholes(_ body: (Double) -> Double) -> Vector {
    let input = arguments[0].numbers
    let output = memory.integers()
    for row in 0..<count { output[row] = whole(body(input[row])) }
    return .integers(output)
  }

  /// Numbers to whole numbers, a block at a time.
  func wholes(_ loop: (UnsafePointer<Double>, Int, UnsafeMutablePointer<Int64>) -> Void) -> Vector {
    let output = memory.integers()
    loop(arguments[0].numbers, count, output)
    return .integers(output)
  }

  /// Whole numbers to whole numbers; the body may give `Int64.min` for a missing result.
  @inline(__always)
  func integers(_ body: (Int64) -> Int64) -> Vector {
    let input = arguments[0].integers
    let output = memory.integers()
    for row in 0..<count {
      let value = input[row]
      output[row] = value == .min ? .min : body(value)
    }
    return .integers(output)
  }

  @inline(__always)
  func texts(_ body: (TextView) -> TextView) -> Vector {
    let input = arguments[0].texts
    let output = memory.texts()
    for row in 0..<count { output[row] = input[row].isMissing ? .missing : body(input[row]) }
    return .texts(output)
  }

  /// Texts to whole numbers; the body gives nil for a missing result.
  @inline(__always)
  func integersOfTexts(_ body: (TextView) -> Int64?) -> Vector {
    let input = arguments[0].texts
    let output = memory.integers()
    for row in 0..<count { output[row] = input[row].isMissing ? .min : body(input[row]) ?? .min }
    return .integers(output)
  }
}

/// A whole number in a double as an integer; `Int64.min`, missing, where 64 bits do not hold it.
@inlinable @inline(__always)
package func whole(_ value: Double) -> Int64 {
  value > -0x1p63 && value < 0x1p63 ? Int64(value) : .min
}
