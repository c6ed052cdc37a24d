import TallyData
import TallyFunctions
import TallyPlan
import TallySyntax
import TallyText

/// Makes bound expressions ready for the columns of one frame.
///
/// It finds what need not be computed row by row: constants, comparisons of stored columns with constants, and
/// whatever depends on one column of few stored values.
struct Preparation {
  let evaluator: Evaluator
  /// Outcomes are counted by blocks, of which zones may settle some.
  var countsBlocks = false
  var patternCount = 0

  init(evaluator: Evaluator) { self.evaluator = evaluator }

  var frame: Frame { evaluator.frame }
  var threads: Int { evaluator.threads }

  mutating func prepared(_ expression: BoundExpression) throws(RunError) -> any BlockExpression {
    if let value = try constant(expression) { return constant(value, expression.type) }
    if let test = try storedTest(expression) { return test }
    if let lookup = try domainLookup(expression) { return lookup }
    return try general(expression)
  }

  private mutating func general(_ expression: BoundExpression) throws(RunError) -> any BlockExpression {
    switch expression.kind {
    case .column(let index): return ColumnRead(column: frame.columns[index])
    case .constant(let value): return constant(value, expression.type)
    case .call(let function, let arguments): return try call(function, arguments, expression)
    case .arithmetic(let op, let left, let right): return try arithmetic(op, left, right, expression)
    case .negative(let operand): return Negative(operand: try prepared(operand))
    case .toNumber(let operand): return ToNumber(operand: try prepared(operand))
    case .toDatetime(let operand): return ToDatetime(operand: try prepared(operand))
    case .comparison(let comparison, let left, let right, let ignoringCase):
      return Comparison(
        comparison: comparison, left: try folded(left, ignoringCase), right: try folded(right, ignoringCase))
    case .membership(let operand, let members, let ignoringCase):
      return try membership(operand, members, ignoringCase)
    case .textTest(let test, let operand, let pattern, let ignoringCase):
      return try textTest(test, operand, pattern, ignoringCase, range: expression.range)
    case .isMissing(let operand): return MissingTest(operand: try prepared(operand))
    case .not(let operand): return Negation(operand: try prepared(operand))
    case .and(let operands): return try junction(operands, isAnd: true)
    case .or(let operands): return try junction(operands, isAnd: false)
    case .conditional(let condition, let value, let otherwise):
      return Conditional(
        condition: try prepared(condition), value: try prepared(value), otherwise: try prepared(otherwise),
        range: expression.range)
    case .indicator(let operand): return Indicator(operand: try prepared(operand))
    }
  }

  private func constant(_ value: Value, _ type: DataType) -> ConstantRead {
    ConstantRead(value, type: type, count: frame.physicalCount)
  }

  /// The value of an expression without columns, where computing it can neither lose nor fail.
  func constant(_ expression: BoundExpression) throws(RunError) -> Value? {
    if let value = expression.constant { return value }
    guard !frame.columns.isEmpty, !expression.mayLose, expression.columnIndices.isEmpty else { return nil }
    let alone = Evaluator(
      frame: Frame(columns: [], physicalCount: 1), interrupt: evaluator.interrupt, threads: 1)
    var losses = Losses()
    return try alone.column(expression, losses: &losses)[0]
  }

  private mutating func call(
    _ function: Function, _ arguments: [BoundExpression], _ expression: BoundExpression
  ) throws(RunError) -> any BlockExpression {
    let inputs = try all(arguments)
    switch function.body {
    case .computed(let compute):
      let binding = Function.Binding(arguments: arguments.map(\.type), result: expression.type)
      return Call(
        compute: compute, loss: function.loss, binding: binding, arguments: inputs, range: expression.range)
    case .firstKnown: return FirstKnown(candidates: inputs)
    case .clock: preconditionFailure("the binder put a constant in its place")
    }
  }

  private mutating func arithmetic(
    _ op: ArithmeticOperator, _ left: BoundExpression, _ right: BoundExpression, _ expression: BoundExpression
  ) throws(RunError) -> any BlockExpression {
    let (a, b) = (try prepared(left), try prepared(right))
    guard
      let (operation, swaps) = TimeArithmetic.Operation.meant(by: op, left.type, right.type, gives: expression.type)
    else {
      let constant = right.type == .integer ? try constant(right)?.integral : nil
      return Arithmetic(op: op, left: a, right: b, range: expression.range, constant: constant)
    }
    return TimeArithmetic(operation: operation, left: swaps ? b : a, right: swaps ? a : b, range: expression.range)
  }

  private mutating func junction(
    _ operands: [BoundExpression], isAnd: Bool
  ) throws(RunError) -> any BlockExpression {
    // Only who counts blocks asks; wide columns are read for the answer.
    let areSafe = operands.map { countsBlocks ? $0.isSafe(in: frame, threads: threads) : !$0.mayLose }
    return Junction(
      operands: try all(operands), isAnd: isAnd, narrows: operands.dropFirst().contains(where: \.mayLose),
      areSafe: areSafe)
  }

  private mutating func all(_ expressions: [BoundExpression]) throws(RunError) -> [any BlockExpression] {
    var result: [any BlockExpression] = []
    for expression in expressions { result.append(try prepared(expression)) }
    return result
  }

  private mutating func membership(
    _ operand: BoundExpression, _ members: [BoundExpression.Member], _ ignoringCase: Bool
  ) throws(RunError) -> any BlockExpression {
    if let words = try texts(members, ignoringCase) {
      return TextListTest(operand: try folded(operand, ignoringCase), words: words)
    }
    var prepared: [Membership.Member] = []
    for member in members {
      switch member {
      case .value(let value): prepared.append(.value(try folded(value, ignoringCase)))
      case .range(let low, let high):
        var ends: [(any BlockExpression)?] = [nil, nil]
        if let low { ends[0] = try folded(low, ignoringCase) }
        if let high { ends[1] = try folded(high, ignoringCase) }
        prepared.append(.range(ends[0], ends[1]))
      }
    }
    return Membership(operand: try folded(operand, ignoringCase), members: prepared)
  }

  /// The sorted texts of a long list of constants.
  private func texts(
    _ members: [BoundExpression.Member], _ ignoringCase: Bool
  ) throws(RunError) -> TextDictionary? {
    guard members.count > StoredTest.rangeLimit else { return nil }
    var texts: [String] = []
    for member in members {
      guard case .value(let value) = member, case .text(let text)? = try constant(value) else { return nil }
      texts.append(ignoringCase ? LetterCase.lower.mapped(text) : text)
    }
    return Column(texts: texts).dictionary
  }

  /// In small letters where case is ignored.
  private mutating func folded(
    _ expression: BoundExpression, _ ignoringCase: Bool
  ) throws(RunError) -> any BlockExpression {
    guard ignoringCase else { return try prepared(expression) }
    if case .text(let text)? = try constant(expression) {
      return constant(.text(LetterCase.lower.mapped(text)), .text)
    }
    return FoldedText(operand: try prepared(expression))
  }

  private mutating func textTest(
    _ test: TextTestSyntax.Test, _ operand: BoundExpression, _ pattern: BoundExpression, _ ignoringCase: Bool,
    range: SourceRange
  ) throws(RunError) -> any BlockExpression {
    let (place, plain): (PartTest.Place, ArenaTest.Test)
    switch test {
    case .matches: return try patternTest(operand, pattern, ignoringCase, range: range)
    case .contains: (place, plain) = (.anywhere, .contains)
    case .startsWith: (place, plain) = (.start, .begins)
    case .endsWith: (place, plain) = (.end, .ends)
    }
    if !ignoringCase, let test = try arenaTest(plain, operand, pattern) { return test }
    let general = PartTest(
      place: place, operand: try folded(operand, ignoringCase), part: try folded(pattern, ignoringCase))
    guard ignoringCase, test == .contains, case .text(let part)? = try constant(pattern) else { return general }
    let small = LetterCase.lower.mapped(part)
    guard small.utf8.allSatisfy({ $0 < 0x80 }) else { return general }
    return arenaTest(.containsFolded(general: general), operand, small) ?? general
  }

  /// A test of free text as it is stored, for a constant; nil where the operand is none.
  func arenaTest(
    _ test: ArenaTest.Test, _ operand: BoundExpression, _ pattern: BoundExpression
  ) throws(RunError) -> ArenaTest? {
    guard case .text(let part)? = try constant(pattern) else { return nil }
    return arenaTest(test, operand, part)
  }

  func arenaTest(_ test: ArenaTest.Test, _ operand: BoundExpression, _ part: String) -> ArenaTest? {
    guard case .column(let index) = operand.kind, case .arena(let arena) = frame.columns[index].storage,
      !part.isEmpty
    else { return nil }
    return ArenaTest(test: test, arena: arena, part: Buffer(Array(part.utf8)))
  }

  private mutating func patternTest(
    _ operand: BoundExpression, _ pattern: BoundExpression, _ ignoringCase: Bool, range: SourceRange
  ) throws(RunError) -> any BlockExpression {
    let texts = try prepared(operand)
    guard case .text(let text)? = try constant(pattern) else {
      return VaryingPatternTest(
        operand: texts, pattern: try prepared(pattern), ignoringCase: ignoringCase, range: range)
    }
    patternCount += 1
    do {
      let program = try PatternProgram(text, ignoringCase: ignoringCase)
      return PatternTest(operand: texts, program: program, number: patternCount)
    } catch {
      throw .invalidPattern(text, reason: error.reason, range: pattern.range)
    }
  }
}
