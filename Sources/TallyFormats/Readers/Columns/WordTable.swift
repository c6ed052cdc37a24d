#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import TallyData

/// The different words that one thread met in one text column, numbered from 1 in the order they came.
///
/// A word of up to 16 bytes is its own key, so it is compared without a look at its text.
struct WordTable: ~Copyable {
  struct Word: BitwiseCopyable {
    /// The first eight bytes.
    var head: UInt64
    /// The next eight of a short word; a hash of the rest of a long one.
    var tail: UInt64
    var offset: Int
    var count: Int
  }

  private(set) var words: UnsafeMutablePointer<Word>
  private(set) var count = 0
  private(set) var text: UnsafeMutablePointer<UInt8>
  private(set) var textCount = 0
  private var slots: UnsafeMutablePointer<UInt32>
  private var slotMask: Int
  private var wordCapacity = 4
  private var textCapacity = 32
  private let seed: UInt64
  /// The word looked up last: sorted and clustered columns repeat it.
  private var lastHead: UInt64 = 0
  private var lastTail: UInt64 = 0
  private var lastCount = -1
  private var lastCode: UInt32 = 0

  init() {
    words = .allocate(capacity: wordCapacity)
    text = .allocate(capacity: textCapacity)
    // Many more slots than the words of most columns: a word that is found at once is found without a wrong guess.
    slotMask = 63
    slots = .allocate(capacity: slotMask + 1)
    slots.initialize(repeating: 0, count: slotMask + 1)
    // A secret start, so that no file can be made of words that all collide.
    seed = UInt64.random(in: 1 ... .max)
  }

  deinit {
    words.deallocate()
    text.deallocate()
    slots.deallocate()
  }

  var byteCount: Int { textCount + count * MemoryLayout<Word>.stride + (slotMask + 1) * 4 }

  /// The code of a word, given one if it is new. 16 bytes from its start are readable.
  @inline(__always)
  mutating func code(_ start: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    let raw = UnsafeRawPointer(start)
    var head = raw.loadUnaligned(as: UInt64.self)
    var tail = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    // No branch: the lengths of words that follow each other are hard to foresee.
    head &= Self.firstBytes(length)
    tail &= Self.firstBytes(length &- 8)
    if length > 16 { tail = hashRest(start, length) }
    if head == lastHead, tail == lastTail, length == lastCount, length <= 16 { return lastCode }
    return find(head, tail, start, length)
  }

  /// Ones for so many of the first of eight bytes.
  @inline(__always)
  private static func firstBytes(_ count: Int) -> UInt64 {
    .max >> UInt64(truncatingIfNeeded: 64 &- 8 &* min(max(count, 0), 8))
  }

  @inline(__always)
  private mutating func find(
    _ head: UInt64, _ tail: UInt64, _ start: UnsafePointer<UInt8>, _ length: Int
  ) -> UInt32 {
    var slot = Int(truncatingIfNeeded: hash(head, tail, length)) & slotMask
    while true {
      let code = slots[slot]
      if code == 0 { return insert(head, tail, start, length) }
      let word = words + (Int(code) &- 1)
      if word.pointee.head == head, word.pointee.tail == tail, word.pointee.count == length,
        length <= 16 || memcmp(text + word.pointee.offset, start, length) == 0
      {
        (lastHead, lastTail, lastCount, lastCode) = (head, tail, length, code)
        return code
      }
      slot = (slot &+ 1) & slotMask
    }
  }

  @inline(never)
  private mutating func insert(_ head: UInt64, _ tail: UInt64, _ start: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    if count == wordCapacity {
      words = Self.grown(words, count, to: 2 * wordCapacity)
      wordCapacity *= 2
    }
    if textCount + length > textCapacity {
      let capacity = max(2 * textCapacity, textCount + length)
      text = Self.grown(text, textCount, to: capacity)
      textCapacity = capacity
    }
    (text + textCount).update(from: start, count: length)
    words[count] = Word(head: head, tail: tail, offset: textCount, count: length)
    textCount += length
    count += 1
    if 2 * count > slotMask { growSlots() } else { place(code: UInt32(count)) }
    return UInt32(count)
  }

  private mutating func growSlots() {
    let capacity = 4 * (slotMask + 1)
    slots.deallocate()
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: 0, count: capacity)
    slotMask = capacity - 1
    for code in 1...UInt32(count) { place(code: code) }
  }

  private mutating func place(code: UInt32) {
    let word = words[Int(code) - 1]
    var slot = Int(truncatingIfNeeded: hash(word.head, word.tail, word.count)) & slotMask
    while slots[slot] != 0 { slot = (slot + 1) & slotMask }
    slots[slot] = code
  }

  @inline(__always)
  private func hash(_ head: UInt64, _ tail: UInt64, _ length: Int) -> UInt64 {
    let left = head ^ seed
    let right = tail ^ UInt64(truncatingIfNeeded: length) &* 0x9E37_79B9_7F4A_7C15 ^ 0xE703_7ED1_A0B4_28DB
    let product = left.multipliedFullWidth(by: right)
    let mixed = product.high ^ product.low ^ tail &* 0xA24B_AED4_963E_E407
    return mixed ^ mixed >> 32
  }

  /// A hash of the bytes after the first eight of a word longer than 16.
  private func hashRest(_ start: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    let raw = UnsafeRawPointer(start)
    var mixed = seed
    var place = 8
    while place < length {
      // The last step reads the last eight bytes, some of them again.
      let word = raw.loadUnaligned(fromByteOffset: min(place, length - 8), as: UInt64.self)
      let product = (word ^ mixed).multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25 ^ seed << 1)
      mixed = (product.high ^ product.low) &+ word
      place += 8
    }
    return mixed
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
