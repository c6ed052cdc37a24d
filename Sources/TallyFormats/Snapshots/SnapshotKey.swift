#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import CKernels

/// What a snapshot is of: a version of a file, the way it is read, and the program that read it.
struct SnapshotKey: Equatable, Sendable {
  let file: FileFingerprint
  /// The kind of file it is read as, and what the person said about reading, as one text.
  let manner: String
  let program: String

  init?(_ source: LoadSource, _ options: LoadOptions, program: String) {
    guard case .file(let path) = source, let file = FileFingerprint(path: path) else { return nil }
    self.file = file
    // A file is read as the name says that was given, and a link to it may have another.
    manner = "\(FileReader.for(source).name) \(options.manner)"
    self.program = program + Self.build
  }

  /// The name of its file: one for each path and way of reading, so that a new version takes the place of the old one.
  var name: String {
    let bytes = Array((file.path + "\0" + manner).utf8)
    let hash = String(tally_checksum(bytes, bytes.count, 0), radix: 16)
    return String(repeating: "0", count: 16 - hash.count) + hash + SnapshotFolder.suffix
  }

  func write(to bytes: inout ByteWriter) {
    bytes.put(file.path)
    for number in [file.device, file.inode, file.ends] { bytes.put(number) }
    let touch = file.touch
    for number in [Int(touch.version.size), touch.version.seconds, touch.version.nanoseconds] { bytes.put(number) }
    bytes.put(touch.seconds)
    bytes.put(touch.nanoseconds)
    bytes.put(manner)
    bytes.put(program)
  }

  /// Size and time of the running program's own file, where the system tells: another build may read files otherwise.
  private static let build: String = {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return "" }
    let touch = FileTouch(status)
    return " \(touch.version.size) \(touch.version.seconds) \(touch.version.nanoseconds)"
  }()
}

extension LoadOptions {
  /// Everything that changes what a file becomes, each word with its length before it.
  fileprivate var manner: String {
    func word(_ text: String?) -> String { text.map { "\($0.utf8.count):\($0)" } ?? "-" }
    let words =
      [
        word(delimiter.map { "\($0)" }), word(hasHeader.map { "\($0)" }), word(encoding.rawValue),
        word(dates?.rawValue), word("\(isRagged)"), word(table), word(missing.map { "\($0.count)" }),
      ] + (missing ?? []).map(word) + types.map { word($0.column) + word($0.type.rawValue) }
    return words.joined()
  }
}
