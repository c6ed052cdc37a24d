#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import TallyPlan

extension QueryClock {
  /// The computer's clock, now.
  static var current: QueryClock {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return QueryClock(now: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
  }
}
