extension SyntaxPrinter {
  package static func print(_ step: StepSyntax) -> String {
    switch step.kind {
    case .from(let name): "from \(print(name))"
    case .filter(let condition): "where \(print(condition))"
    case .dropRows(let condition): "drop where \(print(condition))"
    case .show(let items, let condition): joined("show", self.items(items), clause("where", condition))
    case .dropColumns(let names): "drop \(list(names.map(print)))"
    case .rename(let renames): "rename \(list(renames.map { "\(print($0.from)) to \(print($0.to))" }))"
    case .extend(let definitions, let by, let sortBy):
      joined(
        "extend", list(definitions.map { "\(print($0.name)) = \(print($0.expression))" }), keys("by", by),
        sortKeys(sortBy))
    case .sort(let keys): sortKeys(keys) ?? "sort by"
    case .first(let count): "first \(print(count))"
    case .last(let count): "last \(print(count))"
    case .sample(let count, let seed): joined("sample", print(count), seed.map { "seed \($0)" })
    case .top(let top): print(top)
    case .distinct(let items, let condition): joined("distinct", self.items(items), clause("where", condition))
    case .describe(let names, let by, let condition):
      joined("describe", list(names.map(print)), keys("by", by), clause("where", condition))
    case .summarize(let summary): print(summary)
    case .join(let join): print(join)
    case .append(let name): "append \(print(name))"
    case .unpivot(let names, let name, let value):
      joined("unpivot", list(names.map(print)), name.map { "as \(list([$0, value].compactMap { $0.map(print) }))" })
    case .assert(let condition): "assert \(print(condition))"
    case .plot(let plot): joined("plot", plot.kind?.rawValue, items(plot.items))
    case .save(let save):
      joined(
        "save", print(save.path), save.replaces ? "replace" : nil,
        save.spreadsheets == nil ? nil : "for spreadsheets")
    }
  }

  private static func print(_ top: TopSyntax) -> String {
    joined(
      top.isBottom ? "bottom" : "top", print(top.count), "by \(list(top.keys.map(print)))", keys("within", top.within))
  }

  private static func print(_ summary: SummarySyntax) -> String {
    joined(
      items(summary.items), clause("where", summary.condition), keys("by", summary.by),
      summary.across.map { "across \(print($0))" },
      summary.percent.map { joined("with percent", keys("within", $0.within)) }, sortKeys(summary.sortBy))
  }

  private static func print(_ join: JoinSyntax) -> String {
    let pairs = join.on.map { pair in
      pair.right.map { "\(print(pair.left)) = \(print($0))" } ?? print(pair.left)
    }
    return joined(
      join.kind.rawValue, join.kind == .lookup ? nil : "join", print(join.table), "on \(list(pairs))",
      join.isManyToMany ? "many to many" : nil)
  }

  private static func print(_ count: CountSyntax) -> String {
    switch count.kind {
    case .number(let number): "\(number)"
    case .parameter(let name): "$\(name.text)"
    }
  }

  private static func print(_ key: SortKeySyntax) -> String {
    joined(print(key.expression), key.hasDirection ? (key.isDescending ? "desc" : "asc") : nil)
  }

  private static func print(_ item: ItemSyntax) -> String {
    joined(print(item.expression), item.name.map { "as \(print($0))" })
  }

  private static func items(_ items: [ItemSyntax]) -> String { list(items.map(print)) }

  private static func keys(_ word: String, _ items: [ItemSyntax]) -> String? {
    items.isEmpty ? nil : "\(word) \(self.items(items))"
  }

  private static func sortKeys(_ keys: [SortKeySyntax]) -> String? {
    keys.isEmpty ? nil : "sort by \(list(keys.map(print)))"
  }
}
