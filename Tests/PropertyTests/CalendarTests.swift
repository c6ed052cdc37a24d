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
