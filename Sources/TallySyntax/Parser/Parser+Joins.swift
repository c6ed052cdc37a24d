import TallyText

extension Parser {
  /// Columns or rows of another table.
  ///
  ///     join = "lookup" , name , on
  ///          | ( "inner" | "left" | "full" | "semi" | "anti" ) , "join" , name , on , [ "many" , "to" , "many" ] ;
  mutating func join() throws(SyntaxError) -> JoinSyntax {
    guard let kind = word().flatMap(JoinSyntax.Kind.init) else { throw expected("a join") }
    position += 1
    if kind != .lookup {
      if let fault = outerJoin() { throw fault }
      try expect("join")
    }
    let table = try name("a table")
    let pairs = try on()
    let isManyToMany = kind != .lookup && take("many", "to", "many")
    return JoinSyntax(kind: kind, table: table, on: pairs, isManyToMany: isManyToMany)
  }

  /// The columns that must be equal.
  ///
  ///     on = "on" , pair , { "," , pair } ;
  ///     pair = name , [ "=" , name ] ;
  private mutating func on() throws(SyntaxError) -> [JoinSyntax.Pair] {
    if !take("on") { throw joinWithoutOn() }
    return try list { (parser) throws(SyntaxError) in
      let left = try parser.name("a column")
      return JoinSyntax.Pair(left: left, right: parser.take(.equal) ? try parser.name("a column") : nil)
    }
  }
}
