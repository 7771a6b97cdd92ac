/// The members of a JSON object in the order they were written, no name twice.
///
/// Names are compared as Swift compares strings, by canonical equivalence: `é` in one and in two code points
/// is one name. What looks like the same field to a person cannot be sent twice with different values.
package struct JSONObject: Sendable, Hashable {
    package struct Member: Sendable, Hashable {
        package let name: String
        package var value: JSONValue

        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    package private(set) var members: [Member]

    package init() { members = [] }

    /// The members as given; the same name twice is a bug of the caller and stops the program.
    package init(_ members: [Member]) {
        precondition(
            Set(members.map(\.name)).count == members.count,
            "A JSON object is built with one name given twice.")
        self.members = members
    }

    /// For the parser, which has looked for repeated names already.
    init(unique members: [Member]) { self.members = members }

    package var names: [String] { members.map(\.name) }

    package var isEmpty: Bool { members.isEmpty }

    /// The member of that name. Setting a new one puts it last, setting `nil` takes it away.
    ///
    /// A plain search: objects of this program have few members, and none of them is asked for often.
    package subscript(_ name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let index = members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }
}
