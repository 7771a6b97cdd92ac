import StrictJSON

/// What can only be seen once all items of a questionnaire are read: that they fit together.
struct StructureCheck {
    private(set) var defects: [JSONProblem] = []
    private let questionnaire: Questionnaire

    init(of questionnaire: Questionnaire) {
        self.questionnaire = questionnaire
        var seen: Set<String> = []
        check(questionnaire.items, at: .root, seen: &seen)
        // Conditions are followed only where every name is sure.
        if defects.isEmpty { refuseCircles() }
    }

    private mutating func check(_ items: [QuestionnaireItem], at place: JSONPointer, seen: inout Set<String>)
    {
        for (index, item) in items.enumerated() {
            let pointer = place.member("item").element(index)
            if !seen.insert(item.linkId).inserted {
                note(item, pointer.member("linkId"), "This linkId is another item's too.")
            }
            checkShape(item, pointer)
            checkOptions(item, pointer)
            checkInitial(item, pointer)
            for (index, condition) in item.enabledWhen.conditions.enumerated() {
                check(condition, of: item, pointer.member("enableWhen").element(index))
            }
            check(item.items, at: pointer, seen: &seen)
        }
    }

    private mutating func checkShape(_ item: QuestionnaireItem, _ pointer: JSONPointer) {
        switch item.type {
        case .group where item.items.isEmpty: note(item, pointer, "A group without items asks nothing.")
        case .display where !item.items.isEmpty || item.isRequired || item.repeats:
            note(item, pointer, "Words for display have no items and no answers.")
        default: break
        }
        for case .quantity(let bound)? in [item.minimum, item.maximum] {
            checkUnit(bound.unit, of: item, item, pointer)
        }
        if let minimum = item.minimum, let maximum = item.maximum, maximum.isLess(than: minimum) == true {
            note(item, pointer, "The lowest value is above the highest.")
        }
    }

    private mutating func checkOptions(_ item: QuestionnaireItem, _ pointer: JSONPointer) {
        switch item.type {
        case .choice, .openChoice:
            if item.options.isEmpty { note(item, pointer, "A choice needs options.") }
        case .integer, .date, .string:
            if let stray = item.options.first(where: { !item.type.kinds.contains($0.value.kind) }) {
                note(item, pointer, "An option of this item cannot be a value\(stray.value.kind.rawValue).")
            }
        case .group, .display, .boolean, .decimal, .dateTime, .text, .quantity:
            if !item.options.isEmpty {
                note(item, pointer, "Only a choice, an integer, a date or a string has options.")
            }
        }
        if Set(item.options.map(\.value)).count < item.options.count {
            note(item, pointer, "An option is there twice.")
        }
    }

    /// Whether a first answer of a right kind would be taken is seen by reading it.
    private mutating func checkInitial(_ item: QuestionnaireItem, _ pointer: JSONPointer) {
        guard !item.initial.isEmpty else { return }
        let place = pointer.member("initial")
        if !item.type.isQuestion { return note(item, place, "What takes no answer has no first answer.") }
        if item.initial.count > item.count.upperBound {
            note(item, place, "There are more first answers than the item may have.")
        }
        for value in item.initial where !item.kinds.contains(value.kind) {
            note(item, place, "The item is never answered with a value\(value.kind.rawValue).")
        }
    }

    private mutating func check(
        _ condition: EnableCondition, of item: QuestionnaireItem, _ pointer: JSONPointer
    ) {
        guard let question = questionnaire.placement(condition.question), question.item.type.isQuestion else {
            note(item, pointer, "There is no question “\(condition.question)”.")
            return
        }
        if condition.comparison == .exists { return }
        let kinds = question.item.kinds
        let fits =
            kinds.contains(condition.value.kind)
            || (kinds.contains(.decimal) && condition.value.kind == .integer)
        if !fits {
            note(item, pointer, "“\(condition.question)” is never answered with this kind of value.")
        } else if condition.comparison.isOrder, condition.value.isLess(than: condition.value) == nil {
            note(item, pointer, "Values of this kind have no order; only = and != can be asked.")
        } else if case .quantity(let quantity) = condition.value {
            checkUnit(quantity.unit, of: question.item, item, pointer)
        } else if question.item.type == .choice,
            !question.item.options.contains(where: { $0.value == condition.value })
        {
            note(item, pointer, "“\(condition.question)” has no such option.")
        }
    }

    /// Amounts of other units are not compared, so an answer in one of them would silently not count.
    private mutating func checkUnit(
        _ unit: Coding, of question: QuestionnaireItem, _ item: QuestionnaireItem, _ pointer: JSONPointer
    ) {
        if question.units != [unit] {
            note(item, pointer, "An amount is compared in one unit, the only one “\(question.linkId)” takes.")
        }
    }

    /// An item hangs on the questions its conditions name and on what it stands in; whoever comes back to
    /// itself that way could never be decided.
    private mutating func refuseCircles() {
        var settled: Set<String> = []
        func leadsBack(_ linkId: String, _ path: Set<String>) -> Bool {
            if path.contains(linkId) { return true }
            guard !settled.contains(linkId), let placement = questionnaire.placement(linkId) else {
                return false
            }
            let next = placement.item.enabledWhen.conditions.map(\.question) + placement.ancestors.suffix(1)
            if next.contains(where: { leadsBack($0, path.union([linkId])) }) { return true }
            settled.insert(linkId)
            return false
        }
        for item in questionnaire.allItems where leadsBack(item.linkId, []) {
            defects.append(.defect(.root, "Whether it is asked hangs on itself.", linkId: item.linkId))
        }
    }

    private mutating func note(_ item: QuestionnaireItem, _ pointer: JSONPointer, _ reason: String) {
        defects.append(.defect(pointer, reason, linkId: item.linkId))
    }
}
