import TallyData
import Testing

@Suite struct CalendarTests {
  @Test func everyDayRoundTrips() {
    for days in CalendarDate.firstDay...CalendarDate.lastDay {
      let date = CalendarDate(days: days)
      guard date.days == days else {
        Issue.record("day \(days) came back as \(date.days)")
        return
      }
    }
    #expect(CalendarDate(days: 0).text == "1970-01-01")
    #expect(CalendarDate(days: CalendarDate.firstDay).text == "0001-01-01")
    #expect(CalendarDate(days: CalendarDate.lastDay).text == "9999-12-31")
  }

  /// Every day, counted on from a Monday, the first of January of year 1.
  @Test func everyDayHasItsDateWeekdayAndWeek() {
    var (year, month, day, weekday, ordinal) = (1, 1, 1, 1, 1)
    for days in CalendarDate.firstDay...CalendarDate.lastDay {
      let date = CalendarDate(days: days)
      // The week is that of its Thursday; one before January belongs to the year before.
      let thursday = ordinal + 4 - weekday
      let length = Self.isLeap(year) ? 366 : 365
      let week =
        thursday < 1
        ? (thursday + (Self.isLeap(year - 1) ? 366 : 365) + 6) / 7 : thursday > length ? 1 : (thursday + 6) / 7
      guard (date.year, date.month, date.day) == (year, month, day), CalendarDate.weekday(days: days) == weekday,
        CalendarDate.isoWeek(days: days) == week
      else {
        Issue.record("\(year)-\(month)-\(day) is \(date.text), week \(CalendarDate.isoWeek(days: days)), not \(week)")
        return
      }
      weekday = weekday % 7 + 1
      (day, ordinal) = (day + 1, ordinal + 1)
      if day > Self.length(month, year) { (day, month) = (1, month + 1) }
      if month > 12 { (month, year, ordinal) = (1, year + 1, 1) }
    }
    #expect((year, month, day) == (10_000, 1, 1))
  }

  private static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  private static func length(_ month: Int, _ year: Int) -> Int {
    [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  @Test func weeksAreISO() {
    let cases = [(2021, 1, 3, 53, 7), (2021, 1, 4, 1, 1), (2018, 12, 31, 1, 1), (2016, 1, 1, 53, 5)]
    for (year, month, day, week, weekday) in cases {
      let days = CalendarDate.days(year: year, month: month, day: day)
      #expect(CalendarDate.isoWeek(days: days) == week)
      #expect(CalendarDate.weekday(days: days) == weekday)
    }
  }

  @Test func monthsEndWhereTheyEnd() {
    #expect(CalendarDate(year: 2024, month: 1, day: 31)?.adding(months: 1)?.text == "2024-02-29")
    #expect(CalendarDate(year: 2023, month: 3, day: 31)?.adding(months: -13)?.text == "2022-02-28")
    #expect(CalendarDate(year: 9999, month: 12, day: 1)?.adding(months: 1) == nil)
    #expect(CalendarDate(year: 2023, month: 2, day: 29) == nil)
  }
}
