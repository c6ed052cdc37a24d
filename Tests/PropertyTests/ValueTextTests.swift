import TallyData
import TallyFormats
import Testing

@Suite struct ValueTextTests {
  @Test func peopleReadRoundedNumbers() {
    let cases: [(Value, String)] = [
      (.number(3700.662251655629), "3,700.7"), (.number(1103.6666666666667), "1,103.7"), (.integer(2023), "2023"),
      (.integer(34_078), "34,078"), (.integer(.min + 1), "-9,223,372,036,854,775,807"),
      (.number(83.6734693877551), "83.67"),
      (.number(0.123456), "0.1235"), (.number(5.0), "5"), (.number(2.675), "2.675"), (.number(1e-9), "1e-9"),
      (.number(1.23456789e20), "1.235e20"), (.number(-0.0), "0"), (.number(.infinity), "∞"), (.missing, "(missing)"),
      (.text(""), "(empty)"), (.text("a\tb\u{85}\u{202E}"), "a⇥b\\u{85}\\u{202E}"), (.boolean(true), "true"),
      (.date(0), "1970-01-01"), (.datetime(0), "1970-01-01 00:00:00"), (.number(999.9999), "1,000.0"),
      (.duration(7_200_000_000), "2 hours"), (.duration(-86_400_000_000), "-1 day"), (.duration(0), "0 seconds"),
      (.duration(275_400_000_000), "3 days 04:30:00"), (.duration(1_500_000), "00:00:01.5"),
    ]
    for (value, text) in cases { #expect(ValueText.people(value) == text) }
    #expect(ValueText.people(.number(0.0000015)) == "1.5e-6")
    #expect(ValueText.people(.number(0.000123456)) == "0.000123")
    #expect(ValueText.people(.number(0.0004), digits: 2) == "4e-4")
    #expect(ValueText.people(.number(0.043), digits: 2) == "0.04")
    #expect(ValueText.number(2.675, decimals: 2) == "2.68")
    #expect(ValueText.number(48, decimals: 1) == "48.0")
    #expect(ValueText.number(-0.04, decimals: 1) == "0.0")
    #expect(ValueText.people(.number(1234.5), digits: 3) == "1,234.500")
  }

  @Test func widthsOfText() {
    let cases: [(String, Int)] = [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("한국", 4), ("ｱ", 1), ("Ａ", 2), ("😀", 2), ("👩‍👩‍👧", 2), ("👍🏽", 2),
      ("🇰🇷", 2), ("❤", 1), ("❤️", 2), ("1️⃣", 2), ("\u{200D}", 0), ("각", 2), ("\u{1100}\u{1161}\u{11A8}", 2), ("क्ष", 2),
      ("\u{7}", 0), ("—…·", 3), ("\u{600}", 1), ("ไทย", 3), ("ที่", 1), ("〈〉", 4), ("𠀀", 2), ("🫩", 2),
    ]
    for (text, width) in cases { #expect(DisplayWidth.of(text) == width, "\(text)") }
    #expect(DisplayWidth.prefix(of: "한국어", columns: 5).text == "한국")
    #expect(DisplayWidth.prefix(of: "👍🏽x", columns: 1).width == 0)
  }

  /// Whatever Unicode gives an emoji presentation is wide.
  @Test func emojiAreWide() {
    for value in UInt32(0x80)..<0x20000 {
      guard let scalar = Unicode.Scalar(value), scalar.properties.isEmojiPresentation else { continue }
      // A regional indicator is half of a flag.
      if (0x1F1E6...0x1F1FF).contains(value) { continue }
      #expect(DisplayWidth.of(scalar) == 2, "\(String(value, radix: 16))")
    }
  }
}
