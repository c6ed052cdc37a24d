import TallyData

extension FileReader {
  static let csv = FileReader(
    name: "csv",
    summary: "Rows of cells between commas, semicolons, tabs or bars, found from the header line.",
    suffixes: ["csv", "psv", "txt"],
    examples: [
      #"load "trips.csv""#,
      #"load "trips.csv.gz" as trips delimiter ";" missing "NA", "-99""#,
    ],
    firstFields: { (source, options) throws(LoadError) in try DelimitedLoad.firstFields(source, options) }
  ) { (source, name, options, interrupt, progress) throws(LoadError) in
    try delimited(source, name, options, interrupt, progress)
  }

  static let tsv = FileReader(
    name: "tsv",
    summary: "Rows of cells between tabs.",
    suffixes: ["tsv", "tab"],
    examples: [#"load "genes.tsv""#],
    firstFields: { (source, options) throws(LoadError) in
      try DelimitedLoad.firstFields(source, betweenTabs(options))
    }
  ) { (source, name, options, interrupt, progress) throws(LoadError) in
    try delimited(source, name, betweenTabs(options), interrupt, progress)
  }

  private static func betweenTabs(_ options: LoadOptions) -> LoadOptions {
    var options = options
    if options.delimiter == nil { options.delimiter = UInt8(ascii: "\t") }
    return options
  }

  private static let delimited: Read = { (source, name, options, interrupt, progress) throws(LoadError) in
    if let table = options.table { throw .notDivided(file: source.displayName, name: table) }
    return try DelimitedLoad(source, options: options, interrupt: interrupt, progress: progress).table(named: name)
  }
}
