/// One value on its way into the buffer: an object, an array, or something single.
final class JSONLevel: Encoder {
    enum Form {
        case nothing, single, object, array
    }

    let writer: JSONByteWriter
    private(set) var form = Form.nothing
    /// Where the object's or array's content begins.
    private var start = 0
    /// An object's members: names, and where each begins, the comma before it included.
    private var members: [(name: String, start: Int)] = []
    private var isSorted = true
    private var count = 0

    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(_ writer: JSONByteWriter) { self.writer = writer }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        open(.object, "{")
        return KeyedEncodingContainer(JSONObjectContainer<Key>(level: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        open(.array, "[")
        return JSONArrayContainer(level: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        form = .single
        return JSONSingleContainer(level: self)
    }

    /// Asked for again, by a class's subclass for example, the container goes on.
    private func open(_ form: Form, _ bracket: Unicode.Scalar) {
        if self.form == form { return }
        self.form = form
        writer.append(bracket)
        start = writer.bytes.count
    }

    /// Remembers that Foundation must do it all, and gives something to write into meanwhile.
    func leftToFoundation() -> JSONLevel {
        writer.isLeftToFoundation = true
        return JSONLevel(JSONByteWriter())
    }

    /// Before an object's next value.
    func beginMember(_ name: String) throws {
        if let last = members.last, last.name >= name {
            // A name written twice counts once, the last time: rare enough.
            if last.name == name { throw LeftToFoundation() }
            isSorted = false
        }
        members.append((name, writer.bytes.count))
        if members.count > 1 { writer.append(",") }
        writer.write(text: name)
        writer.append(":")
    }

    /// Before an array's next value.
    func beginElement() {
        if count > 0 { writer.append(",") }
        count += 1
    }

    var elementCount: Int { count }

    func end() {
        switch form {
        case .nothing, .single: return
        case .array: writer.append("]")
        case .object:
            if !isSorted { writer.sort(members, from: start) }
            writer.append("}")
        }
    }
}
