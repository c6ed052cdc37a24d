import TallyTestSupport
import Testing

/// Every fuzz target holds for its seeds, for what once broke it, and for inputs made of them.
@Suite struct FuzzTests {
  @Test(arguments: FuzzTarget.all.map(\.name))
  func holds(name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    for seed in target.seeds { target.check(seed) }
    var mutator = InputMutator(target, seed: TestSetting.seed &+ 97)
    for _ in 0..<(TestSetting.queryCount ?? 200) { target.check(mutator.input()) }
  }

  @Test func namesAreUnique() {
    #expect(Set(FuzzTarget.all.map(\.name)).count == FuzzTarget.all.count)
  }
}
