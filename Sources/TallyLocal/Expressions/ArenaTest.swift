import CKernels
import TallyData
import TallyFunctions

/// Free text tested for a constant part: the bytes of a whole block are searched at once.
struct ArenaTest: BlockExpression {
  enum Test {
    case contains
    case begins
    case ends
    case equals
    /// `contains` where case is ignored, of a part in small letters; what tests a block with letters beyond ASCII.
    case containsFolded(general: any BlockExpression)
  }

  let test: Test
  let arena: TextArena
  /// Not empty.
  let part: Buffer<UInt8>

  func evaluate(_ block: Block) -> Vector {
    let output = block.memory.truths()
    var row = block.rows.lowerBound
    while row < block.rows.upperBound {
      let segment = arena.segments[arena.segmentIndex(of: row)]
      let end = min(block.rows.upperBound, segment.firstRow + segment.rowCount)
      let texts = segment.texts(row - segment.firstRow..<end - segment.firstRow)
      guard search(texts, output + (row - block.rows.lowerBound), block) else { return general(block) }
      row = end
    }
    return .truths(output)
  }

  /// False where letters beyond ASCII are in the way.
  private func search(_ texts: tally_texts, _ output: UnsafeMutablePointer<UInt8>, _ block: Block) -> Bool {
    let part = tally_part(bytes: part.pointer, count: part.count)
    switch test {
    case .contains: tally_contains(texts, part, output)
    case .begins: tally_begins(texts, part, output)
    case .ends: tally_ends(texts, part, output)
    case .equals: tally_is(texts, part, output)
    case .containsFolded:
      if tally_has_others(texts) { return false }
      tally_contains_folded(texts, part, output)
    }
    return true
  }

  private func general(_ block: Block) -> Vector {
    switch test {
    case .containsFolded(let general): general.evaluate(block)
    case .contains, .begins, .ends, .equals: preconditionFailure("only what ignores case asks for letters")
    }
  }
}

extension TextArena.Segment {
  /// Rows counted from the segment's first, as the loops over free text take them.
  fileprivate func texts(_ rows: Range<Int>) -> tally_texts {
    tally_texts(
      bytes: bytes.pointer, readable: bytes.count, offsets: offsets.pointer + rows.lowerBound, count: rows.count)
  }
}
