/// How a column lies in memory: the narrowest form that holds its values, missing as a value of that form.
///
/// | form | types | missing is |
/// | --- | --- | --- |
/// | `int8 … int64` | integer, boolean (0, 1), date (days), datetime and duration (µs), number (× 10^scale) | the smallest value |
/// | `double` | number | any NaN |
/// | `codes8 … codes32` | text: a code into a sorted dictionary | code 0 |
/// | `arena` | text | a flag of its offset |
package enum ColumnStorage: Sendable {
  case int8(Buffer<Int8>)
  case int16(Buffer<Int16>)
  case int32(Buffer<Int32>)
  case int64(Buffer<Int64>)
  case double(Buffer<Double>)
  case codes8(Buffer<UInt8>, TextDictionary)
  case codes16(Buffer<UInt16>, TextDictionary)
  case codes32(Buffer<UInt32>, TextDictionary)
  case arena(TextArena)
}
