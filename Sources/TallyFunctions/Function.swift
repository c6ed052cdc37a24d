import TallyData

/// A scalar function: a value for each row from the row's arguments.
package struct Function: Sendable {
  /// What a call of given argument types becomes.
  package struct Binding: Sendable {
    /// What each argument is converted to before the call: itself, or `number` for an integer.
    package let arguments: [DataType]
    package let result: DataType

    package init(arguments: [DataType], result: DataType) {
      self.arguments = arguments
      self.result = result
    }
  }

  /// How its values come about.
  package enum Body: Sendable {
    /// Computed block by block; missing wherever an argument is.
    case computed(@Sendable (inout CallBlock, Binding) -> Vector)
    /// The first of the arguments that is known; later ones count only where the earlier are missing.
    case firstKnown
    /// The binder puts a constant in place of each call: the day or instant at which the statement began.
    case clock
  }

  /// Why a row is missing although its arguments are known.
  package enum Loss: Sendable {
    /// It does not parse.
    case conversion
    /// No value exists for it, or none that the type holds.
    case outOfRange
    /// One of the arguments is missing, and that is worth a count.
    case missingArgument
  }

  package let name: String
  /// One sentence.
  package let summary: String
  /// `round(x [, n])`.
  package let signature: String
  package let examples: [String]
  /// What is counted where known arguments give no value; nil where that is a plain answer.
  package let loss: Loss?
  /// Nil where the function does not take these types, or as many arguments.
  package let bind: @Sendable ([DataType]) -> Binding?
  package let body: Body

  init(
    _ name: String, summary: String, signature: String, examples: [String], loss: Loss? = nil,
    bind: @escaping @Sendable ([DataType]) -> Binding?, body: Body
  ) {
    self.name = name
    self.summary = summary
    self.signature = signature
    self.examples = examples
    self.loss = loss
    self.bind = bind
    self.body = body
  }

  init(
    _ name: String, summary: String, signature: String, examples: [String], loss: Loss? = nil,
    bind: @escaping @Sendable ([DataType]) -> Binding?,
    compute: @escaping @Sendable (inout CallBlock, Binding) -> Vector
  ) {
    self.init(
      name, summary: summary, signature: signature, examples: examples, loss: loss, bind: bind,
      body: .computed(compute))
  }
}

/// The usual shapes of a function's arguments.
extension Function {
  typealias Binder = @Sendable ([DataType]) -> Binding?

  /// Exactly these types; an integer may stand for a number.
  static func takes(_ expected: DataType..., gives result: DataType) -> Binder {
    { types in
      guard types.count == expected.count else { return nil }
      for (type, wanted) in zip(types, expected) where type != wanted {
        guard type == .integer, wanted == .number else { return nil }
      }
      return Binding(arguments: expected, result: result)
    }
  }

  /// The first of several shapes that fits.
  static func either(_ shapes: Binder...) -> Binder {
    { types in
      for shape in shapes { if let binding = shape(types) { return binding } }
      return nil
    }
  }

  /// `least` or more values of one type, which the result has; integers become numbers beside numbers, dates
  /// datetimes beside datetimes.
  static func takesAlike(atLeast least: Int) -> Binder {
    { types in
      guard types.count >= least, let first = types.first else { return nil }
      var shared = first
      for type in types where type != shared {
        switch (shared, type) {
        case (.integer, .number), (.number, .integer): shared = .number
        case (.date, .datetime), (.datetime, .date): shared = .datetime
        default: return nil
        }
      }
      return Binding(arguments: types.map { _ in shared }, result: shared)
    }
  }
}
