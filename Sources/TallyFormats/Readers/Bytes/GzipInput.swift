import CZlib
import TallyData

/// Unpacks gzip, of one member or several one after the other.
enum GzipInput {
  static let magic: [UInt8] = [0x1F, 0x8B]

  static func unpacked(
    _ source: ByteSource, memoryLimit: Int, interrupt: Interrupt
  ) throws(LoadError) -> ByteSource {
    let input = Buffer<UInt8>(count: 1 << 18)
    var output = GrowingBytes(name: source.name, limit: memoryLimit)
    var stream = z_stream()
    guard tally_inflate_begin(&stream) == Z_OK else {
      throw .unreadable(file: source.name, reason: "zlib refused to start")
    }
    defer { inflateEnd(&stream) }
    var offset = 0
    var isInMember = true
    while true {
      if interrupt.isRaised { throw .interrupted(file: source.name) }
      if stream.avail_in == 0 {
        let count = min(input.count, source.count - offset)
        if count == 0 { break }
        try source.read(at: offset, count: count, into: input.pointer)
        offset += count
        stream.next_in = input.pointer
        stream.avail_in = UInt32(count)
      }
      if !isInMember {
        // Zeros behind the last member are padding, as tape blocks have it.
        while stream.avail_in > 0, stream.next_in.pointee == 0 {
          stream.next_in += 1
          stream.avail_in -= 1
        }
        if stream.avail_in == 0 { continue }
        guard inflateReset(&stream) == Z_OK else { throw .damagedGzip(file: source.name) }
        isInMember = true
      }
      isInMember = try !endsMember(&stream, &output, source.name)
    }
    if isInMember { throw .truncatedGzip(file: source.name) }
    return ByteSource(name: source.name, owning: output.finished())
  }

  /// Unpacks what the input buffer holds; true when a member ended.
  private static func endsMember(
    _ stream: inout z_stream, _ output: inout GrowingBytes, _ name: String
  ) throws(LoadError) -> Bool {
    let room = try output.reserve(1 << 18)
    let count = min(room.count, 1 << 30)
    stream.next_out = room.baseAddress
    stream.avail_out = UInt32(count)
    let status = inflate(&stream, Z_NO_FLUSH)
    output.count += count - Int(stream.avail_out)
    switch status {
    case Z_STREAM_END: return true
    case Z_OK, Z_BUF_ERROR: return false
    default: throw .damagedGzip(file: name)
    }
  }
}
