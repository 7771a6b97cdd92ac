import Clinic

extension Call {
    /// What a step of the path names, by id or by its speakable handle (`wi-q3f8k`).
    ///
    /// - Parameters:
    ///   - prefix: of the handle, without its dash.
    ///   - find: looks a handle up; 404 for one that nobody has.
    func reference<Thing>(
        _ name: String, prefix: String, find: (_ handle: String) async throws -> ID<Thing>
    ) async throws -> ID<Thing> {
        let text = text(name)
        if let id = ID<Thing>(text) { return id }
        let handle = text.lowercased()
        guard handle.hasPrefix("\(prefix)-"), handle.utf8.count <= 12 else { throw NotFound() }
        return try await find(handle)
    }
}
