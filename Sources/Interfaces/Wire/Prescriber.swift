/// A prescriber: `GET /v1/staff/prescribers/{account}`, and the answer to every change of one.
package struct PrescriberAnswer: Codable, Sendable {
    /// The account's id.
    package var id: String
    /// `st-4m9xd`.
    package var handle: String
    package var name: String
    package var active: Bool
    package var credentials: String
    package var npi: String
    package var timeZone: String
    package var address: PracticeAddress
    package var pace: Pace
    package var coverId: String?
    package var licences: [StateCredentialAnswer]
    package var dea: [StateCredentialAnswer]
    package var hours: [WeeklyHours]
    package var exceptions: [DayException]
    package var version: Int

    package init(
        id: String, handle: String, name: String, active: Bool, credentials: String, npi: String,
        timeZone: String, address: PracticeAddress, pace: Pace, coverId: String?,
        licences: [StateCredentialAnswer], dea: [StateCredentialAnswer], hours: [WeeklyHours],
        exceptions: [DayException], version: Int
    ) {
        self.id = id
        self.handle = handle
        self.name = name
        self.active = active
        self.credentials = credentials
        self.npi = npi
        self.timeZone = timeZone
        self.address = address
        self.pace = pace
        self.coverId = coverId
        self.licences = licences
        self.dea = dea
        self.hours = hours
        self.exceptions = exceptions
        self.version = version
    }

    /// How long visits last and how they may be booked; in a request, what is left out is the clinic's usual.
    package struct Pace: Codable, Sendable {
        package var initialMinutes: Int?
        package var reviewMinutes: Int?
        package var adHocMinutes: Int?
        package var bufferMinutes: Int?
        package var minimumNoticeMinutes: Int?
        package var horizonDays: Int?
        package var dailyMaximum: Int?

        package init(
            initialMinutes: Int? = nil, reviewMinutes: Int? = nil, adHocMinutes: Int? = nil,
            bufferMinutes: Int? = nil, minimumNoticeMinutes: Int? = nil, horizonDays: Int? = nil,
            dailyMaximum: Int? = nil
        ) {
            self.initialMinutes = initialMinutes
            self.reviewMinutes = reviewMinutes
            self.adHocMinutes = adHocMinutes
            self.bufferMinutes = bufferMinutes
            self.minimumNoticeMinutes = minimumNoticeMinutes
            self.horizonDays = horizonDays
            self.dailyMaximum = dailyMaximum
        }
    }

    /// The practice's address, as it stands on a prescription.
    package struct PracticeAddress: Codable, Sendable {
        package var line1: String
        package var line2: String?
        package var city: String
        package var state: String
        package var postalCode: String

        package init(line1: String, line2: String?, city: String, state: String, postalCode: String) {
            self.line1 = line1
            self.line2 = line2
            self.city = city
            self.state = state
            self.postalCode = postalCode
        }
    }

    /// A stretch of one weekday, on the prescriber's own wall.
    package struct WeeklyHours: Codable, Sendable {
        /// ISO, Monday 1.
        package var weekday: Int
        /// `09:00`.
        package var opens: String
        package var closes: String
        /// The first day on which it counts; today where a request leaves it out.
        package var from: String?
        package var until: String?

        package init(weekday: Int, opens: String, closes: String, from: String? = nil, until: String? = nil) {
            self.weekday = weekday
            self.opens = opens
            self.closes = closes
            self.from = from
            self.until = until
        }
    }

    /// A date on which the week does not count: other hours, or none.
    package struct DayException: Codable, Sendable {
        package var date: String
        package var opens: String?
        package var closes: String?

        package init(date: String, opens: String?, closes: String?) {
            self.date = date
            self.opens = opens
            self.closes = closes
        }
    }
}

/// A licence or a DEA registration: `POST /v1/staff/prescribers/{account}/licences` and `/dea`.
package struct StateCredentialAnswer: Codable, Sendable {
    package var state: String
    package var number: String
    package var from: String
    /// The last day on which it counts.
    package var until: String

    package init(state: String, number: String, from: String, until: String) {
        self.state = state
        self.number = number
        self.from = from
        self.until = until
    }
}

/// `PUT /v1/staff/prescribers/{account}`.
package struct PrescriberProfileRequest: Codable, Sendable {
    package var credentials: String
    package var npi: String
    package var timeZone: String
    package var address: PrescriberAnswer.PracticeAddress
    package var pace: PrescriberAnswer.Pace?
    package var coverId: String?

    package init(
        credentials: String, npi: String, timeZone: String, address: PrescriberAnswer.PracticeAddress,
        pace: PrescriberAnswer.Pace? = nil, coverId: String? = nil
    ) {
        self.credentials = credentials
        self.npi = npi
        self.timeZone = timeZone
        self.address = address
        self.pace = pace
        self.coverId = coverId
    }
}

/// `PUT /v1/staff/prescribers/{account}/hours`: the week, whole.
package struct HoursRequest: Codable, Sendable {
    package var weekly: [PrescriberAnswer.WeeklyHours]

    package init(weekly: [PrescriberAnswer.WeeklyHours]) { self.weekly = weekly }
}

/// `PUT /v1/staff/prescribers/{account}/exceptions/{date}`.
package struct ExceptionRequest: Codable, Sendable {
    /// `off`, `hours` (with `opens` and `closes`), or `usual`: the week counts again.
    package var day: String
    package var opens: String?
    package var closes: String?

    package init(day: String, opens: String? = nil, closes: String? = nil) {
        self.day = day
        self.opens = opens
        self.closes = closes
    }
}
