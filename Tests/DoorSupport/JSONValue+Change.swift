import StrictJSON
import Testing

extension JSONValue {
    /// The same with another value at a place, or without it. The place must be there, but for a new member of an
    /// object.
    package func with(_ value: JSONValue?, at place: String) throws -> JSONValue {
        try changed(to: value, at: try #require(JSONPointer(place)).tokens[...]) ?? .null
    }

    private func changed(to value: JSONValue?, at steps: ArraySlice<String>) throws -> JSONValue? {
        guard let step = steps.first else { return value }
        let rest = steps.dropFirst()
        switch self {
        case .object(var object):
            let there = object[step]
            object[step] = try rest.isEmpty ? value : #require(there).changed(to: value, at: rest)
            return .object(object)
        case .array(var array):
            let index = try #require(Int(step))
            try #require(array.indices.contains(index))
            if let new = try array[index].changed(to: value, at: rest) {
                array[index] = new
            } else {
                array.remove(at: index)
            }
            return .array(array)
        default:
            throw NoSuchPlace()
        }
    }

    private struct NoSuchPlace: Error {}
}
