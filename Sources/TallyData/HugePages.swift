#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Pages of 2 MiB, which cost one fault where usual pages cost 512.
package enum HugePages {
  package static let size = 1 << 21

  /// Asks the system to back what huge pages lie within a stretch of fresh memory; it need not.
  package static func advise(_ start: UnsafeMutableRawPointer, count: Int) {
    #if os(Linux)
      let first = (UInt(bitPattern: start) + UInt(size) - 1) & ~(UInt(size) - 1)
      let end = (UInt(bitPattern: start) + UInt(count)) & ~(UInt(size) - 1)
      guard first < end, let aligned = UnsafeMutableRawPointer(bitPattern: first) else { return }
      // A hint: what it answers changes nothing.
      madvise(aligned, Int(end - first), MADV_HUGEPAGE)
    #endif
  }

  /// Fresh memory that begins with a huge page, for `munmap`; nil where the system has none.
  package static func map(_ count: Int) -> UnsafeMutableRawBufferPointer? {
    let base = mmap(nil, count + size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let base, base != MAP_FAILED else { return nil }
    let skipped = Int((UInt(size) - UInt(bitPattern: base) & (UInt(size) - 1)) & (UInt(size) - 1))
    if skipped > 0 { munmap(base, skipped) }
    munmap(base + skipped + count, size - skipped)
    advise(base + skipped, count: count)
    return UnsafeMutableRawBufferPointer(start: base + skipped, count: count)
  }
}
