/// What stands at the head of a text in R or Python because a later line needs it, in its order there.
enum FramePrelude: Int, CaseIterable, Comparable, Sendable {
  case tidyr, stringr, lubridate, collation
  case ifFinite, power, roundAway, modeOf, runningSum, runningMean, runningMin, runningMax, movingMean
  case numpy, pandas, pandasPower, pandasCorr, pandasRoundAway

  static func < (left: FramePrelude, right: FramePrelude) -> Bool { left.rawValue < right.rawValue }

  var text: String {
    switch self {
    case .tidyr: "library(tidyr)"
    case .stringr: "library(stringr)"
    case .lubridate: "library(lubridate)"
    case .collation: "invisible(Sys.setlocale(\"LC_COLLATE\", \"C\"))  # texts sort by their code points"
    case .ifFinite: "if_finite <- function(x) ifelse(is.finite(x), x, NA_real_)"
    case .power: "power <- function(x, y) if_finite(ifelse(is.na(x) | is.na(y), NA_real_, x^y))"
    case .roundAway:
      """
      round_away <- function(x, digits = 0) {
        scaled <- x * 10^digits
        (trunc(scaled) + trunc(2 * (scaled - trunc(scaled)))) / 10^digits
      }
      """
    case .modeOf:
      """
      mode_of <- function(x) {
        x <- x[!is.na(x)]
        x[which.max(tabulate(match(x, x)))][1]
      }
      """
    case .runningSum:
      "running_sum <- function(x) if_else(cumany(!is.na(x)), cumsum(coalesce(as.numeric(x), 0)), NA_real_)"
    case .runningMean: "running_mean <- function(x) cumsum(coalesce(as.numeric(x), 0)) / cumsum(!is.na(x))"
    case .runningMin: "running_min <- function(x) na_if(cummin(coalesce(as.numeric(x), Inf)), Inf)"
    case .runningMax: "running_max <- function(x) na_if(cummax(coalesce(as.numeric(x), -Inf)), -Inf)"
    case .movingMean:
      """
      moving_mean <- function(x, n) {
        mean_to <- function(i) if (i < n) NA else mean(x[(i - n + 1):i], na.rm = TRUE)
        vapply(seq_along(x), mean_to, numeric(1))
      }
      """
    case .numpy: "import numpy as np"
    case .pandas: "import pandas as pd"
    case .pandasPower:
      """

      def power(x, y):
          result = x.astype(float) ** y
          return result.where(x.notna() & pd.notna(y)).replace([np.inf, -np.inf], np.nan)

      """
    case .pandasCorr:
      """

      def corr(x, y):
          both = x.notna() & y.notna()
          varies = x[both].nunique() > 1 and y[both].nunique() > 1
          return x.corr(y) if varies else np.nan

      """
    case .pandasRoundAway:
      """

      def round_away(x, digits=0):
          scaled = x * 10.0**digits
          return (np.trunc(scaled) + np.trunc(2 * (scaled - np.trunc(scaled)))) / 10.0**digits

      """
    }
  }
}
