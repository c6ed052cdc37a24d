import TallyData

extension GuideEngine {
  /// Formulas, by LibreOffice without a window. Each column of a table is a named range below its sheet's header.
  package static let spreadsheet = GuideEngine(
    name: "LibreOffice", page: "guides/spreadsheets.md", needs: "command -v soffice"
  ) { questions, tables in
    let folder = try TemporaryFolder()
    try folder.write(document(questions, tables), to: "guide.fods")
    // Comma, quotation mark, UTF-8, from row 1; texts in quotes, numbers to all digits; of the first sheet.
    let format = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,1"
    let run = try ProgramRun(
      [
        "/usr/bin/env", "soffice", "--headless", "-env:UserInstallation=file://\(folder.path)/profile",
        "--convert-to", format, "--outdir", folder.path, folder.path + "/guide.fods",
      ], environment: ["HOME": folder.path])
    guard let text = try? folder.read("guide-answers.csv") else { throw Missing(text: run.errors) }
    return text.split(separator: "\n", omittingEmptySubsequences: false).prefix(questions.count).map { line in
      let cells = GuideCell.cells(of: line, quote: "\"")
      if case .text(let text)? = cells.first, text.hasPrefix("#") || text.hasPrefix("Err:") {
        return .failed(text)
      }
      return .rows([Array(cells.prefix(1))])
    }
  }

  /// What LibreOffice said where it wrote nothing.
  private struct Missing: Error {
    let text: String
  }

  /// A flat OpenDocument file: the formulas in the first column of the first sheet, then a sheet for each table.
  private static func document(_ formulas: [String], _ tables: [Table]) -> String {
    let answers = formulas.map { formula in
      row([#"<table:table-cell table:formula="of:\#(escaped(openFormula(formula)))"/>"#])
    }
    let sheets = tables.map { table in
      let header = row(table.fields.map { cell(.text($0.name)) })
      let rows = (0..<table.rowCount).map { place in row(table.columns.map { cell(GuideCell($0[place])) }) }
      return sheet(table.name, [header] + rows)
    }
    let names = tables.first.map { table in table.fields.indices.map { named($0, of: table) } } ?? []
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
        xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.2"
        office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
      <office:body><office:spreadsheet>
      \(sheet("answers", answers))\(sheets.joined())
      <table:named-expressions>\(names.joined())</table:named-expressions>
      </office:spreadsheet></office:body></office:document>
      """
  }

  private static func sheet(_ name: String, _ rows: [String]) -> String {
    "<table:table table:name=\"\(name)\">\(rows.joined())</table:table>\n"
  }

  private static func row(_ cells: [String]) -> String { "<table:table-row>\(cells.joined())</table:table-row>\n" }

  private static func cell(_ value: GuideCell) -> String {
    switch value {
    case .missing: "<table:table-cell/>"
    case .number: #"<table:table-cell office:value-type="float" office:value="\#(value)"/>"#
    case .text(let text):
      #"<table:table-cell office:value-type="string"><text:p>\#(escaped(text))</text:p></table:table-cell>"#
    }
  }

  private static func named(_ place: Int, of table: Table) -> String {
    let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(place)))
    let (first, last) = ("$\(table.name).$\(letter)$2", "$\(table.name).$\(letter)$\(table.rowCount + 1)")
    return #"<table:named-range table:name="\#(table.fields[place].name)" table:base-cell-address="\#(first)" "#
      + #"table:cell-range-address="\#(first):\#(last)"/>"#
  }

  /// A formula with semicolons between its arguments and ranges in brackets, as OpenFormula has them:
  /// `SUM(penguins!A2:A9,1)` becomes `SUM([penguins.A2:.A9];1)`.
  private static func openFormula(_ formula: String) -> String {
    var open = ""
    for (place, part) in formula.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
      let isText = !place.isMultiple(of: 2)
      open += place == 0 ? "" : "\""
      open += isText ? String(part) : openReferences(String(part))
    }
    return open
  }

  private static func openReferences(_ text: String) -> String {
    text.replacing(",", with: ";").replacing(/(MAX|MIN)IFS/) { "COM.MICROSOFT.\($0.output.0)" }
      .replacing(/(\w+)!([A-Z]+\d+):([A-Z]+\d+)/) { "[\($0.output.1).\($0.output.2):.\($0.output.3)]" }
      .replacing(/(\w+)!([A-Z]+\d+)/) { "[\($0.output.1).\($0.output.2)]" }
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}
