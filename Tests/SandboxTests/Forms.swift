import StrictJSON

/// Forms as the program fills them in, right unless a test makes them wrong.
enum Forms {
    static func order(
        reference: String = "0193a1b2-0000-7000-8000-000000000001", product: String = "10015",
        strength: String = "15 mg", notBefore: String? = nil
    ) -> JSONValue {
        var rx: JSONValue = [
            "rxType": "new", "drugName": "ketamine HCl", "drugStrength": .string(strength),
            "drugForm": "lozenge", "lfProductID": .string(product), "foreignRxNumber": "rx-4m9xd",
            "quantity": 81, "quantityUnits": "each", "directions": "One in the cheek in the evening.",
            "refills": 2, "dateWritten": "2026-11-20", "daysSupply": 30, "scheduleCode": "3",
        ]
        if let notBefore, var object = rx.objectValue {
            object["doNotDispenseBefore"] = .string(notBefore)
            rx = .object(object)
        }
        return [
            "message": ["id": "1", "sentTime": "2026-11-23T15:00:00Z"],
            "order": [
                "general": ["memo": "", "referenceId": .string(reference)],
                "prescriber": [
                    "npi": "1234567893", "licenseState": "AZ", "licenseNumber": "A-1", "dea": "FL1234563",
                    "lastName": "Lin", "firstName": "Wei",
                ],
                "practice": ["id": "220022"],
                "patient": [
                    "lastName": "Ortiz", "firstName": "Maya", "dateOfBirth": "1992-03-02",
                    "address1": "1 Main St", "city": "Phoenix", "state": "AZ", "zip": "85004",
                    "phoneMobile": "+16025550100",
                ],
                "shipping": ["recipientType": "patient", "service": "adultSignature"],
                "billing": ["payorType": "doc"], "rxs": [rx],
            ],
        ]
    }

    static func shipment(reference: String = "0193a1b2-0000-7000-8000-000000000002", adult: Bool = true)
        -> JSONValue
    {
        let options: JSONValue =
            adult ? ["delivery_confirmation": "ADULT_SIGNATURE"] : .object(JSONObject())
        return [
            "shipment": [
                "from_address": [
                    "company": "Alpha Compounding", "street1": "5 Mill Rd", "city": "Tampa", "state": "FL",
                    "zip": "33602", "country": "US",
                ],
                "to_address": [
                    "name": "Maya Ortiz", "street1": "1 Main St", "city": "Phoenix", "state": "AZ",
                    "zip": "85004", "country": "US",
                ], "parcel": ["weight": 6], "options": options, "reference": .string(reference),
            ]
        ]
    }
}
