import TallyData
import TallyFormats
import TallyPlan

/// The tables of a session in the order they came, each read when something first needs it.
struct TableShelf: Sendable {
  enum Content: Sendable {
    /// Not read yet.
    case waiting(LoadSource)
    /// Being read while the prompt is open.
    case coming(ComingTable)
    /// With what is left to be read of it.
    case loaded(Table, LoadReport?, UnreadColumns?)
  }

  struct Place: Sendable {
    var name: String
    var content: Content
    /// The file it came from, as it was named.
    var path: String?
  }

  private(set) var places: [Place] = []
  var current: String?

  var names: [String] { places.map(\.name) }

  /// The sample's tables, none of them read.
  static let sample: TableShelf = {
    var shelf = TableShelf()
    for sample in EmbeddedSample.all {
      shelf.places.append(Place(name: sample.name, content: .waiting(.memory(sample.bytes)), path: nil))
    }
    shelf.current = shelf.places.first?.name
    return shelf
  }()

  /// The place that a typed name means.
  func index(of typed: String, isExact: Bool = false) -> Int? {
    if case .found(let index) = NameMatching.match(typed, in: names, isExact: isExact) { index } else { nil }
  }

  /// The name for a table out of a file: its stem, or that with a number where another file's table has it.
  func freeName(_ wanted: String, path: String?) -> String {
    func isTaken(_ name: String) -> Bool {
      places.contains { NameMatching.bare($0.name) == NameMatching.bare(name) && ($0.path == nil || $0.path != path) }
    }
    var name = wanted
    var number = 2
    while isTaken(name) {
      name = "\(wanted)_\(number)"
      number += 1
    }
    return name
  }

  /// Puts a table under its name, in place of the one that had it.
  mutating func put(_ loaded: LoadedTable, path: String?) {
    let content = Content.loaded(loaded.table, loaded.report, loaded.rest)
    put(Place(name: loaded.table.name, content: content, path: path))
  }

  /// Puts a table that is being read under its name.
  mutating func put(_ coming: ComingTable) {
    put(Place(name: coming.name, content: .coming(coming), path: coming.path))
  }

  private mutating func put(_ place: Place) {
    if let index = places.firstIndex(where: { $0.name == place.name }) {
      places[index] = place
    } else {
      places.append(place)
    }
  }

  /// The tables that are being read, in the order in which they come.
  var coming: [ComingTable] {
    places.compactMap { if case .coming(let table) = $0.content { table } else { nil } }
  }

  /// Takes away a table that could not be read; another becomes the current one where it was that.
  mutating func remove(_ coming: ComingTable) {
    places.removeAll { if case .coming(let table) = $0.content { table === coming } else { false } }
    if current == coming.name { current = names.first }
  }

  /// The whole table of a place.
  mutating func fill(_ index: Int, table: Table, report: LoadReport?) {
    places[index].content = .loaded(table, report, nil)
  }

  /// Whether columns of a table are left to be read.
  func isPartlyRead(_ index: Int) -> Bool {
    if case .loaded(_, _, .some) = places[index].content { true } else { false }
  }

  /// What names stand for; a table that waits has no columns, one that is being read those of its beginning.
  var tables: [Table] {
    places.map { place in
      switch place.content {
      case .loaded(let table, _, _): table
      case .waiting: Table(name: place.name, fields: [], columns: [], rowCount: 0)
      // Its columns can be offered, and hold nothing yet.
      case .coming(let coming): Table(name: place.name, fields: coming.beginning.fields, rows: [])
      }
    }
  }
}
