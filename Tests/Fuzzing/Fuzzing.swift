import TallyTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

#if FUZZING
  /// What libFuzzer calls with each input, for the target that `TALLY_FUZZ` names.
  @_cdecl("LLVMFuzzerTestOneInput")
  public func checkInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Fuzzing.target.check(UnsafeRawBufferPointer(start: start, count: count))
    return 0
  }

  /// What libFuzzer calls first. The target's seeds go into the folder that `TALLY_SEEDS` names, its words into a file
  /// beside it; how long an input may be is an argument more.
  @_cdecl("LLVMFuzzerInitialize")
  public func prepare(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<Fuzzing.Argument>>
  ) -> CInt {
    let target = Fuzzing.target
    var more = ["-max_len=\(target.largestCount)"]
    if let folder = getenv("TALLY_SEEDS").map({ String(cString: $0) }) {
      for (place, seed) in target.seeds.enumerated() { Fuzzing.write(seed, to: "\(folder)/seed-\(place)") }
      Fuzzing.write(Array(target.words.map(Fuzzing.dictionaryLine).joined().utf8), to: "\(folder).words")
      more.append("-dict=\(folder).words")
    }
    let given = UnsafeBufferPointer(start: arguments.pointee, count: Int(count.pointee))
    // It lives as long as the process, as what it replaces does.
    let all = UnsafeMutableBufferPointer<Fuzzing.Argument>.allocate(capacity: given.count + more.count + 1)
    _ = all.initialize(from: Array(given) + more.map { strdup($0) } + [nil])
    if let start = all.baseAddress { arguments.pointee = start }
    count.pointee += CInt(more.count)
    return 0
  }
#else
  @main extension Fuzzing {}
#endif

/// `tally-fuzz`: with `-DFUZZING` and `--sanitize fuzzer` libFuzzer looks for inputs of the target that `TALLY_FUZZ`
/// names; else it tries the files that are named, once each. It lists the targets where none is named.
public enum Fuzzing {
  static let target: FuzzTarget = {
    if let name = getenv("TALLY_FUZZ"), let target = FuzzTarget.named(String(cString: name)) { return target }
    for target in FuzzTarget.all { print("\(target.name)\t\(target.summary)") }
    exit(2)
  }()

  /// A word of the command line, as C has it.
  public typealias Argument = UnsafeMutablePointer<CChar>?

  /// A word as libFuzzer's dictionaries have it.
  static func dictionaryLine(_ word: String) -> String {
    let bytes = word.utf8.map { byte in
      let digits = String(byte, radix: 16)
      return "\\x" + (digits.count == 1 ? "0" : "") + digits
    }
    return "\"\(bytes.joined())\"\n"
  }

  static func write(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "w") else { return }
    defer { fclose(file) }
    fwrite(bytes, 1, bytes.count, file)
  }

  /// Tries the files that are named.
  public static func main() {
    for path in CommandLine.arguments.dropFirst() {
      guard let bytes = ProgramRun.bytes(ofFile: path) else {
        print("\(path) cannot be read")
        exit(1)
      }
      target.check(bytes)
    }
    _ = target
  }
}
