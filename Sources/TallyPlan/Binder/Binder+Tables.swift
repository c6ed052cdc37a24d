import TallyData
import TallySyntax
import TallyText

/// Steps that bring in another table, or turn columns into rows.
extension Binder {
  mutating func join(_ syntax: JoinSyntax, range: SourceRange) throws(BindError) -> PlanStep {
    let (right, rightScope) = try other(syntax.table)
    hasJoined = true
    var keys: [(left: Int, right: Int)] = []
    for pair in syntax.on {
      let left = try columnIndex(pair.left)
      let index = try rightScope.index(of: pair.right ?? pair.left)
      let (leftType, rightType) = (scope.fields[left].type, rightScope.fields[index].type)
      guard leftType == rightType else {
        throw .joinKeysDiffer(
          left: scope.fields[left], right: rightScope.fields[index], rightTable: rightScope.tableName,
          range: pair.right.map { pair.left.range.union($0.range) } ?? pair.left.range)
      }
      keys.append((left, index))
    }
    let isFilter = syntax.kind == .semi || syntax.kind == .anti
    let added = isFilter ? [] : rightScope.fields.indices.filter { index in !keys.contains { $0.right == index } }
    for index in added {
      var field = rightScope.fields[index]
      if scope.names.contains(field.name) { field.name = rightScope.tableName + "_" + field.name }
      if scope.names.contains(field.name) { throw .duplicateName(field.name, range: syntax.table.range) }
      scope.fields.append(field)
      scope.origins.append(rightScope.origins[index])
    }
    return .join(
      PlanJoin(
        kind: syntax.kind, right: right, rightName: rightScope.tableName, keys: keys, rightColumns: added,
        isManyToMany: syntax.isManyToMany,
        keyText: keys.map { scope.fields[$0.left].name }.joined(separator: ", ")))
  }

  mutating func append(_ name: NameSyntax) throws(BindError) -> PlanStep {
    let (lower, lowerScope) = try other(name)
    var fields: [Field] = []
    var columns: [PlanAppend.Source] = []
    for (index, field) in scope.fields.enumerated() {
      let match = lowerScope.fields.firstIndex { $0.name == field.name }
      let type = try match.map { (place) throws(BindError) in
        guard let type = field.type.united(with: lowerScope.fields[place].type) else {
          throw .appendTypesDiffer(field, lowerScope.fields[place], table: lowerScope.tableName, range: name.range)
        }
        return type
      }
      columns.append(PlanAppend.Source(upper: index, lower: match, type: type ?? field.type))
      fields.append(Field(field.name, type ?? field.type))
    }
    for (index, field) in lowerScope.fields.enumerated() where !scope.names.contains(field.name) {
      columns.append(PlanAppend.Source(upper: nil, lower: index, type: field.type))
      fields.append(Field(field.name, field.type))
    }
    scope = Scope(computed: fields, tableName: scope.tableName)
    return .append(PlanAppend(lower: lower, lowerName: lowerScope.tableName, columns: columns))
  }

  mutating func unpivot(_ names: [NameSyntax], name: NameSyntax?, value: NameSyntax?) throws(BindError) -> PlanStep {
    var columns: [Int] = []
    for name in names {
      let index = try columnIndex(name)
      if !columns.contains(index) { columns.append(index) }
    }
    var type = scope.fields[columns[0]].type
    for index in columns {
      guard let united = type.united(with: scope.fields[index].type) else {
        throw .unpivotTypesDiffer(scope.fields[columns[0]], scope.fields[index], range: names[0].range)
      }
      type = united
    }
    let kept = scope.fields.indices.filter { !columns.contains($0) }
    let names = columns.map { scope.fields[$0].name }
    let added = [Field(name?.text ?? "name", .text), Field(value?.text ?? "value", type)]
    let fields = kept.map { scope.fields[$0] } + added
    for field in added where fields.count(where: { $0.name == field.name }) > 1 {
      throw .duplicateName(field.name, range: (name ?? value)?.range ?? 0..<0)
    }
    scope = Scope(
      fields: fields, origins: kept.map { scope.origins[$0] } + [nil, nil], tableName: scope.tableName)
    return .unpivot(PlanUnpivot(kept: kept, columns: columns, names: names, valueType: type))
  }

  /// The plan and the columns of another table or named query.
  private mutating func other(_ name: NameSyntax) throws(BindError) -> (LogicalPlan, Scope) {
    var inner = Binder(
      catalog: catalog, source: source, clock: clock, scope: Scope(computed: [], tableName: ""), values: values)
    inner.lets = lets
    let plan = try inner.plan([StepSyntax(.from(name), range: name.range)], start: nil)
    lets.close(inner.lets)
    remarks.merge(inner.remarks)
    return (plan, inner.scope)
  }
}

extension Scope {
  /// The index of the column a name means.
  func index(of name: NameSyntax) throws(BindError) -> Int {
    switch NameMatching.match(name.text, in: names, isExact: name.isExact) {
    case .found(let index): return index
    case .ambiguous(let hits): throw .ambiguousColumn(name, candidates: hits.map { names[$0] })
    case .none:
      throw .unknownColumn(
        name, table: tableName, nearest: NameMatching.nearest(to: name.text, in: names), columns: names)
    }
  }
}

extension DataType {
  /// The type that holds values of both: the same one, or `number` for integers and numbers.
  func united(with other: DataType) -> DataType? {
    if self == other { return self }
    return isNumeric && other.isNumeric ? .number : nil
  }
}
