import TallyTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes a small table that the large one is joined with, the same bytes from the same seed.
enum LookupFile: String, CaseIterable {
  /// A row for each of the ten thousand shops.
  case shops
  /// A row for each of 100,000 keys, in no order.
  case accounts

  /// False where the file cannot be written.
  func write(to path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    var random = SeededGenerator(seed: 1995)
    let text = Array((header + lines(&random).joined()).utf8)
    let written = fwrite(text, 1, text.count, file)
    return fclose(file) == 0 && written == text.count
  }

  private var header: String {
    switch self {
    case .shops: "shop,city,rent\n"
    case .accounts: "key,tier,credit\n"
    }
  }

  private func lines(_ random: inout SeededGenerator) -> [String] {
    switch self {
    case .shops: (0..<10_000).map { "shop \($0),city \($0 % 40),\(random.next() % 100_000)\n" }
    case .accounts:
      (0..<100_000).shuffled(using: &random).map { "\($0),tier \(random.next() % 3),\(random.next() % 100_000)\n" }
    }
  }
}
