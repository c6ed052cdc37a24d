import TallyData

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The memory that computing one block of rows needs: handed out in order, taken back all at once.
///
/// One thread uses it at a time.
package final class BlockMemory {
  /// The most rows a block has: what its vectors hold stays in the nearest caches.
  package static let rowCount = 4096

  private static let slabSize = 1 << 20
  private var slabs: [(base: UnsafeMutableRawPointer, size: Int)] = []
  private var slab = 0
  private var used = 0

  package init() {}

  deinit { for slab in slabs { free(slab.base) } }

  /// Takes back everything; slabs beyond the usual size return to the system.
  package func reset() {
    while let last = slabs.last, last.size > Self.slabSize { free(slabs.removeLast().base) }
    slab = 0
    used = 0
  }

  package func integers() -> UnsafeMutablePointer<Int64> { values() }
  package func numbers() -> UnsafeMutablePointer<Double> { values() }
  package func texts() -> UnsafeMutablePointer<TextView> { values() }
  package func truths() -> UnsafeMutablePointer<UInt8> { values() }

  /// A bit for each row.
  package func bits() -> UnsafeMutablePointer<UInt64> { take(Self.rowCount / 8).assumingMemoryBound(to: UInt64.self) }

  /// `count` bytes of undefined content.
  package func bytes(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    take(count).assumingMemoryBound(to: UInt8.self)
  }

  private func values<T: BitwiseCopyable>() -> UnsafeMutablePointer<T> {
    take(Self.rowCount * MemoryLayout<T>.stride).assumingMemoryBound(to: T.self)
  }

  private func take(_ count: Int) -> UnsafeMutableRawPointer {
    let size = (count + 63) & ~63
    while slab < slabs.count, used + size > slabs[slab].size {
      slab += 1
      used = 0
    }
    if slab == slabs.count { addSlab(max(size, Self.slabSize)) }
    let place = slabs[slab].base + used
    used += size
    return place
  }

  private func addSlab(_ size: Int) {
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, 64, size) == 0, let memory else {
      // A block holds 4,096 rows and no text above `CallBlock.longestText`: without this much nothing can go on.
      MemoryRefusal.end()
    }
    slabs.append((memory, size))
    used = 0
  }
}
