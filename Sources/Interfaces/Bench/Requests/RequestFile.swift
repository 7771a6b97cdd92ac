import Foundation

/// Requests as they go over the wire, in a file for `Deploy/bench.lua`: each with its length in front, in decimal on a
/// line of its own.
enum RequestFile {
    static func write(_ requests: [Data], to url: URL) throws {
        var bytes = Data()
        for request in requests {
            bytes.append(Data("\(request.count)\n".utf8))
            bytes.append(request)
        }
        try bytes.write(to: url)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: url.path(percentEncoded: false))
    }
}
