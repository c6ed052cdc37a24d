import TallyTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes a large file of eight mixed columns, the same bytes from the same seed.
///
/// Dense and sparse whole numbers, text of five, of ten thousand and of as many values as rows (some with commas,
/// quotes and newlines), money with two decimals, dates and booleans; some cells of the last three are missing.
struct ArrivalsFile {
  let rows: Int
  var seed: UInt64 = 2023

  static let header = "id,account,class,shop,note,fare,day,elite\n"
  private static let classes = ["first", "business", "economy", "steerage", "crew"]
  private static let words = ["late", "early", "window", "aisle", "delayed", "rebooked", "upgrade", "no show", "paid"]

  /// False where the file cannot be written.
  func write(to path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    var random = SeededGenerator(seed: seed)
    var block = Self.header
    for row in 0..<rows {
      block += line(row, &random)
      if block.utf8.count > 1 << 20 {
        guard flush(&block, to: file) else { return false }
      }
    }
    let isWritten = flush(&block, to: file)
    return fclose(file) == 0 && isWritten
  }

  private func flush(_ block: inout String, to file: UnsafeMutablePointer<FILE>) -> Bool {
    let count = block.utf8.count
    let written = block.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) }
    block = ""
    return written == count
  }

  private func line(_ row: Int, _ random: inout SeededGenerator) -> String {
    let account = random.next() >> 24
    let shop = random.next() % 10_000
    let cents = random.next() % 100_000
    let fare = random.next() % 50 == 0 ? "" : "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    let elite = random.next() % 20 == 0 ? "NA" : random.next() % 3 == 0 ? "true" : "false"
    let name = Self.classes[Int(random.next() % 5)]
    return "\(row),\(account),\(name),shop \(shop),\(note(row, &random)),\(fare),\(day(&random)),\(elite)\n"
  }

  private func note(_ row: Int, _ random: inout SeededGenerator) -> String {
    let first = Self.words[Int(random.next() % UInt64(Self.words.count))]
    let second = Self.words[Int(random.next() % UInt64(Self.words.count))]
    switch random.next() % 100 {
    case 0: return "\"\(first), \"\"\(second)\"\" \(row)\""
    case 1: return "\"\(first)\n\(second) \(row)\""
    case 2...10: return "\"\(first), \(second) \(row)\""
    default: return "\(first) \(second) \(row)"
    }
  }

  private func day(_ random: inout SeededGenerator) -> String {
    let (year, month, day) = (2013 + random.next() % 11, 1 + random.next() % 12, 1 + random.next() % 28)
    if random.next() % 100 == 0 { return "" }
    return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }
}
