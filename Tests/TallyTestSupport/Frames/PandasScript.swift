import TallyData

/// A script in Python that makes tables, runs texts over them and writes what each gives.
enum PandasScript {
  static func script(_ texts: [String], over tables: [Table]) -> String {
    let frames = tables.map { "tables[\(quoted($0.name))] = \(frame($0))\n" }.joined()
    return head + frames + texts.map { "ask(\(quoted($0)))\n" }.joined()
  }

  private static let head = """
    import ast, sys
    import numpy as np
    import pandas as pd
    tables = {}
    epoch = pd.Timestamp("1970-01-01")
    def hexed(text):
        return "x" + text.encode().hex()
    def cell(value):
        if value is None or value is pd.NaT or value is pd.NA: return "N"
        if isinstance(value, str): return hexed(value)
        if isinstance(value, pd.Timestamp): return str((value - epoch) // pd.Timedelta(microseconds=1))
        if isinstance(value, pd.Timedelta): return str(value // pd.Timedelta(microseconds=1))
        if isinstance(value, (bool, np.bool_)): return str(int(value))
        if isinstance(value, (int, np.integer)): return str(int(value))
        if value != value: return "N"
        return repr(float(value))
    def ask(text):
        try:
            space = {name: table.copy() for name, table in tables.items()}
            body = ast.parse(text).body
            exec(compile(ast.Module(body[:-1], []), "text", "exec"), space)
            answer = eval(compile(ast.Expression(body[-1].value), "text", "eval"), space)
            lines = ["\\t".join(["names"] + [hexed(str(name)) for name in answer.columns])]
            columns = [answer.iloc[:, place].tolist() for place in range(answer.shape[1])]
            for row in range(len(answer)):
                lines.append("\\t".join(["row"] + [cell(column[row]) for column in columns]))
            print("\\n".join(lines + ["end"]))
        except Exception as problem:
            print("failed\\t" + hexed(type(problem).__name__ + ": " + str(problem)))

    """

  private static func frame(_ table: Table) -> String {
    let columns = zip(table.fields, table.columns).map { field, column in
      let values = (0..<column.count).map { column[$0] }
      return "\(quoted(field.name)): \(series(values, field.type))"
    }
    return "pd.DataFrame({\(columns.joined(separator: ", "))})"
  }

  /// As `read_csv` makes them: numbers with missing ones are floats, conditions with missing ones objects.
  private static func series(_ values: [Value], _ type: DataType) -> String {
    let cells = values.map { value -> String in
      switch value {
      case .missing: "None"
      case .integer(let whole), .date(let whole), .datetime(let whole), .duration(let whole): "\(whole)"
      case .number(let number): "\(number)"
      case .text(let text): quoted(text)
      case .boolean(let truth): truth ? "True" : "False"
      }
    }
    let list = "[\(cells.joined(separator: ", "))]"
    let hasMissing = values.contains(.missing)
    return switch type {
    case .integer: "pd.Series(\(list), dtype=\"\(hasMissing ? "float64" : "int64")\")"
    case .number: "pd.Series(\(list), dtype=\"float64\")"
    case .text: values.allSatisfy(\.isMissing) ? "pd.Series(\(list), dtype=object)" : "pd.Series(\(list))"
    case .boolean: "pd.Series(\(list), dtype=\(hasMissing ? "object" : "bool"))"
    case .date: "pd.to_datetime(pd.Series(\(list), dtype=\"Int64\"), unit=\"D\")"
    case .datetime: "pd.to_datetime(pd.Series(\(list), dtype=\"Int64\"), unit=\"us\")"
    case .duration: "pd.to_timedelta(pd.Series(\(list), dtype=\"Int64\"), unit=\"us\")"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\""
      + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      .replacing("\r", with: "\\r") + "\""
  }
}
