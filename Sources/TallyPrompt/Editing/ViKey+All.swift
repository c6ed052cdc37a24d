extension ViKey {
  /// The commands that people have in their fingers, in the order in which help lists them.
  static let all: [ViKey] = moves + changes + puts

  private static let moves = [
    ViKey("h, l", "Goes a character back or on.", "count", "hhlhi", "co_unt"),
    ViKey(
      "w, b, e", "Goes to the next word, back to a beginning, on to an end.", "count by year", "0wi", "count _by year"),
    ViKey("W, B, E", "As w, b and e, where nothing but blanks parts words.", "a.b c.d", "Bi", "a.b _c.d"),
    ViKey("0, ^, $", "Goes to the beginning, to the first letter, to the end.", "count by", "0$i", "count b_y"),
    ViKey(
      "f, F, t, T", "Goes to a letter, on or back, or to just before it.", "count by year", "0fyi", "count b_y year"),
    ViKey("; ,", "Goes to the next such letter, or back.", "a b b b", "0fb;i", "a b _b b"),
    ViKey("3w", "A count says how often.", "a b c d", "03wi", "a b c _d"),
  ]

  private static let changes = [
    ViKey("x, X", "Deletes the letter at the cursor, or before it.", "county", "xi", "coun_t"),
    ViKey("r", "Puts another letter in its place.", "coumt", "hrni", "cou_nt"),
    ViKey("~", "Changes between capitals and small letters.", "Count", "0~i", "c_ount"),
    ViKey("d and a move, D", "Cuts what the move goes over, or the rest.", "count by year", "0wdwi", "count _year"),
    ViKey("dd", "Cuts all.", "count", "ddi", "_"),
    ViKey("c and a move, C", "As d, and begins to type.", "sum year", "0cwmean", "mean year"),
    ViKey("s, S, cc", "Types in place of a letter, or of all.", "count", "0sa", "aount"),
    ViKey("u", "Takes the last change back.", "count", "xxui", "cou_n"),
    ViKey(".", "Does the last change once more.", "count", "0x.i", "_unt"),
  ]

  private static let puts = [
    ViKey("i, a", "Types before the cursor, or after it.", "cont", "hhiu", "cuont"),
    ViKey("I, A", "Types at the beginning, or at the end.", "count", "0A by", "count by"),
    ViKey("y and a move, p, P", "Copies what the move goes over; puts in what was cut or copied.", "ab", "0xpi", "b_a"),
  ]
}
