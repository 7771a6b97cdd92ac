import Foundation

/// Where this checkout and what stands beside it lie, found from the place of this very file.
package enum Checkout {
    /// The folder that holds `Package.swift`.
    package static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    package static var migrations: URL { folder.appending(path: "Schema/migrations") }

    /// Data shared by several checkouts, in `shared/data` beside this one; `nil` where there are none. Tests
    /// that need them say `.enabled(if: Checkout.sharedData != nil)`, so that their absence is seen.
    package static var sharedData: URL? {
        let data = folder.deletingLastPathComponent().appending(path: "shared/data")
        return FileManager.default.fileExists(atPath: data.path) ? data : nil
    }
}
