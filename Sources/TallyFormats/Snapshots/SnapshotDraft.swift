#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import CKernels
import TallyData

/// A snapshot that is being written: beside its name, which it takes when it is whole.
struct SnapshotDraft: ~Copyable {
  static let suffix = ".part"

  private let file: Int32
  private let path: String

  init?(_ path: String) {
    self.path = path + ".\(getpid())" + Self.suffix
    file = openDraft(self.path)
    if file < 0 { return nil }
  }

  deinit { close(file) }

  /// Writes all of a table, unless the interrupt is raised or the disk refuses; then nothing is left.
  consuming func write(
    _ loaded: LoadedTable, _ contents: SnapshotContents, of key: SnapshotKey, interrupt: Interrupt, as name: String
  ) -> Bool {
    if fill(loaded, contents, key, interrupt), rename(path, name) == 0 { return true }
    unlink(path)
    return false
  }

  private func fill(
    _ loaded: LoadedTable, _ contents: SnapshotContents, _ key: SnapshotKey, _ interrupt: Interrupt
  ) -> Bool {
    guard let parts = contents.parts else { return false }
    var contents = contents
    var end = SnapshotContents.alignment
    for (column, parts) in zip(loaded.table.columns, parts) {
      for (memory, part) in zip(SnapshotParts.of(column), parts) {
        guard memory.count == part.byteCount, write(memory, part, &contents.checksums, interrupt) else { return false }
        end = part.end
      }
    }
    let last = contents.bytes(key)
    let header = SnapshotHeader(contents: last, at: end)
    return last.withUnsafeBytes { write($0, at: end) } && header.words.withUnsafeBytes { write($0, at: 0) }
  }

  private func write(
    _ memory: UnsafeRawBufferPointer, _ part: SnapshotContents.Part, _ checksums: inout [UInt64],
    _ interrupt: Interrupt
  ) -> Bool {
    for piece in 0..<part.pieceCount {
      if interrupt.isRaised { return false }
      let start = piece * SnapshotContents.pieceByteCount
      let bytes = UnsafeRawBufferPointer(
        rebasing: memory[start..<min(start + SnapshotContents.pieceByteCount, memory.count)])
      let values = bytes.assumingMemoryBound(to: UInt8.self)
      checksums.append(tally_checksum(values.baseAddress, values.count, UInt64(part.firstPiece + piece)))
      guard write(bytes, at: part.offset + start) else { return false }
    }
    return true
  }

  private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let count = pwrite(file, base + done, bytes.count - done, off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }
}

private func openDraft(_ path: String) -> Int32 {
  open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
}
