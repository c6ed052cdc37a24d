import TallyData

extension GuideEngine {
  /// R with dplyr and tidyr, by `Rscript`.
  package static let dplyr = GuideEngine(
    name: "dplyr", page: "guides/dplyr.md", needs: "Rscript -e 'library(dplyr); library(tidyr); 1 |> c()'"
  ) { questions, tables in
    let folder = try TemporaryFolder()
    for table in tables { try folder.write(commaSeparated(table), to: table.name + ".csv") }
    try folder.write(questions.joined(separator: "\n\(separator)\n"), to: "questions")
    try folder.write(program, to: "program.R")
    let run = try ProgramRun(["/usr/bin/env", "Rscript", folder.path + "/program.R", folder.path, separator])
    return outcomes(run.output)
  }

  private static func commaSeparated(_ table: Table) -> String {
    func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
    var lines = [table.fields.map { quoted($0.name) }.joined(separator: ",")]
    for row in 0..<table.rowCount {
      let cells = table.columns.map { column -> String in
        switch GuideCell(column[row]) {
        case .missing: ""
        case .number(let number): GuideCell.number(number).description
        case .text(let text): quoted(text)
        }
      }
      lines.append(cells.joined(separator: ","))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Reads the tables of a folder, evaluates each question, and writes its rows as SQLite's `quote` mode does.
  private static let program = """
    suppressPackageStartupMessages({ library(dplyr); library(tidyr) })
    options(dplyr.summarise.inform = FALSE, warn = -1)
    given <- commandArgs(trailingOnly = TRUE)
    for (file in list.files(given[1], pattern = "[.]csv$")) {
      table <- read.csv(file.path(given[1], file), na.strings = "", check.names = FALSE)
      assign(sub("[.]csv$", "", file), as_tibble(table))
    }
    cell <- function(x) {
      if (is.na(x)) "NULL"
      else if (is.logical(x)) as.character(as.integer(x))
      else if (is.numeric(x) && !inherits(x, c("Date", "difftime"))) format(x, digits = 15)
      else if (inherits(x, "difftime")) format(as.numeric(x), digits = 15)
      else paste0("'", gsub("'", "''", as.character(x)), "'")
    }
    questions <- paste(readLines(file.path(given[1], "questions")), collapse = "\\n")
    for (question in strsplit(questions, paste0("\\n", given[2], "\\n"), fixed = TRUE)[[1]]) {
      tryCatch({
        answer <- eval(parse(text = question))
        if (!is.data.frame(answer)) answer <- data.frame(value = unname(answer))
        answer <- ungroup(answer)
        for (row in seq_len(nrow(answer))) {
          cells <- vapply(answer, function(column) cell(column[[row]]), "")
          cat(paste(cells, collapse = ","), "\\n", sep = "")
        }
      }, error = function(problem) cat("error: ", gsub("\\n", " ", conditionMessage(problem)), "\\n", sep = ""))
      cat(given[2], "\\n", sep = "")
    }
    """
}
