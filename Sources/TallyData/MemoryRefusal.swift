#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What is done where the system refuses memory that was estimated to be there: nothing can go on, and what would
/// undo things needs memory too. So the process says so and ends with the status of a failed query.
package enum MemoryRefusal {
  package static func end() -> Never {
    let words: StaticString = "error: the system gives no more memory\n"
    _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
    _exit(1)
  }
}
