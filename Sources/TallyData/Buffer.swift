#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A block of memory that holds `count` values and is freed with its last owner.
///
/// The values are written while one owner builds it and never after it is shared: that is what makes
/// it safe to send between threads.
package final class Buffer<Element: BitwiseCopyable>: @unchecked Sendable {
  /// Changed only by `shrink`, while there is one owner: so no access is checked for overlap while rows are read.
  @exclusivity(unchecked)
  @usableFromInline
  var start: UnsafeMutablePointer<Element>
  @exclusivity(unchecked)
  @usableFromInline
  var length: Int
  /// Bytes of the memory behind it, of which the values need fewer.
  private var capacity: Int
  /// What is known of the values, block by block, once it has been asked for; nil for few values.
  package let zoneStore: ZoneStore?

  /// Inlined with the access that is not checked, in other modules too.
  @inlinable
  package var pointer: UnsafeMutablePointer<Element> { start }

  @inlinable
  package var count: Int { length }

  /// `count` values of undefined content.
  package init(count: Int) {
    length = count
    zoneStore = ZoneStore(count: count)
    let memory = Self.allocate(max(count, 1) * MemoryLayout<Element>.stride)
    start = memory.start.assumingMemoryBound(to: Element.self)
    capacity = memory.size
  }

  /// A copy of values; inlined, so that what computes them is one loop with what stores them.
  @inlinable
  package convenience init(_ values: some Collection<Element>) {
    self.init(count: values.count)
    var place = pointer
    for value in values {
      place.initialize(to: value)
      place += 1
    }
  }

  /// Takes ownership of memory that `malloc` gave.
  package init(adopting pointer: UnsafeMutablePointer<Element>, count: Int) {
    start = pointer
    length = count
    zoneStore = ZoneStore(count: count)
    capacity = count * MemoryLayout<Element>.stride
  }

  deinit { SpareMemory.give(SpareMemory.Block(start: UnsafeMutableRawPointer(pointer), size: capacity)) }

  /// Gives back the memory behind the first `newCount` values; only while the builder is its one owner.
  package func shrink(to newCount: Int) {
    precondition(newCount <= count)
    let bytes = max(newCount, 1) * MemoryLayout<Element>.stride
    if let moved = realloc(pointer, bytes) {
      start = moved.assumingMemoryBound(to: Element.self)
      capacity = bytes
    }
    length = newCount
  }

  package var values: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: pointer, count: count) }

  package subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count)
    return pointer[index]
  }

  /// Bytes of memory behind it.
  package var byteCount: Int { count * MemoryLayout<Element>.stride }

  private static func allocate(_ bytes: Int) -> SpareMemory.Block {
    if let block = SpareMemory.take(bytes) { return block }
    // The loader and the operators estimate before they allocate, so this is refused where an estimate was wrong.
    guard let memory = malloc(bytes) ?? (SpareMemory.giveBack() ? malloc(bytes) : nil) else { MemoryRefusal.end() }
    if bytes >= 2 * HugePages.size { HugePages.advise(memory, count: bytes) }
    return SpareMemory.Block(start: memory, size: bytes)
  }
}
