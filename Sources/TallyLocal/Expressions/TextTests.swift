import CKernels
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

/// `contains` of free text and a constant: the bytes of a whole block are searched at once.
struct ArenaSearch: BlockExpression {
  let arena: TextArena
  /// Not empty.
  let part: Buffer<UInt8>

  func evaluate(_ block: Block) -> Vector {
    let output = block.memory.truths()
    var row = block.rows.lowerBound
    while row < block.rows.upperBound {
      let segment = arena.segments[arena.segmentIndex(of: row)]
      let end = min(block.rows.upperBound, segment.firstRow + segment.rowCount)
      search(segment, row - segment.firstRow..<end - segment.firstRow, output + (row - block.rows.lowerBound))
      row = end
    }
    return .truths(output)
  }

  private func search(_ segment: TextArena.Segment, _ rows: Range<Int>, _ output: UnsafeMutablePointer<UInt8>) {
    let offsets = segment.offsets.pointer + rows.lowerBound
    for row in 0..<rows.count { output[row] = UInt8(truncatingIfNeeded: offsets[row + 1] >> 31) }
    let bytes = segment.bytes.pointer
    func start(_ row: Int) -> Int { Int(offsets[row] & ~TextArena.missingFlag) }
    let last = start(rows.count)
    var (row, place) = (0, start(0))
    while row < rows.count {
      let hit = tally_find(bytes + place, last - place, part.pointer, part.count)
      if hit < 0 { return }
      place += hit
      while start(row + 1) <= place { row += 1 }
      // A hit that runs over the end of its row is none: the search goes on one byte later.
      if place + part.count <= start(row + 1) {
        output[row] = Truth.yes
        row += 1
        place = start(row)
      } else {
        place += 1
      }
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
