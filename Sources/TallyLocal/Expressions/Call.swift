import TallyData
import TallyFunctions
import TallyText

/// A call of a function that computes each row from the row's arguments.
struct Call: BlockExpression {
  let compute: @Sendable (inout CallBlock, Function.Binding) -> Vector
  let loss: Function.Loss?
  let binding: Function.Binding
  let arguments: [any BlockExpression]
  let range: SourceRange

  func evaluate(_ block: Block) -> Vector {
    let inputs = arguments.map { $0.evaluate(block) }
    var call = CallBlock(arguments: inputs, count: block.count, memory: block.memory, active: block.active)
    let output = compute(&call, binding)
    if let row = call.overflowRow {
      block.fail(row, .integerOverflow(row: block.rows.lowerBound + row + 1, range: range))
    }
    switch loss {
    case nil: break
    case .conversion: noteLost(output, inputs, .conversion, block)
    case .outOfRange: noteLost(output, inputs, .outOfRange, block)
    case .missingArgument: noteLost(output, [], .missingArgument, block)
    }
    return output
  }

  private func noteLost(_ output: Vector, _ inputs: [Vector], _ kind: Losses.Kind, _ block: Block) {
    if let lost = block.lost(output, from: inputs) { block.note(kind, at: range, lost) }
  }
}
