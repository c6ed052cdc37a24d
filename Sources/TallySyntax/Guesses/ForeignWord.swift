/// A word of another language, with Tally's spelling of it.
///
///     filter age > 5     →     where age > 5
package struct ForeignWord: Sendable, Equatable {
  /// Where the word is foreign; elsewhere it is a name like any other.
  package enum Place: Sendable, Equatable {
    /// At the beginning of a step.
    case step
    /// For an aggregate, before a column or a bracket.
    case aggregate
    /// After `count`, before a column.
    case counted
    /// Within a step, where one of its parts begins.
    case clause
    /// Before an opening bracket.
    case function
    /// After a value, where a test begins.
    case test
    /// After a sort key.
    case direction
    /// Where a value belongs.
    case value
    /// No word, but a mark.
    case mark
    /// After the backslash or point of a prompt's command.
    case command
  }

  /// What becomes of the statement around the word.
  package enum Rewrite: Sendable, Equatable {
    /// The word gives way to Tally's, and the brackets of a step that looked like a call go.
    case spelling
    /// The same, and a missing number of rows is written.
    case rowCount
    /// The same before `by`, so that the step counts.
    case keys
    /// The word goes.
    case removal
    /// The step moves into the summary after it.
    case grouping
    /// All of a `select` becomes steps.
    case selection
    /// A pattern with `%` becomes the test it stands for.
    case pattern
    /// `f(x)` becomes `x is missing`.
    case missingTest
    /// `f(c, a, b)` becomes `if c then a else b`.
    case conditional
    /// `case when c then a else b end` becomes `if c then a else b`.
    case caseWhen
    /// `f(x)` becomes `count(distinct x)`.
    case distinctCount
    /// The part becomes a step of its own.
    case newStep
    /// `f(x) over (partition by g)` becomes an `extend`.
    case window
  }

  /// One word, or two with a space.
  package let words: String
  package let place: Place
  package let spelling: String
  package let rewrite: Rewrite
  /// A statement that uses it.
  package let example: String
  /// That statement in Tally.
  package let result: String

  init(
    _ words: String, _ place: Place, _ spelling: String, _ example: String, _ result: String,
    _ rewrite: Rewrite = .spelling
  ) {
    self.words = words
    self.place = place
    self.spelling = spelling
    self.rewrite = rewrite
    self.example = example
    self.result = result
  }

  /// The foreign word that one or two written words are, in a place; two words win.
  package static func matching(_ word: String, following: String? = nil, in place: Place) -> ForeignWord? {
    if let following {
      let both = word + " " + following
      if let pair = all.first(where: { $0.words == both && $0.place == place }) { return pair }
    }
    return all.first { $0.words == word && $0.place == place }
  }

  /// How many written words it is.
  var wordCount: Int { words.contains(" ") ? 2 : 1 }
}
