import TallyData
import TallyFormats
import TallyPlan
import TallySyntax
import TallyText

/// What statements change, as one value, so that a trial can be undone.
struct SessionState {
  var shelf = TableShelf()
  /// Files were named at the start: the sample is not offered.
  var hasHostTables = false
  var lets: [LetDefinition] = []
  /// Values that scripts take from outside: `param year = 2023`, used as `$year`.
  var parameters: [(name: String, value: Value)] = []
  var settings = Settings()
  /// What a leading `|` goes on with.
  var lastAnswer: Answer?
  /// The query that gives `lastAnswer` from loaded tables; nil where none does, as for an answer of `why`.
  var lastAnswerPlan: LogicalPlan?
  /// What `why` and `rows` speak of.
  var lastQuestion: Question?
  /// The format of the answer written last, which the next one in it is set apart from.
  var lastFormat: String?
}

/// A query that was answered, with what it takes to ask more about it.
struct Question {
  let plan: LogicalPlan
  /// The plan from loaded tables on, with the queries it goes on with; nil where it goes on with no query's answer.
  let wholePlan: LogicalPlan?
  let steps: [StepSyntax]
  /// It went on with an answer before it.
  let isContinuation: Bool
  let source: SourceText
}
