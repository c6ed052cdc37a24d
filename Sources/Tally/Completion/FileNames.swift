#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The files that a begun name may mean.
enum FileNames {
  /// As text literals; folders end in a slash and are still open. Hidden files are offered once a dot is typed.
  static func beginning(with typed: String) -> [CompletionResult.Candidate] {
    let cut = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let folder = String(typed[..<cut])
    let name = typed[cut...]
    guard let stream = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(stream) }
    var found: [CompletionResult.Candidate] = []
    while let entry = readdir(stream) {
      let file = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) { String(cString: $0) }
      }
      if file == "." || file == ".." || (file.hasPrefix(".") && !name.hasPrefix(".")) { continue }
      var information = stat()
      let path = folder + file
      let isFolder = stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
      let literal = CompletionContext.quoted(path)
      found.append(CompletionResult.Candidate(isFolder ? String(literal.dropLast()) + "/" : literal))
    }
    return found.sorted { $0.text < $1.text }
  }
}
