#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How much memory the process may still take before the machine swaps.
package enum FreeMemory {
  /// The least of what the machine, the process's control group and its own limit have free; `Int.max` where
  /// nothing says.
  package static func byteCount() -> Int {
    min(machine() ?? .max, controlGroup() ?? .max, addressSpace() ?? .max)
  }

  /// What `ulimit -v` leaves.
  package static func addressSpace() -> Int? {
    var limit = rlimit()
    guard getrlimit(addressSpaceLimit, &limit) == 0, let most = Int(exactly: limit.rlim_cur) else { return nil }
    return max(0, most - (ownPages()?.mapped ?? 0))
  }

  /// Bytes of the machine's memory that the process holds; nil where nothing says.
  package static func resident() -> Int? { ownPages()?.resident }

  /// Of the process, in bytes.
  private static func ownPages() -> (mapped: Int, resident: Int)? {
    guard let words = smallFile("/proc/self/statm")?.split(separator: " "), words.count > 1,
      let mapped = Int(words[0]), let resident = Int(words[1])
    else { return nil }
    let size = Int(sysconf(Int32(_SC_PAGESIZE)))
    return (mapped * size, resident * size)
  }

  private static func machine() -> Int? {
    guard let text = smallFile("/proc/meminfo") else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
      return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }
    return nil
  }

  private static func controlGroup() -> Int? {
    let pairs = [
      ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
      ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
    ]
    for (limit, usage) in pairs {
      guard let limit = number(limit), let usage = number(usage) else { continue }
      return max(0, limit - usage)
    }
    return nil
  }

  private static func number(_ path: String) -> Int? {
    smallFile(path).flatMap { Int($0.prefix { $0.isNumber }) }
  }

  private static func smallFile(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}

#if canImport(Glibc)
  private let addressSpaceLimit = __rlimit_resource_t(RLIMIT_AS.rawValue)
#else
  private let addressSpaceLimit = RLIMIT_AS
#endif
