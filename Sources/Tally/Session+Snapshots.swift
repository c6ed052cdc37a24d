import TallyFormats

extension Session {
  /// Where loads look for snapshots now.
  var usedSnapshots: SnapshotFolder? { settings.keepsSnapshots ? snapshots : nil }

  /// Notes a table that was read, for a snapshot where it should have one.
  func noteForSnapshot(_ loaded: LoadedTable) {
    guard writesSnapshots, usedSnapshots?.wants(loaded) == true else { return }
    // One that was replaced before it was kept need not stay in memory for that.
    unkept.removeAll { $0.table.name == loaded.table.name }
    unkept.append(loaded)
  }

  /// Begins to write snapshots of the tables that were read from large files since this was called last.
  package func keepSnapshots() {
    keeping.removeAll(where: \.isDone)
    let tables = unkept
    unkept = []
    guard let folder = usedSnapshots, !tables.isEmpty else { return }
    let next = SnapshotKeeping()
    if next.start(tables, in: folder) { keeping.append(next) }
  }
}
