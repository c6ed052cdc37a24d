import Synchronization

/// How much memory the process may still take: what `set memory` leaves, else nine tenths of what the machine has free.
///
/// It holds for the whole process. Who is about to take much estimates it, asks here first, and refuses.
package enum MemoryBudget {
  /// 0: nobody chose.
  private static let chosen = Atomic<Int>(0)

  /// The bytes that the process may hold at most; nil: as many as the machine has free, which a tenth is left of.
  package static func choose(_ bytes: Int?) { chosen.store(bytes ?? 0, ordering: .relaxed) }

  /// Bytes that may be taken now.
  package static func free() -> Int {
    let most = chosen.load(ordering: .relaxed)
    guard most > 0 else { return FreeMemory.byteCount() / 10 * 9 }
    let held = max(0, (FreeMemory.resident() ?? 0) - SpareMemory.byteCount)
    return min(max(0, most - held), FreeMemory.addressSpace() ?? .max)
  }

  /// Whether so many bytes may be taken. What is small is not looked up.
  package static func allows(_ bytes: Int) -> Bool {
    let isChosen = chosen.load(ordering: .relaxed) > 0
    return bytes < (isChosen ? 1 << 23 : 1 << 26) || bytes <= free()
  }
}
