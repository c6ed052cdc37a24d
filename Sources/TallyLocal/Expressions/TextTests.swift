import TallyData
import TallyFunctions
import TallySyntax
import TallyText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Texts in small letters, for comparisons that ignore case.
struct FoldedText: BlockExpression {
  let operand: any BlockExpression

  func evaluate(_ block: Block) -> Vector {
    let input = operand.evaluate(block).texts
    let output = block.memory.texts()
    for row in 0..<block.count {
      output[row] = input[row].isMissing ? .missing : LetterCase.lower.mapped(input[row], in: block.memory)
    }
    return .texts(output)
  }
}

/// `in` of many constant texts: the sorted list is searched.
struct TextListTest: BlockExpression {
  let operand: any BlockExpression
  let words: TextDictionary

  func evaluate(_ block: Block) -> Vector {
    let input = operand.evaluate(block).texts
    let output = block.memory.truths()
    for row in 0..<block.count {
      output[row] = input[row].isMissing ? Truth.unknown : holds(input[row]) ? Truth.yes : Truth.no
    }
    return .truths(output)
  }

  private func holds(_ text: TextView) -> Bool {
    var (low, high) = (0, words.count)
    while low < high {
      let middle = (low + high) / 2
      let order = words.view(middle).bytes.compare(text.bytes)
      if order == 0 { return true }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return false
  }
}

/// `contains`, `starts with`, `ends with`.
struct PartTest: BlockExpression {
  enum Place { case anywhere, start, end }

  let place: Place
  let operand: any BlockExpression
  let part: any BlockExpression

  func evaluate(_ block: Block) -> Vector {
    let (texts, parts) = (operand.evaluate(block).texts, part.evaluate(block).texts)
    let output = block.memory.truths()
    for row in 0..<block.count {
      if texts[row].isMissing || parts[row].isMissing {
        output[row] = Truth.unknown
      } else {
        output[row] = holds(texts[row], parts[row]) ? Truth.yes : Truth.no
      }
    }
    return .truths(output)
  }

  private func holds(_ text: TextView, _ part: TextView) -> Bool {
    guard part.count <= text.count, let base = text.base, let sought = part.base else { return false }
    func isPart(at place: Int) -> Bool {
      // Most texts differ in their first byte already.
      part.count == 0 || (base[place] == sought[0] && memcmp(base + place, sought, part.count) == 0)
    }
    switch place {
    case .anywhere: return text.place(of: part) != nil
    case .start: return isPart(at: 0)
    case .end: return isPart(at: text.count - part.count)
    }
  }
}

/// `matches` with a constant pattern.
struct PatternTest: BlockExpression {
  let operand: any BlockExpression
  let program: PatternProgram
  /// Tells the test's automaton from those of other tests of the same run.
  let number: Int

  func evaluate(_ block: Block) -> Vector {
    let texts = operand.evaluate(block).texts
    let automaton = block.workspace.automata[number] ?? PatternAutomaton(program)
    block.workspace.automata[number] = automaton
    let output = block.memory.truths()
    for row in 0..<block.count {
      if texts[row].isMissing {
        output[row] = Truth.unknown
      } else {
        output[row] = automaton.isFound(in: texts[row]) ? Truth.yes : Truth.no
      }
    }
    return .truths(output)
  }
}

/// `matches` with a pattern of each row; one that is no pattern stops the run.
struct VaryingPatternTest: BlockExpression {
  let operand: any BlockExpression
  let pattern: any BlockExpression
  let ignoringCase: Bool
  let range: SourceRange

  func evaluate(_ block: Block) -> Vector {
    let (texts, patterns) = (operand.evaluate(block).texts, pattern.evaluate(block).texts)
    let output = block.memory.truths()
    var known: (text: String, automaton: PatternAutomaton)?
    for row in 0..<block.count {
      output[row] = Truth.unknown
      guard block.active[row] != 0, !texts[row].isMissing, let pattern = patterns[row].string else { continue }
      if known?.text.utf8.elementsEqual(pattern.utf8) != true { known = automaton(pattern, row, block) }
      if let known { output[row] = known.automaton.isFound(in: texts[row]) ? Truth.yes : Truth.no }
    }
    return .truths(output)
  }

  private func automaton(_ pattern: String, _ row: Int, _ block: Block) -> (String, PatternAutomaton)? {
    do {
      return (pattern, PatternAutomaton(try PatternProgram(pattern, ignoringCase: ignoringCase)))
    } catch {
      block.fail(row, .invalidPattern(pattern, reason: error.reason, range: range))
      return nil
    }
  }
}
