import TallyPlan

extension PlanSummary {
  /// The aggregates under names that differ; those of a calculation, which the next step reads and drops, under names
  /// that need no quotes: `sum_women` for `sum(women)`.
  func distinctItems(isCalculated: Bool) -> [PlanAggregate] {
    var taken = Set(keys.map(\.name))
    return items.map { item in
      let name = isCalculated ? Self.word(item.name) : item.name
      var free = name
      var number = 2
      while !taken.insert(free).inserted {
        free = "\(name)_\(number)"
        number += 1
      }
      return item.renamed(free)
    }
  }

  private static func word(_ name: String) -> String {
    let parts = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let word = parts.joined(separator: "_")
    return word.first?.isLetter == true && word.utf8.count <= 40 ? word : "value"
  }
}

extension PlanAggregate {
  fileprivate func renamed(_ name: String) -> PlanAggregate {
    if name == self.name { return self }
    return PlanAggregate(
      name: name, aggregate: aggregate, countMode: countMode, argument: argument, second: second,
      percentage: percentage, when: when, weight: weight, type: type, argumentText: argumentText)
  }
}
