/// What a command line asks for.
struct Request: Equatable {
  var queries: [String] = []
  /// `name=value` of each `--set`.
  var definitions: [String] = []
  var format: String?
  var isQuiet = false
  var isSafe = false
  var skipsInit = false
  /// The prompt draws nothing, and answers are sentences.
  var isPlain = false
  /// `fmt` is only to say whether scripts would change.
  var isDry = false
  /// Files; before them the word of a subcommand and its script, where there is one.
  var files: [String] = []

  /// What the first argument may ask for in place of naming a file.
  enum Subcommand: String {
    case run, check, fmt
  }

  var subcommand: Subcommand? { queries.isEmpty ? files.first.flatMap(Subcommand.init) : nil }
}

extension Request {
  /// The request of a command line of files, `-c` with queries, and flags alone; nil for any other.
  ///
  /// ``TallyCommand`` reads every command line; it takes longer to start than a small file takes to load,
  /// so the commonest shapes do without it. A test holds the two together.
  init?(plain arguments: [String]) {
    self.init()
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "-c" {
        guard let query = rest.popFirst() else { return nil }
        queries.append(query)
      } else if argument == "-" || !argument.hasPrefix("-") {
        files.append(argument)
      } else {
        switch argument {
        case "--quiet": isQuiet = true
        case "--safe": isSafe = true
        case "--no-init": skipsInit = true
        case "--plain": isPlain = true
        default: return nil
        }
      }
    }
    if subcommand != nil || files.count(where: { $0 == "-" }) > 1 { return nil }
  }
}
