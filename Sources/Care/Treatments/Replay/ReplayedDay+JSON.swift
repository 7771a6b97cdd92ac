import Clinic

extension ReplayedDay {
    /// Its object, the fields in the order of the contract; all of them are numbers and codes, so nothing is escaped.
    package func append(to text: inout String) {
        text += "{\"date\":\""
        text += date.description
        text += "\",\"doseMg\":\(dose.count),\"permission\":\""
        text += permission.rawValue
        text += "\",\"kind\":\""
        text += kind.rawValue
        text += "\",\"toMg\":\(to.count),\"noIncreaseBefore\":"
        text += noIncreaseBefore.map { "\"\($0)\"" } ?? "null"
        text += ",\"needs\":\""
        text += needs.rawValue
        text += "\",\"rules\":["
        for (place, rule) in rules.enumerated() {
            text += place == 0 ? "\"\(rule.rawValue)\"" : ",\"\(rule.rawValue)\""
        }
        text += "],\"flags\":["
        for (place, flag) in flags.enumerated() {
            text += place == 0 ? "" : ","
            text += "{\"severity\":\(flag.severity),\"rule\":\"\(flag.rule.rawValue)\"}"
        }
        text += "],\"onHandMg\":\(onHand.count),\"runOut\":"
        text += runOut.map { "\"\($0)\"" } ?? "null"
        if let refused { text += ",\"refused\":\"\(refused)\"" }
        text += "}"
    }
}

extension [ReplayedDay] {
    /// The result of one history, on one line.
    package var resultLine: String {
        var text = "{\"days\":["
        for (place, day) in enumerated() {
            if place > 0 { text += "," }
            day.append(to: &text)
        }
        return text + "]}"
    }
}
