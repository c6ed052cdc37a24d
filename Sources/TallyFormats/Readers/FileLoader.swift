import TallyData

/// Reads a file, standard input or bytes in memory into a table, by the reader its name asks for.
package enum FileLoader {
  /// `named` names the table; nil names it after the file's stem, or `input`.
  ///
  /// `progress` is called about every 100 ms, on any of the threads that load.
  package static func load(
    _ source: LoadSource, named name: String? = nil, options: LoadOptions = LoadOptions(),
    interrupt: Interrupt = Interrupt(), progress: (@Sendable (LoadProgress) -> Void)? = nil
  ) throws(LoadError) -> LoadedTable {
    let name = name ?? source.tableName
    guard let folder = options.snapshots, let key = folder.key(of: source, options) else {
      return try read(source, name, options, interrupt, progress)
    }
    if let kept = try folder.table(of: key, named: name, options, interrupt, progress) { return kept }
    let isSettled = folder.isSettled(key)
    var loaded = try read(source, name, options, interrupt, progress)
    // What was read is what was looked at before, if it is still there untouched.
    if isSettled, loaded.rest == nil, folder.key(of: source, options) == key { loaded.snapshotKey = key }
    return loaded
  }

  private static func read(
    _ source: LoadSource, _ name: String, _ options: LoadOptions, _ interrupt: Interrupt,
    _ progress: (@Sendable (LoadProgress) -> Void)?
  ) throws(LoadError) -> LoadedTable {
    let source = try source.drained(options, interrupt)
    return try FileReader.for(source).read(source, name, options, interrupt, progress)
  }
}

extension LoadSource {
  /// The file's path; nil for what has none.
  package var path: String? {
    if case .file(let path) = self { path } else { nil }
  }

  /// The name that messages give it.
  package var displayName: String {
    switch self {
    case .file(let path): path
    case .standardInput, .input: "standard input"
    case .memory: "the built-in sample"
    }
  }

  /// Standard input read to its end and unpacked, so that its first bytes tell what it is.
  func drained(_ options: LoadOptions, _ interrupt: Interrupt) throws(LoadError) -> LoadSource {
    guard case .standardInput = self else { return self }
    var bytes = try ByteSource.open(self, options, interrupt: interrupt)
    if try bytes.bytes(0..<2) == GzipInput.magic {
      let limit = options.allowance()
      bytes = try GzipInput.unpacked(bytes, memoryLimit: limit - bytes.residentByteCount, interrupt: interrupt)
    }
    return bytes.owner.map { .input($0) } ?? self
  }

  /// The stem of the file's name, `input` where there is none.
  package var tableName: String {
    guard let path else { return "input" }
    let stem = Self.nameParts(path).stem
    return stem.isEmpty ? "input" : stem
  }

  /// `data/trips.csv.gz` is `trips` and `csv`.
  static func nameParts(_ path: String) -> (stem: String, suffix: String) {
    var name = path.split(separator: "/").last ?? ""
    if name.lowercased().hasSuffix(".gz") { name = name.dropLast(3) }
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return (String(name), "") }
    return (String(name[..<dot]), String(name[name.index(after: dot)...]))
  }
}
