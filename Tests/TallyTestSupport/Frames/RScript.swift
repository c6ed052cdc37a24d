import TallyData

/// A script in R that makes tables, runs texts over them and writes what each gives.
package enum RScript {
  package static func script(_ texts: [String], over tables: [Table]) -> String {
    let frames = tables.map { "\(quotedName($0.name)) <- \(frame($0))\n" }.joined()
    return head + frames + texts.map { "ask(\(quoted($0)))\n" }.joined()
  }

  private static let head = """
    suppressPackageStartupMessages({
      library(dplyr); library(tidyr); library(stringr); library(lubridate)
    })
    options(warn = -1, dplyr.summarise.inform = FALSE)
    hex <- function(x) paste0("x", paste(as.character(charToRaw(enc2utf8(x))), collapse = ""))
    cells <- function(x) {
      if (inherits(x, "POSIXct")) text <- sprintf("%.0f", as.numeric(x) * 1e6)
      else if (is.character(x)) text <- vapply(x, hex, "", USE.NAMES = FALSE)
      else text <- sprintf("%.17g", as.numeric(x))
      ifelse(is.na(x), "N", text)
    }
    ask <- function(text) {
      invisible(Sys.setlocale("LC_COLLATE", "en_US.UTF-8"))
      lines <- tryCatch({
        answer <- as.data.frame(eval(parse(text = text), new.env()))
        names <- paste(c("names", vapply(names(answer), hex, "")), collapse = "\\t")
        columns <- lapply(unname(as.list(answer)), cells)
        rows <- if (nrow(answer) == 0) character() else do.call(paste, c(list("row"), columns, list(sep = "\\t")))
        c(names, rows, "end")
      }, error = function(e) paste0("failed\\t", hex(gsub("\\n", " ", conditionMessage(e)))))
      writeLines(lines)
    }

    """

  private static func frame(_ table: Table) -> String {
    let columns = zip(table.fields, table.columns).map { field, column in
      let values = (0..<column.count).map { column[$0] }
      return "\(quotedName(field.name)) = \(vector(values, field.type))"
    }
    return "data.frame(\(columns.joined(separator: ", ")), check.names = FALSE)"
  }

  /// Whole numbers are integers where all have 32 bits, as `read.csv` makes them.
  private static func vector(_ values: [Value], _ type: DataType) -> String {
    let isSmall = values.allSatisfy { if case .integer(let whole) = $0 { Int32(exactly: whole) != nil } else { true } }
    let cells = values.map { value -> String in
      switch value {
      case .missing: "NA"
      case .integer(let whole): "\(whole)\(isSmall ? "L" : "")"
      case .number(let number): "\(number)"
      case .text(let text): quoted(text)
      case .boolean(let truth): truth ? "TRUE" : "FALSE"
      case .date(let days): "\(days)"
      case .datetime(let instant), .duration(let instant): "\(instant)e-6"
      }
    }
    let list = "c(\(cells.joined(separator: ", ")))"
    return switch type {
    case .integer: isSmall ? "as.integer(\(list))" : "as.numeric(\(list))"
    case .number, .duration: "as.numeric(\(list))"
    case .text: "as.character(\(list))"
    case .boolean: "as.logical(\(list))"
    case .date: "as.Date(as.numeric(\(list)), origin = \"1970-01-01\")"
    case .datetime: "as.POSIXct(as.numeric(\(list)), origin = \"1970-01-01\", tz = \"UTC\")"
    }
  }

  private static func quotedName(_ name: String) -> String { "`\(name.replacing("\\", with: "\\\\"))`" }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
  }
}
