/// How many values of each form one thread met in a column, and where the first of each is.
struct RecordTally {
  /// By the order of `ValueForm.all`.
  private(set) var counts = [0, 0, 0, 0]
  private(set) var firsts = [Int.max, Int.max, Int.max, Int.max]
  private(set) var samples = ["", "", "", ""]
  var nulls = 0
  /// By the missing spellings that the person named.
  var missing: [String: Int] = [:]

  mutating func add(_ form: ValueForm, count: Int = 1, at position: Int, sample: @autoclosure () -> String) {
    let index = form.rawValue.trailingZeroBitCount
    counts[index] += count
    if position < firsts[index] {
      firsts[index] = position
      samples[index] = sample()
    }
  }

  mutating func add(_ other: RecordTally) {
    for (index, form) in ValueForm.all.enumerated() where other.counts[index] > 0 {
      add(form, count: other.counts[index], at: other.firsts[index], sample: other.samples[index])
    }
    nulls += other.nulls
    missing.merge(other.missing, uniquingKeysWith: +)
  }

  var known: Int { counts.reduce(0, +) }

  var forms: ValueForm {
    zip(ValueForm.all, counts).reduce(into: []) { forms, next in if next.1 > 0 { forms.formUnion(next.0) } }
  }
}
