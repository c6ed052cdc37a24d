#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

exit(TallyCommand.run(Array(CommandLine.arguments.dropFirst())))
