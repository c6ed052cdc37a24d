#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The keys that one thread has met, as a tree: an object within an object is a branch.
///
/// Records name their keys in the same order again and again, so each key remembers which one came next; only where
/// that does not hold is a key looked up.
struct JSONKeys: ~Copyable {
  struct Node: BitwiseCopyable {
    var parent: Int32
    var keyStart: Int
    var keyCount: Int
    /// −1 before a value is met that is no object.
    var column: Int32 = -1
    /// The guesses at what follows it, and at what it begins with; −1 is none.
    var next: Int32 = -1
    var first: Int32 = -1
  }

  private struct Path: Hashable {
    let parent: Int32
    let key: [UInt8]
  }

  private(set) var nodes: UnsafeMutablePointer<Node>
  private var count = 1
  private var capacity = 64
  private var text: UnsafeMutablePointer<UInt8>
  private var textCount = 0
  private var textCapacity = 1024
  private var found: [Path: Int32] = [:]

  init() {
    nodes = .allocate(capacity: capacity)
    text = .allocate(capacity: textCapacity)
    nodes[0] = Node(parent: -1, keyStart: 0, keyCount: 0)
  }

  deinit {
    nodes.deallocate()
    text.deallocate()
  }

  /// The node of a key within `parent`, which came after `previous`; −1 for the first key of an object.
  @inline(__always)
  mutating func node(_ key: UnsafePointer<UInt8>, _ length: Int, parent: Int, previous: Int) -> Int {
    let guess = Int(previous < 0 ? nodes[parent].first : nodes[previous].next)
    if guess >= 0, nodes[guess].keyCount == length, memcmp(text + nodes[guess].keyStart, key, length) == 0 {
      return guess
    }
    return find(key, length, parent, previous)
  }

  @inline(never)
  private mutating func find(_ key: UnsafePointer<UInt8>, _ length: Int, _ parent: Int, _ previous: Int) -> Int {
    let path = Path(parent: Int32(parent), key: Array(UnsafeBufferPointer(start: key, count: length)))
    let node = found[path] ?? add(path)
    if previous < 0 { nodes[parent].first = node } else { nodes[previous].next = node }
    return Int(node)
  }

  private mutating func add(_ path: Path) -> Int32 {
    if count == capacity {
      nodes = Self.grown(nodes, count, to: 2 * capacity)
      capacity *= 2
    }
    if textCount + path.key.count > textCapacity {
      textCapacity = max(2 * textCapacity, textCount + path.key.count)
      text = Self.grown(text, textCount, to: textCapacity)
    }
    for (place, byte) in path.key.enumerated() { text[textCount + place] = byte }
    nodes[count] = Node(parent: path.parent, keyStart: textCount, keyCount: path.key.count)
    textCount += path.key.count
    count += 1
    found[path] = Int32(count - 1)
    return Int32(count - 1)
  }

  func setColumn(_ column: Int, of node: Int) { nodes[node].column = Int32(column) }

  /// The keys that lead to a node, between points.
  func name(_ node: Int) -> String {
    var keys: [String] = []
    var node = node
    while node > 0 {
      let key = UnsafeBufferPointer(start: text + nodes[node].keyStart, count: nodes[node].keyCount)
      keys.insert(String(decoding: key, as: UTF8.self), at: 0)
      node = Int(nodes[node].parent)
    }
    return keys.joined(separator: ".")
  }

  private static func grown<Element: BitwiseCopyable>(
    _ old: UnsafeMutablePointer<Element>, _ count: Int, to capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let new = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    new.update(from: old, count: count)
    old.deallocate()
    return new
  }
}
