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
#else
  @main extension Fuzzing {}
#endif

/// `tally-fuzz`: with `-DFUZZING` and `--sanitize fuzzer` libFuzzer looks for inputs of the target that `TALLY_FUZZ`
/// names; else it tries the files that are named, once each. It lists the targets where none is named.
enum Fuzzing {
  static let target: FuzzTarget = {
    if let name = getenv("TALLY_FUZZ"), let target = FuzzTarget.named(String(cString: name)) { return target }
    for target in FuzzTarget.all { print("\(target.name)\t\(target.summary)") }
    exit(2)
  }()

  static func main() {
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
