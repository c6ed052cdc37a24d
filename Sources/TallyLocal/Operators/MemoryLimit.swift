import TallyText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How much memory a query may ask for at once.
enum MemoryLimit {
  /// Bytes of the machine's memory.
  static let physical: Int = max(1, Int(sysconf(Int32(_SC_PHYS_PAGES)))) * max(1, Int(sysconf(Int32(_SC_PAGESIZE))))

  /// The most rows an operator can number.
  static let rows = Int(UInt32.max) - 1

  /// Throws where `count` values of `size` bytes are more than the machine has.
  static func check(_ count: Int, _ size: Int, for what: String, at range: SourceRange = 0..<0) throws(RunError) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    if overflow || bytes > physical { throw .tooLarge(what: what, bytes: overflow ? .max : bytes, range: range) }
  }
}
