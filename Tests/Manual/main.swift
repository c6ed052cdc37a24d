import Foundation

// tally-manual FOLDER: writes the manual as HTML into a folder, from the package's folder.

guard CommandLine.arguments.count == 2 else {
  FileHandle.standardError.write(Data("usage: tally-manual FOLDER\n".utf8))
  exit(2)
}
do {
  let folder = URL(fileURLWithPath: CommandLine.arguments[1])
  let book = try Book()
  try book.write(to: folder)
  print("\(book.files.count) pages: \(folder.appendingPathComponent("index.html").path)")
} catch {
  FileHandle.standardError.write(Data("error: \(error)\n".utf8))
  exit(1)
}
