/// What a JSON text has in a place where it must not be.
package enum JSONProblem: Sendable, Equatable, CaseIterable {
  case commaBeforeEnd, noComma, noColon, noKey, noValue
  case singleQuote, comment, notANumber, infinite, otherWord
  case leadingZero, plusSign, bareFraction, badNumber
  case unclosedString, controlCharacter, badEscape
  case unclosed, wrongBracket, tooDeep, textAfterEnd
  case notAnObject, brokenLine, tooManyColumns, unequalColumns

  /// What is wrong, after the place.
  var message: String {
    switch self {
    case .commaBeforeEnd: "has a comma with nothing behind it"
    case .noComma: "has no comma between two values"
    case .noColon: "has no colon behind a key"
    case .noKey: "has something else where a key in double quotes belongs"
    case .noValue: "has no value where one belongs"
    case .singleQuote: "has text in single quotes"
    case .comment: "has a comment"
    case .notANumber: "has NaN where a value belongs"
    case .infinite: "has Infinity where a value belongs"
    case .otherWord: "has a word that is no value"
    case .leadingZero: "has a number with a zero in front"
    case .plusSign: "has a number with a plus sign"
    case .bareFraction: "has a number with a point but no digit on both sides of it"
    case .badNumber: "has a number that is not complete"
    case .unclosedString: "has a text whose quote is never closed"
    case .controlCharacter: "has a line break or another control character within a text"
    case .badEscape: "has a backslash before something that it does not escape"
    case .unclosed: "ends within an object or array that is never closed"
    case .wrongBracket: "closes with the wrong bracket"
    case .tooDeep: "is nested deeper than \(JSONScanner.depthLimit) levels"
    case .textAfterEnd: "goes on after the end of its value"
    case .notAnObject: "has a row that is not an object"
    case .brokenLine: "has an object that goes on in the next line"
    case .tooManyColumns: "makes more than \(JSONScanner.columnLimit) columns"
    case .unequalColumns: "has an array that is not as long as the first one"
    }
  }

  /// The way out.
  var note: String {
    switch self {
    case .commaBeforeEnd, .noComma: "commas stand between values, and only there"
    case .noColon, .noKey: "an object is written {\"key\": value, …}"
    case .noValue, .otherWord: "a value is a text in double quotes, a number, true, false, null, an object or an array"
    case .singleQuote: "JSON has texts in double quotes only"
    case .comment: "JSON has no comments"
    case .notANumber, .infinite: "JSON has null for a number that is missing"
    case .leadingZero: "a code with zeros in front is a text: \"007\""
    case .plusSign, .bareFraction, .badNumber: "a number is written like -12, 0.5 or 1e6"
    case .unclosedString, .unclosed: "the file may have been cut"
    case .controlCharacter: "within a text a line break is written \\n, a tab \\t"
    case .badEscape: "the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits"
    case .wrongBracket: "{ closes with }, [ with ]"
    case .tooDeep, .tooManyColumns: "such a file is no table of rows and columns"
    case .textAfterEnd: "a file of one object a line ends in .ndjson"
    case .notAnObject: "each row is written {\"column\": value, …}"
    case .brokenLine: "in a file that ends in .ndjson each object stands on a line; a .json file is free in this"
    case .unequalColumns: "arrays that are columns have a value for every row"
    }
  }
}
