import TallyData

/// A stretch of values with round ticks, from the first tick to the last.
///
/// The steps are 1, 2 or 5 times a power of ten (Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990), in
/// dates and times whole seconds, minutes, hours, days, months or years.
package struct Axis: Sendable, Equatable {
  package let ticks: [Double]
  package let labels: [String]

  package var low: Double { ticks[0] }
  package var high: Double { ticks[ticks.count - 1] }

  /// Of finite values, with about `tickCount` ticks; `isTight`: the values reach to the ends or nearly.
  package init(_ values: ClosedRange<Double>, type: DataType, tickCount: Int) {
    switch type {
    case .date: self.init(days: values, tickCount: tickCount)
    case .datetime: self.init(microseconds: values, tickCount: tickCount)
    case .integer, .number, .duration, .text, .boolean:
      self.init(numbers: values, areWhole: type == .integer, tickCount: tickCount)
    }
  }

  private init(numbers values: ClosedRange<Double>, areWhole: Bool, tickCount: Int) {
    let (low, high) = Self.widened(values)
    // Half of each end, so that the reach of the largest doubles does not overflow.
    let reach = high / 2 - low / 2
    var step = Self.roundStep(atLeast: 2 * (reach / Double(max(tickCount - 1, 1))))
    if areWhole { step = max(step, 1) }
    let first = (low / step).rounded(.down)
    let last = (high / step).rounded(.up)
    guard (first * step).isFinite, (last * step).isFinite, (last - first).magnitude <= 1000 else {
      self.init(ticks: [low, high], labels: [low, high].map { ValueText.people(.number($0)) })
      return
    }
    let count = Int(last - first)
    // Whole steps are divided where they are fractions, so that 3 steps of 0.1 are 0.3.
    let parts = step < 1 ? (1 / step).rounded() : 1
    let ticks = (0...max(count, 1)).map { step < 1 ? (first + Double($0)) / parts : (first + Double($0)) * step }
    var survey = NumberSurvey()
    if areWhole || step >= 1 {
      for tick in ticks where tick.magnitude < 1e15 { survey.add(Int64(tick)) }
      let format = survey.integerFormat
      self.init(ticks: ticks, labels: ticks.map { $0.magnitude < 1e15 ? format.text(Int64($0)) : format.text($0) })
    } else {
      var decimals = 0
      while decimals < 15, step * Column.powersOfTen[decimals] < 0.999 { decimals += 1 }
      let format = NumberFormat(decimals: decimals, groups: true)
      self.init(ticks: ticks, labels: ticks.map { step < 1e-6 ? ValueText.people(.number($0)) : format.text($0) })
    }
  }

  private init(ticks: [Double], labels: [String]) {
    self.ticks = ticks
    self.labels = labels
  }

  /// Ends that differ.
  private static func widened(_ values: ClosedRange<Double>) -> (Double, Double) {
    if values.lowerBound < values.upperBound { return (values.lowerBound, values.upperBound) }
    let reach = max(values.lowerBound.magnitude * 0.1, values.lowerBound == 0 ? 1 : 1e-300)
    let largest = Double.greatestFiniteMagnitude
    return (max(values.lowerBound - reach, -largest), min(values.lowerBound + reach, largest))
  }

  /// The least of 1, 2, 5 times a power of ten that is not below `step`.
  static func roundStep(atLeast step: Double) -> Double {
    var power = 1.0
    var scaled = step
    while scaled > 10, power < 1e300 {
      power *= 10
      scaled = step / power
    }
    if scaled <= 1 {
      var parts = 1.0
      while step * parts * 10 <= 1, parts < 1e300 { parts *= 10 }
      // Between 0.1 and 1, in units of 1 / parts.
      let unit = step * parts
      return unit <= 0.1 ? 0.1 / parts : unit <= 0.2 ? 0.2 / parts : unit <= 0.5 ? 0.5 / parts : 1 / parts
    }
    return (scaled <= 2 ? 2 : scaled <= 5 ? 5 : 10) * power
  }
}

// MARK: - Dates and times

extension Axis {
  private init(days values: ClosedRange<Double>, tickCount: Int) {
    let low = Int(values.lowerBound)
    let high = max(Int(values.upperBound), low + 1)
    let target = Double(high - low) / Double(max(tickCount - 1, 1))
    let ticks =
      if target <= 14 {
        Self.multiples(of: [1, 2, 7, 14].first { Double($0) >= target } ?? 14, from: low, through: high)
      } else {
        Self.monthStarts(every: target, from: low, through: high)
      }
    self.init(ticks: ticks.map(Double.init), labels: Self.dateLabels(ticks))
  }

  /// From the first multiple at or before `low` to the first at or after `high`.
  private static func multiples(of step: Int, from low: Int, through high: Int) -> [Int] {
    let first = Int((Double(low) / Double(step)).rounded(.down))
    let last = Int((Double(high) / Double(step)).rounded(.up))
    return (first...max(last, first + 1)).map { $0 * step }
  }

  /// The first days of every so many months, of a year's round parts or of round years.
  private static func monthStarts(every target: Double, from low: Int, through high: Int) -> [Int] {
    let months = [1, 2, 3, 6, 12].first { Double($0) * 30.5 >= target }
    let step = months ?? 12 * Int(roundStep(atLeast: target / 365.3).rounded())
    func month(_ days: Int) -> Int {
      let date = CalendarDate(days: days)
      return date.year * 12 + date.month - 1
    }
    let first = max(month(low) / step * step, 12)
    var ticks: [Int] = []
    var next = first
    while next < 120_000 {
      let day = CalendarDate.days(year: next / 12, month: next % 12 + 1, day: 1)
      ticks.append(day)
      if day >= high { break }
      next += step
    }
    // No month begins after year 9999.
    if (ticks.last ?? high) < high { ticks.append(high) }
    return ticks.count < 2 ? [low, high] : ticks
  }

  /// Years alone where all are new year's days, months where all are firsts.
  private static func dateLabels(_ days: [Int]) -> [String] {
    let dates = days.map { CalendarDate(days: $0) }
    if dates.allSatisfy({ $0.month == 1 && $0.day == 1 }) { return dates.map { String($0.year) } }
    if dates.allSatisfy({ $0.day == 1 }) { return dates.map { String($0.text.prefix(7)) } }
    return dates.map(\.text)
  }

  private init(microseconds values: ClosedRange<Double>, tickCount: Int) {
    let day = Double(Microseconds.day)
    let reach = values.upperBound - values.lowerBound
    if reach >= 3 * day {
      let axis = Axis(
        days: (values.lowerBound / day).rounded(.down)...(values.upperBound / day).rounded(.up), tickCount: tickCount)
      self.init(ticks: axis.ticks.map { $0 * day }, labels: axis.labels)
      return
    }
    let target = reach / Double(max(tickCount - 1, 1)) / Double(Microseconds.second)
    let seconds = Self.clockSteps.first { Double($0) >= target } ?? 86_400
    let step = Double(seconds) * Double(Microseconds.second)
    let first = (values.lowerBound / step).rounded(.down)
    let last = max((values.upperBound / step).rounded(.up), first + 1)
    let ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
    let texts = ticks.map { CalendarText.datetime(Int64($0)).map { $0 == "T" ? " " : $0 } }
    self.init(ticks: ticks, labels: texts.map { String($0.prefix(seconds < 60 ? 19 : 16)) })
  }

  /// Round lengths of a clock, in seconds.
  private static let clockSteps = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  ]
}
