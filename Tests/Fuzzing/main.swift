import TallyTestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// tally-fuzz TARGET [libFuzzer's options, folders and files]
//
// Built with `--sanitize=fuzzer`, libFuzzer looks for inputs; else the named files are tried, once each. Without a
// target it lists them.

let target = CommandLine.arguments.dropFirst().first.flatMap { FuzzTarget.named($0) }
guard target != nil else {
  for target in FuzzTarget.all { print("\(target.name)\t\(target.summary)") }
  exit(CommandLine.arguments.count > 1 ? 2 : 0)
}

/// What libFuzzer calls with each input.
private let check: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt = { start, count in
  target?.check(UnsafeRawBufferPointer(start: start, count: count))
  return 0
}

private typealias Driver =
  @convention(c) (
    UnsafeMutablePointer<CInt>, UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
  ) -> CInt

if let driver = dlsym(dlopen(nil, RTLD_NOW), "LLVMFuzzerRunDriver") {
  var count = CInt(CommandLine.arguments.count - 1)
  var words = ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)).map { strdup($0) } + [nil]
  exit(
    words.withUnsafeMutableBufferPointer { words in
      guard var start = words.baseAddress else { return 2 }
      return unsafeBitCast(driver, to: Driver.self)(&count, &start, check)
    })
}

for path in CommandLine.arguments.dropFirst(2) {
  guard let bytes = ProgramRun.bytes(ofFile: path) else {
    print("\(path) cannot be read")
    exit(1)
  }
  target?.check(bytes)
}
