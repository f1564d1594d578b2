// What a customer says of himself for KYC or KYB, read from a request and written as the JSON text
// that is sealed. The journal learns nothing of it but its kind and the country.
//
//     TRY(const OnboardingFile file, read_onboarding_file(inputs, now));
//     file.country                     // "DE": of residence, or of registration
//     file.json                        // {"first_name":"Ada","birth_date":"1815-12-10",...}
//
// Parties of a business, one text each:
//     kind;name;country;share_percent;controls
//     person;Ada Lovelace;GB;60;ubo+director        controls: shareholder director ubo signatory
// Whoever owns 25 % or more and is a person is a ubo; all shares together are 100 at most.
//
// Errors   missing_field; malformed_field with the field and a reason: control_character, too_long,
//          empty, not_a_date, in_the_future, under_age, expired, not_a_country, not_a_lei,
//          not_a_code, not_for_a_person, not_for_a_business, not_a_party, unknown_control,
//          owner_without_ubo, more_than_100_percent. Never what was sent.
#pragma once

#include <string>

#include "api/operations/inputs.hpp"
#include "core/types/onboarding.hpp"

namespace api {

struct OnboardingFile {
    core::CustomerKind kind{};
    core::CountryCode country;
    std::string json;
};

Answer<OnboardingFile> read_onboarding_file(const Inputs& inputs, core::Timestamp now);

// ISO 3166-1 alpha-2, as assigned.
bool is_country(std::string_view code);
// ISO 17442: 18 letters and digits and two check digits (ISO 7064, mod 97-10).
bool is_lei(std::string_view text);

}  // namespace api
