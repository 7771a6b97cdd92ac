import StrictJSON

extension Instrument {
    /// Where the observations of one response belong.
    package struct Occasion: Sendable {
        /// The response's id; the observations' begin with it.
        package let response: String
        /// `Patient/…`.
        package let subject: String
        package let moment: ScoreObservation.Moment

        package init(response: String, subject: String, moment: ScoreObservation.Moment) {
            self.response = response
            self.subject = subject
            self.moment = moment
        }
    }

    /// What the answers say, as a chart keeps it: the total, one observation an item that was asked and has a code, and
    /// the panel that holds them together, where it has one. Without a score the total says why. Nothing of an instrument
    /// that was not asked.
    ///
    /// - Parameter questionnaire: which the answers are to.
    package func observations(
        of answers: ValidResponse, to questionnaire: Questionnaire, on occasion: Occasion
    ) -> [ScoreObservation] {
        let asked = items.filter(answers.isAsked)
        guard !asked.isEmpty else { return [] }
        let ofItems = asked.compactMap { linkId -> ScoreObservation? in
            guard let item = questionnaire.item(linkId), let code = item.codes.first else { return nil }
            return observation(
                occasion, linkId, code, item.text?.text, Self.value(of: item, in: answers), band: nil)
        }
        let total = total(of: answers, to: questionnaire, on: occasion)
        guard let panelCode else { return [total] + ofItems }
        var panel = observation(occasion, "\(name)-panel", panelCode, nil, .members, band: nil)
        panel.members = ([total] + ofItems).compactMap(\.id).map { "Observation/\($0)" }
        return [panel, total] + ofItems
    }

    private func total(
        of answers: ValidResponse, to questionnaire: Questionnaire, on occasion: Occasion
    ) -> ScoreObservation {
        var value: ScoreObservation.Value
        var band: String?
        do throws(ScoreRefusal) {
            let score = try score(answers)
            value = .total(score.total)
            band = score.band
        } catch {
            switch error {
            case .missing(let items):
                let refused = items.compactMap { item in answers.codings(item).first?.code }
                let words = "No score without \(items.joined(separator: ", "))."
                value = .absent(
                    reason: refused.count == items.count && Set(refused).count == 1 ? refused[0] : "unknown",
                    words: words)
            case .totalDiffers: value = .absent(reason: "error", words: "The total sent is another.")
            }
        }
        return observation(occasion, "\(name)-total", totalCode, totalText, value, band: band)
    }

    private static func value(of item: QuestionnaireItem, in answers: ValidResponse) -> ScoreObservation.Value
    {
        guard case .coding(let coding)? = answers.answer(to: item.linkId)?.value else {
            return .absent(reason: "unknown", words: nil)
        }
        if coding.system == ScoreObservation.absentSystem { return .absent(reason: coding.code, words: nil) }
        let option = item.options.first { $0.value == .coding(coding) }
        return .answer(coding, words: option?.text?.text)
    }

    private func observation(
        _ occasion: Occasion, _ suffix: String, _ code: Coding, _ text: String?,
        _ value: ScoreObservation.Value,
        band: String?
    ) -> ScoreObservation {
        ScoreObservation(
            id: Self.fhirId("\(occasion.response)-\(suffix)"), code: code, text: text,
            subject: occasion.subject, effective: occasion.moment, value: value, band: band,
            derivedFrom: ["QuestionnaireResponse/\(occasion.response)"])
    }

    /// FHIR's ids have letters, digits, `-` and `.`, 64 at most.
    private static func fhirId(_ text: String) -> String {
        let kept = text.unicodeScalars.map { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "."
                    || scalar == "-")
                ? Character(scalar) : "-"
        }
        return String(kept.prefix(64))
    }
}
