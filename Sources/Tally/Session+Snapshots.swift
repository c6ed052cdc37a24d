import TallyFormats

extension Session {
  /// Where loads look for snapshots now.
  var usedSnapshots: SnapshotFolder? { settings.keepsSnapshots ? snapshots : nil }

  /// Notes a table that was read, for a snapshot where it should have one.
  func noteForSnapshot(_ loaded: LoadedTable) {
    if writesSnapshots, usedSnapshots?.wants(loaded) == true { unkept.append(loaded) }
  }

  /// Begins to write snapshots of the tables that were read from large files since this was called last.
  package func keepSnapshots() {
    keeping.removeAll(where: \.isDone)
    let tables = unkept
    unkept = []
    guard let folder = usedSnapshots else { return }
    for table in tables {
      let next = SnapshotKeeping()
      if next.start(table, in: folder) { keeping.append(next) }
    }
  }
}
