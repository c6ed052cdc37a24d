import TallyData

/// Finds values by their rank among unordered ones.
enum Selection {
  /// Moves the value of rank `rank` (from 0) to that place, smaller or equal ones before it, and returns it.
  ///
  /// Quickselect with the middle of three as pivot; a range that shrinks too slowly is sorted instead.
  static func value<V: Comparable & BitwiseCopyable>(
    ofRank rank: Int, in values: UnsafeMutablePointer<V>, count: Int
  ) -> V {
    var (low, high) = (0, count - 1)
    var work = 0
    while high - low > 24 {
      work += high - low
      if work > 16 * count {
        var rest = UnsafeMutableBufferPointer(start: values + low, count: high - low + 1)
        rest.sort()
        return values[rank]
      }
      let pivot = middle(values[low], values[(low + high) / 2], values[high])
      var (left, right) = (low, high)
      while left <= right {
        while values[left] < pivot { left &+= 1 }
        while pivot < values[right] { right &-= 1 }
        if left <= right {
          (values[left], values[right]) = (values[right], values[left])
          left &+= 1
          right &-= 1
        }
      }
      if rank <= right { high = right } else if rank >= left { low = left } else { return values[rank] }
    }
    sortFew(values + low, high - low + 1)
    return values[rank]
  }

  private static func middle<V: Comparable>(_ a: V, _ b: V, _ c: V) -> V {
    a < b ? (b < c ? b : max(a, c)) : (a < c ? a : max(b, c))
  }

  private static func sortFew<V: Comparable & BitwiseCopyable>(_ values: UnsafeMutablePointer<V>, _ count: Int) {
    var next = 1
    while next < count {
      let value = values[next]
      var place = next
      while place > 0, value < values[place - 1] {
        values[place] = values[place - 1]
        place &-= 1
      }
      values[place] = value
      next &+= 1
    }
  }
}
