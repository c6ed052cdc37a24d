import TallyData
import TallyFunctions
import TallySyntax
import TallyText

extension Binder {
  /// The source of a range on one line, spaces folded, comments left out.
  func text(of range: SourceRange) -> String {
    source[range].split(separator: "\n").map { line in
      line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }.joined(separator: " ")
  }

  func column(_ index: Int, range: SourceRange) -> BoundExpression {
    BoundExpression(.column(index), type: scope.fields[index].type, range: range)
  }

  /// The index of the column a name means.
  func columnIndex(_ name: NameSyntax) throws(BindError) -> Int {
    switch NameMatching.match(name.text, in: scope.names, isExact: name.isExact) {
    case .found(let index): return index
    case .ambiguous(let hits): throw .ambiguousColumn(name, candidates: hits.map { scope.names[$0] })
    case .none: throw unknown(name)
    }
  }

  func unknown(_ name: NameSyntax) -> BindError {
    if case .summary(let input) = hoist.place, let index = try? input.index(of: name) {
      return .columnOutsideAggregate(input.fields[index].name, type: input.fields[index].type, range: name.range)
    }
    let lets = catalog.lets.filter { if case .expression = $0.body { true } else { false } }.map(\.name)
    let nearest = NameMatching.nearest(to: name.text, in: scope.names + lets)
    return .unknownColumn(name, table: scope.tableName, nearest: nearest, columns: scope.names)
  }

  /// What a name in an expression means: a column, else a let.
  mutating func resolve(_ name: NameSyntax) throws(BindError) -> BoundExpression {
    switch NameMatching.match(name.text, in: scope.names, isExact: name.isExact) {
    case .found(let index): return column(index, range: name.range)
    case .ambiguous(let hits): throw .ambiguousColumn(name, candidates: hits.map { scope.names[$0] })
    case .none: break
    }
    let lets = catalog.lets.filter { if case .expression = $0.body { true } else { false } }
    if case .found(let index) = NameMatching.match(name.text, in: lets.map(\.name), isExact: name.isExact) {
      return try expand(lets[index], at: name.range)
    }
    throw unknown(name)
  }

  private mutating func expand(_ definition: LetDefinition, at range: SourceRange) throws(BindError) -> BoundExpression
  {
    guard case .expression(let syntax) = definition.body else { return column(0, range: range) }
    var inner = Binder(catalog: catalog, source: definition.source, clock: clock, scope: scope, values: values)
    inner.lets = try lets.opening(definition.name, at: range)
    inner.hoist = hoist
    do {
      let bound = try inner.value(syntax)
      lets.close(inner.lets)
      remarks.merge(inner.remarks.withoutFixes)
      let known = hoist.windows.count
      hoist = inner.hoist
      for index in known..<hoist.windows.count { hoist.windows[index] = hoist.windows[index].placed(at: range) }
      return bound.placed(at: range)
    } catch {
      throw LetExpansion.failure(in: definition.name, at: range, error)
    }
  }

  /// The loaded column behind an expression that is nothing but a column.
  func origin(of expression: BoundExpression) -> Column? {
    if case .column(let index) = expression.kind, scope.origins.indices.contains(index) {
      scope.origins[index]
    } else {
      nil
    }
  }

  func isIndicator(_ expression: BoundExpression) -> Bool {
    if case .column(let index) = expression.kind, scope.fields.indices.contains(index) {
      scope.fields[index].isIndicator
    } else {
      false
    }
  }

  /// A column's name as its header spells it, a let's own name, else the text.
  func resultName(of syntax: ExpressionSyntax, bound: BoundExpression) -> String {
    if case .column(let index) = bound.kind, scope.fields.indices.contains(index) { return scope.fields[index].name }
    if case .name(let name) = syntax.kind { return name.text }
    return SyntaxPrinter.print(syntax)
  }
}
