#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import TallyData

/// What is known of a file before it is read: its size and, of text in rows, its columns.
///
/// A column's type follows from every cell. Until all are read, it is what the first rows have: good enough to offer the
/// column while a statement is typed, and nothing is answered from it.
package struct FileBeginning: Sendable {
  package let byteCount: Int
  /// None where the kind of file tells them nowhere but at its end.
  package let fields: [Field]

  package init(byteCount: Int, fields: [Field]) {
    self.byteCount = byteCount
    self.fields = fields
  }
}

extension FileLoader {
  /// The bytes of a regular file; nil of anything else, which has no size before it is read.
  package static func byteCount(path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Looks at the beginning of a file of `byteCount` bytes; throws where that shows that it cannot be read.
  package static func beginning(path: String, byteCount: Int) throws(LoadError) -> FileBeginning {
    let source = LoadSource.file(path: path)
    let fields = try FileReader.for(source).firstFields?(source, LoadOptions()) ?? []
    return FileBeginning(byteCount: byteCount, fields: fields)
  }
}

extension DelimitedLoad {
  /// The columns as far as the first rows tell; none where the text must be unpacked or recoded first.
  static func firstFields(_ source: LoadSource, _ options: LoadOptions) throws(LoadError) -> [Field] {
    let interrupt = Interrupt()
    let head = try ByteSource.open(source, options, interrupt: interrupt).bytes(0..<64)
    guard !head.starts(with: GzipInput.magic), !TextRecoding.looksLikeUTF16(head) else { return [] }
    let load = try DelimitedLoad(source, options: options, interrupt: interrupt, progress: nil)
    // A row that is wrong is told of when the file is read.
    return (try? load.head(escapesQuotes: false))?.fields(load.rules) ?? []
  }
}
