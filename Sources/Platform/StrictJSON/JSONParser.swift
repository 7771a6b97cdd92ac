/// Reads bytes as JSON (RFC 8259), strictly: what two readers could understand differently is refused.
///
/// It descends with the depth, which the limit keeps far below what a thread's stack holds. Pointers cost
/// nothing unless something is wrong: each level adds its own step while the error passes through it.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let depthLimit: Int
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    /// The one value the bytes hold.
    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw failure(.badUTF8) }
        skipBlanks()
        if position == bytes.count { throw failure(.empty) }
        let value = try value(depth: 0)
        skipBlanks()
        if position < bytes.count { throw failure(.trailingBytes) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        switch try byte() {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "N"), UInt8(ascii: "I"):
            throw failure(.badNumber)
        default: throw failure(.unexpectedByte)
        }
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONObject {
        if depth > depthLimit { throw failure(.tooDeep) }
        position += 1
        var members: [JSONObject.Member] = []
        var seen = NamesSeen()
        skipBlanks()
        if try byte() == UInt8(ascii: "}") {
            position += 1
            return JSONObject(unique: members)
        }
        while true {
            skipBlanks()
            guard try byte() == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
            let start = position
            let name = try string()
            guard seen.insert(name, after: members) else {
                throw JSONSyntaxError(reason: .duplicateName, offset: start, pointer: .root).inside(name)
            }
            do throws(JSONSyntaxError) {
                skipBlanks()
                guard try byte() == UInt8(ascii: ":") else { throw failure(.unexpectedByte) }
                position += 1
                skipBlanks()
                members.append(JSONObject.Member(name: name, value: try value(depth: depth)))
            } catch {
                throw error.inside(name)
            }
            if try ends(with: UInt8(ascii: "}")) { return JSONObject(unique: members) }
        }
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> [JSONValue] {
        if depth > depthLimit { throw failure(.tooDeep) }
        position += 1
        var elements: [JSONValue] = []
        skipBlanks()
        if try byte() == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            do throws(JSONSyntaxError) {
                skipBlanks()
                elements.append(try value(depth: depth))
            } catch {
                throw error.inside(String(elements.count))
            }
            if try ends(with: UInt8(ascii: "]")) { return elements }
        }
    }

    /// Takes the comma, or the bracket that ends the array or object.
    private mutating func ends(with bracket: UInt8) throws(JSONSyntaxError) -> Bool {
        skipBlanks()
        let next = try byte()
        guard next == bracket || next == UInt8(ascii: ",") else { throw failure(.unexpectedByte) }
        position += 1
        return next == bracket
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue
    {
        for offset in 0..<word.utf8CodeUnitCount {
            guard try byte() == word.utf8Start[offset] else { throw failure(.unexpectedByte) }
            position += 1
        }
        return value
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONNumber {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        if position < bytes.count, bytes[position] == UInt8(ascii: "0") {
            position += 1
            if position < bytes.count, isDigit(bytes[position]) { throw failure(.badNumber) }
        } else {
            try digits()
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count,
                bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
            {
                position += 1
            }
            try digits()
        }
        let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
        return JSONNumber(lexical: String(decoding: text, as: UTF8.self))
    }

    /// One digit or more.
    private mutating func digits() throws(JSONSyntaxError) {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        guard isDigit(bytes[position]) else { throw failure(.badNumber) }
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private mutating func string() throws(JSONSyntaxError) -> String {
        var scanner = JSONStringScanner(bytes, after: position)
        let text = try scanner.scan()
        position = scanner.position
        return text
    }

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private func byte() throws(JSONSyntaxError) -> UInt8 {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        return bytes[position]
    }

    private func failure(_ reason: JSONSyntaxError.Reason) -> JSONSyntaxError {
        JSONSyntaxError(reason: reason, offset: position, pointer: .root)
    }
}

/// The names an object has given so far: compared one by one while they are few, in a set once they are many,
/// so that neither a small object nor one of a hundred thousand members costs much.
private struct NamesSeen {
    private var set: Set<String> = []

    /// False where the name was there before.
    mutating func insert(_ name: String, after members: [JSONObject.Member]) -> Bool {
        if members.count < 16 { return !members.contains { $0.name == name } }
        if set.isEmpty { set = Set(members.map(\.name)) }
        return set.insert(name).inserted
    }
}
