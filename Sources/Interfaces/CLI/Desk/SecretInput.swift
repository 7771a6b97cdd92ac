import Foundation

/// Reads a line from the terminal without showing it: passwords and one-time codes.
enum SecretInput {
    /// The line; `nil` when the person gave up (Ctrl-C, Ctrl-D). The terminal is put back as it was in every
    /// case: Ctrl-C arrives as a character here, so that it cannot leave the shell without echo.
    static func read() -> String? {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { return nil }
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) }

        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while Foundation.read(STDIN_FILENO, &byte, 1) == 1 {
            switch byte {
            case 0x0A, 0x0D: return String(decoding: bytes, as: UTF8.self)
            case 0x03: return nil
            case 0x04 where bytes.isEmpty: return nil
            case 0x08, 0x7F: removeLastCharacter(of: &bytes)
            case 0x15: bytes.removeAll()
            default: bytes.append(byte)
            }
        }
        return nil
    }

    /// A letter may be several bytes of UTF-8; backspace takes the whole.
    private static func removeLastCharacter(of bytes: inout [UInt8]) {
        while let last = bytes.popLast(), last & 0b1100_0000 == 0b1000_0000 {}
    }
}
