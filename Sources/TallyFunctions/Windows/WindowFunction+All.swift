import TallyData

extension WindowFunction {
  /// Every window function, in the order of the manual.
  package static let all: [WindowFunction] = [
    WindowFunction(
      "previous", .previous, .valueAndOffset, summary: "The value one row before, or n rows.",
      signature: "previous(x [, n])",
      examples: ["from arrivals_by_year | where year is not missing | extend before = previous(total) sort by year"]
    ) { $0 },
    WindowFunction(
      "next", .next, .valueAndOffset, summary: "The value one row after, or n rows.", signature: "next(x [, n])",
      examples: ["from arrivals_by_year | where year is not missing | extend after = next(total) sort by year"]
    ) { $0 },
    WindowFunction(
      "rank", .rank, .none, summary: "The place in the order of `sort by`; equal rows share it, and a gap follows.",
      signature: "rank()", examples: ["from arrivals_by_year | extend place = rank() sort by total desc"]
    ) { _ in .integer },
    WindowFunction(
      "row_number", .rowNumber, .none, summary: "The number of the row in its group, from 1.",
      signature: "row_number()", examples: ["extend n = row_number() by year | first 3"]
    ) { _ in .integer },
    WindowFunction(
      "running_sum", .runningSum, .value, summary: "The sum of the known values up to this row.",
      signature: "running_sum(x)",
      examples: ["from arrivals_by_year | extend so_far = running_sum(total) sort by year"],
      takes: "numbers or durations"
    ) { $0.isNumeric || $0 == .duration ? $0 : nil },
    WindowFunction(
      "running_mean", .runningMean, .value, summary: "The mean of the known values up to this row.",
      signature: "running_mean(x)",
      examples: ["from arrivals_by_year | extend so_far = running_mean(total) sort by year"], takes: "numbers"
    ) { $0.isNumeric ? .number : nil },
    WindowFunction(
      "running_min", .runningMin, .value, summary: "The smallest known value up to this row.",
      signature: "running_min(x)",
      examples: ["from arrivals_by_year | extend lowest = running_min(total) sort by year"]
    ) { $0 },
    WindowFunction(
      "running_max", .runningMax, .value, summary: "The largest known value up to this row.",
      signature: "running_max(x)",
      examples: ["from arrivals_by_year | extend highest = running_max(total) sort by year"]
    ) { $0 },
    WindowFunction(
      "moving_mean", .movingMean, .valueAndRows,
      summary: "The mean of the known values of the last n rows; missing until there are n rows.",
      signature: "moving_mean(x, n)",
      examples: ["from arrivals_by_year | extend smooth = moving_mean(total, 3) sort by year"], takes: "numbers"
    ) { $0.isNumeric ? .number : nil },
  ]

  /// The window function of a name, ignoring case.
  package static func named(_ name: String) -> WindowFunction? {
    let lowered = name.lowercased()
    return all.first { $0.name == lowered }
  }
}
