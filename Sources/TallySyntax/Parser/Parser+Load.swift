import TallyText

extension Parser {
  /// Reads a file into a table.
  ///
  ///     load = "load" , text , { load_option } (* each at most once *) ;
  ///     load_option = "as" , name | ( "with" | "without" ) , "header" | "delimiter" , text | missing_texts
  ///                 | "encoding" , VALUE | types | "dates" , text | "ragged" | "table" , name ;
  mutating func load() throws(SyntaxError) -> LoadSyntax {
    position += 1
    var load = LoadSyntax(path: try text("a file's name in quotes"))
    var seen: Set<String> = []
    while let option = word() {
      guard Self.loadOptions.contains(option) else { break }
      let key = option == "without" ? "with" : option
      if !seen.insert(key).inserted { throw repeated(option) }
      try read(option, into: &load)
    }
    if current != nil { throw loadLeftover() }
    return load
  }

  static let loadOptions = [
    "as", "with", "without", "delimiter", "missing", "encoding", "types", "dates", "ragged", "table",
  ]

  private mutating func read(_ option: String, into load: inout LoadSyntax) throws(SyntaxError) {
    position += 1
    switch option {
    case "as": load.name = try name("a name for the table")
    case "with", "without":
      try expect("header")
      load.hasHeader = option == "with"
    case "delimiter": load.delimiter = try delimiter()
    case "missing": load.missing = try missingTexts()
    case "encoding":
      let value = try plainValue("an encoding")
      load.encoding = NameSyntax(value.text, range: value.range)
    case "types": load.types = try types()
    case "dates": load.dates = try text("a pattern in quotes, such as \"dd/mm/yyyy\"")
    case "ragged": load.isRagged = true
    default: load.table = try name("a table of the file")
    }
  }

  private mutating func delimiter() throws(SyntaxError) -> TextSyntax {
    let written = [("tab", "\\t"), ("comma", ","), ("semicolon", ";"), ("pipe", "|")]
    if let (word, mark) = written.first(where: { isAt($0.0) }) {
      throw SyntaxError(
        .foreign(word, "\"\(mark)\""), at: place, fixes: [Fix(replacing: place, with: "\"\(mark)\"")])
    }
    return try text("a delimiter in quotes")
  }

  /// What the file writes for missing values, instead of the usual spellings.
  ///
  ///     missing_texts = "missing" , text , { "," , text } ;
  private mutating func missingTexts() throws(SyntaxError) -> [TextSyntax] {
    try list { (parser) throws(SyntaxError) in
      if let fault = parser.commaBeforeOption() { throw fault }
      guard let token = parser.current, token.kind == .integer || token.kind == .word else {
        return try parser.text("a text in quotes")
      }
      throw SyntaxError(
        .textNeedsQuotes, at: token.range,
        fixes: [Fix(replacing: token.range, with: "\"\(parser.source[token.range])\"")])
    }
  }

  /// The types that columns are read as.
  ///
  ///     types = "types" , column_type , { "," , column_type } ;
  ///     column_type = name , name ;
  private mutating func types() throws(SyntaxError) -> [ColumnTypeSyntax] {
    try list { (parser) throws(SyntaxError) in
      if let fault = parser.commaBeforeOption() { throw fault }
      return ColumnTypeSyntax(column: try parser.name("a column"), type: try parser.name("a type"))
    }
  }
}
