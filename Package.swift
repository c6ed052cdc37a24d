// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "tally",
  products: [
    .library(name: "Tally", targets: ["Tally"]),
    .executable(name: "tally", targets: ["TallyPrompt"]),
  ],
  dependencies: [
    // Reads the command line: options, sub-commands, usage and --help. Costs 1 ms at start and 2 MB.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // libedit keeps the line buffer, the key maps and the history ring of the prompt.
    .systemLibrary(
      name: "CLibedit",
      pkgConfig: "libedit",
      providers: [.apt(["libedit-dev"]), .yum(["libedit-devel"])]),
    // Unpacks files that end in .gz.
    .systemLibrary(
      name: "CZlib",
      pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .yum(["zlib-devel"])]),
    // Reads SQLite files, which nothing else reads as SQLite itself does: pages, overflow, views and collations.
    // It is linked and nothing more; no table of Tally's is ever in it.
    .systemLibrary(
      name: "CSQLite",
      pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"]), .yum(["sqlite-devel"])]),
    // The few loops that need instructions Swift cannot name, each with a portable twin.
    .target(name: "CKernels"),
    // The built-in sample's files, embedded from Samples/ by the compiler.
    .target(name: "CSamples"),
    // The manual's pages, embedded from Tests/Corpus/ in the same way, for `help`.
    .target(name: "CManual"),

    .target(name: "TallyText"),
    .target(name: "TallyData", dependencies: ["TallyText"]),
    .target(name: "TallySyntax", dependencies: ["TallyText"]),
    .target(name: "TallyFunctions", dependencies: ["CKernels", "TallyData"]),
    .target(name: "TallyFormats", dependencies: ["CKernels", "CSQLite", "CZlib", "TallyData"]),
    .target(name: "TallyPlan", dependencies: ["TallySyntax", "TallyFunctions"]),
    .target(name: "TallyLocal", dependencies: ["CKernels", "TallyPlan"]),
    .target(name: "TallyRemote", dependencies: ["TallyPlan"]),
    .target(name: "Tally", dependencies: ["CManual", "CSamples", "TallyLocal", "TallyRemote", "TallyFormats"]),
    .executableTarget(
      name: "TallyPrompt",
      dependencies: [
        "CLibedit", "Tally",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .target(name: "TallyTestSupport", dependencies: ["Tally"], path: "Tests/TallyTestSupport"),
    .executableTarget(
      name: "tally-bench", dependencies: ["CKernels", "TallyFormats", "TallyTestSupport"], path: "Tests/Benchmarks",
      exclude: ["README.md", "bench.py", "instructions.sh", "instructions.txt", "tasks.txt"]),
    // `make manual`: the manual as HTML.
    .executableTarget(
      name: "tally-manual", dependencies: ["Tally"], path: "Tests/Manual", exclude: ["manual.css"]),
    // `make fuzz`: what libFuzzer gives its inputs to.
    .executableTarget(name: "tally-fuzz", dependencies: ["TallyTestSupport"], path: "Tests/Fuzzing"),
    .testTarget(name: "CorpusTests", dependencies: ["TallyTestSupport"]),
    .testTarget(name: "RegistryTests", dependencies: ["TallyTestSupport"]),
    .testTarget(name: "PropertyTests", dependencies: ["CKernels", "TallyTestSupport"]),
    .testTarget(name: "DifferentialTests", dependencies: ["TallyTestSupport"]),
    .testTarget(
      name: "TerminalTests", dependencies: ["TallyTestSupport", "TallyPrompt"], exclude: ["Faults/faults.c"]),
  ],
  swiftLanguageModes: [.v6]
)
