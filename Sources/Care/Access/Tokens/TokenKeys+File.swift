import Sealing

extension TokenKeys {
    /// Reads the PEM file at `path`. One that others may read is refused rather than used.
    package init(file path: String) throws(TokenKeysFault) {
        let text: String
        do throws(PrivateFileFault) { text = try PrivateFile(at: path).read() } catch { throw .file(error) }
        try self.init(pem: text)
    }

    /// The file at `path`, made with fresh keys where there is none: for `dev` and the tests. Two processes that begin at
    /// once end with the same.
    package init(generatingAt path: String) throws(TokenKeysFault) {
        let text: String
        do throws(PrivateFileFault) {
            text = try PrivateFile(at: path).read(orWrite: { TokenKeys().pem })
        } catch {
            throw .file(error)
        }
        try self.init(pem: text)
    }
}
